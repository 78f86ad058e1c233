package slack

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/state"
)

// OAuth lets further workspaces install the bot (OAuth v2,
// https://docs.slack.dev/authentication/installing-with-oauth). Their tokens are
// kept in the store, encrypted with its key.
type OAuth struct {
	ClientID, ClientSecret string
	PublicURL              string // where people reach the listener, https://bot.example.com
}

const (
	installPath = "/slack/install"
	oauthPath   = "/slack/oauth"
	// installLife is how long somebody may take to agree.
	installLife = 10 * time.Minute
	stateCookie = "briefing_slack_install"
)

func (o OAuth) redirect() string { return strings.TrimSuffix(o.PublicURL, "/") + oauthPath }

// enterInstalled joins the workspaces that installed the bot. One whose token is
// refused costs the others nothing.
func (b *Bot) enterInstalled(ctx context.Context) error {
	if b.OAuth.ClientID == "" {
		return nil
	}
	installed, err := b.State.Installations(ctx, platform)
	if err != nil {
		return fmt.Errorf("read the workspaces' tokens (BRIEFING_BOT_STATE_KEY must be the key that they were kept with): %w", err)
	}
	for _, i := range installed {
		err := b.untilReached(ctx, func() error { return b.enter(ctx, i.Token) })
		var refused *TokenError
		switch {
		case errors.As(err, &refused):
			b.Log.Error("a workspace's token is refused; it has to install the bot again", slog.String("workspace", i.Workspace), slog.String("name", i.Name))
		case err != nil:
			return err
		}
	}
	return nil
}

// install sends somebody to Slack to agree, with a state that only their
// browser and the store know.
func (b *Bot) install(w http.ResponseWriter, r *http.Request) {
	ticket, err := b.State.Ticket(r.Context(), installLife)
	if err != nil {
		b.Log.Error("an installation could not begin", slog.Any("error", err))
		http.Error(w, "The installation could not begin. Try again later.", http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: stateCookie, Value: ticket, Path: oauthPath, MaxAge: int(installLife.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(b.OAuth.PublicURL, "https:"), SameSite: http.SameSiteLaxMode})
	var scopes []string
	for _, s := range Scopes() {
		scopes = append(scopes, s.Scope)
	}
	query := url.Values{"client_id": {b.OAuth.ClientID}, "scope": {strings.Join(scopes, ",")}, "state": {ticket}, "redirect_uri": {b.OAuth.redirect()}}
	http.Redirect(w, r, b.authorizeURL()+"?"+query.Encode(), http.StatusFound)
}

// authorizeURL is Slack's page, or that of the server that stands in for it.
func (b *Bot) authorizeURL() string {
	u, err := url.Parse(b.APIURL)
	if err != nil || b.APIURL == DefaultAPIURL {
		return "https://slack.com/oauth/v2/authorize"
	}
	return u.Scheme + "://" + u.Host + "/oauth/v2/authorize"
}

// installed takes the code that Slack sends people back with.
func (b *Bot) installed(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("state")
	cookie, err := r.Cookie(stateCookie)
	same := err == nil && subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(ticket)) == 1
	good, err := b.State.Redeem(r.Context(), ticket)
	switch {
	case err != nil:
		b.Log.Error("an installation's state could not be checked", slog.Any("error", err))
		http.Error(w, "The installation failed. Try again later.", http.StatusInternalServerError)
		return
	case !good || !same:
		http.Error(w, "This link is spent or was not made for this browser. Begin again at "+installPath, http.StatusBadRequest)
		return
	case r.URL.Query().Get("error") != "":
		http.Error(w, "Slack says that the installation was not agreed to. Nothing was installed.", http.StatusForbidden)
		return
	}
	name, refusal, err := b.redeem(r.Context(), r.URL.Query().Get("code"))
	switch {
	case refusal != "":
		http.Error(w, refusal, http.StatusForbidden)
	case err != nil:
		b.Log.Error("an installation failed", slog.Any("error", redacted(err)))
		http.Error(w, "The installation failed. Try again later.", http.StatusBadGateway)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "The bot is in %s. Type /briefing there.\n", name)
	}
}

// redeem exchanges a code for a workspace's token, keeps it and joins.
func (b *Bot) redeem(ctx context.Context, code string) (name, refusal string, err error) {
	got, err := slack.GetOAuthV2ResponseContext(ctx, b.web(), b.OAuth.ClientID, b.OAuth.ClientSecret, code, b.OAuth.redirect(), slack.OAuthOptionAPIURL(b.APIURL))
	switch {
	case err != nil:
		return "", "", fmt.Errorf("exchange the code: %w", err)
	case got.Team.ID == "":
		return "", "The bot is installed workspace by workspace, not for a whole organisation.", nil
	case !allows(b.Access.Workspaces, got.Team.ID):
		return "", "This workspace is not on this bot's list.", nil
	}
	err = b.State.Install(ctx, state.Installation{Platform: platform, Workspace: got.Team.ID, Name: got.Team.Name, Token: got.AccessToken,
		Bot: got.BotUserID, Scopes: got.Scope, By: got.AuthedUser.ID})
	if err != nil {
		return "", "", err
	}
	return got.Team.Name, "", b.enter(ctx, got.AccessToken)
}

// onUninstall forgets a workspace and its token.
func (b *Bot) onUninstall(w *workspace) task {
	return task{do: func(ctx context.Context) {
		b.mu.Lock()
		delete(b.workspaces, w.ID)
		b.mu.Unlock()
		if err := b.State.Uninstall(ctx, platform, w.ID); err != nil {
			b.Log.Error("a workspace's token could not be removed", slog.Any("error", err))
		}
		if _, err := b.State.Left(ctx, platform, w.ID); err != nil {
			b.Log.Error("the end of a workspace could not be noted", slog.Any("error", err))
		}
		b.Log.Info("a workspace removed the bot", slog.String("workspace", w.ID))
	}}
}
