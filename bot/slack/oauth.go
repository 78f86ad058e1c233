package slack

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
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

// install sends somebody to Slack to agree, with a state that is good in their
// browser alone. Nothing of it is kept here: anybody may ask for one.
func (b *Bot) install(w http.ResponseWriter, r *http.Request) {
	browser := rand.Text()
	link := b.OAuth.link(browser, time.Now().Add(installLife))
	http.SetCookie(w, &http.Cookie{Name: stateCookie, Value: browser, Path: oauthPath, MaxAge: int(installLife.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(b.OAuth.PublicURL, "https:"), SameSite: http.SameSiteLaxMode})
	var scopes []string
	for _, s := range Scopes(!b.NoAgent) {
		scopes = append(scopes, s.Scope)
	}
	query := url.Values{"client_id": {b.OAuth.ClientID}, "scope": {strings.Join(scopes, ",")}, "state": {link}, "redirect_uri": {b.OAuth.redirect()}}
	http.Redirect(w, r, b.authorizeURL()+"?"+query.Encode(), http.StatusFound)
}

// authorizeURL returns Slack's page, or that of the server that stands in for it.
func (b *Bot) authorizeURL() string {
	u, err := url.Parse(b.APIURL)
	if err != nil || b.APIURL == DefaultAPIURL {
		return "https://slack.com/oauth/v2/authorize"
	}
	return u.Scheme + "://" + u.Host + "/oauth/v2/authorize"
}

// link returns the state of an installation: when it expires, signed for one browser
// with a key that nobody else has.
func (o OAuth) link(browser string, expires time.Time) string {
	until := strconv.FormatInt(expires.Unix(), 10)
	key := hmac.New(sha256.New, []byte(o.ClientSecret))
	io.WriteString(key, "briefing-bot: the state of an installation in Slack")
	mac := hmac.New(sha256.New, key.Sum(nil))
	io.WriteString(mac, until+"/"+browser)
	return until + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// holds reports whether link was made for a browser and has not expired.
func (o OAuth) holds(link, browser string, now time.Time) bool {
	until, _, _ := strings.Cut(link, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	if err != nil || browser == "" || o.ClientSecret == "" {
		return false
	}
	expires := time.Unix(seconds, 0)
	return hmac.Equal([]byte(o.link(browser, expires)), []byte(link)) && now.Before(expires)
}

// spent returns the event by which the store remembers a link that was used.
func spent(link string) string {
	sum := sha256.Sum256([]byte(link))
	return "installed/" + hex.EncodeToString(sum[:16])
}

// spentText is for a link that is not good here, or not any more.
const spentText = "This link is spent or was not made for this browser. Begin again at " + installPath

// installed takes the code that Slack sends people back with.
func (b *Bot) installed(w http.ResponseWriter, r *http.Request) {
	link := r.URL.Query().Get("state")
	var browser string
	if cookie, err := r.Cookie(stateCookie); err == nil {
		browser = cookie.Value
	}
	switch {
	case !b.OAuth.holds(link, browser, time.Now()):
		http.Error(w, spentText, http.StatusBadRequest)
		return
	case r.URL.Query().Get("error") != "":
		http.Error(w, "Slack says that the installation was not agreed to. Nothing was installed.", http.StatusForbidden)
		return
	}
	name, refusal, err := b.redeem(r.Context(), r.URL.Query().Get("code"), link)
	switch {
	case refusal != "":
		http.Error(w, refusal, http.StatusForbidden)
	case codeOf(err) != "":
		b.deliveries.Refuse(w, r, http.StatusBadGateway, "The installation failed: Slack does not take the code ("+codeFor(err)+"). Begin again at "+installPath)
	case err != nil:
		b.Log.Error("an installation failed", slog.Any("error", redacted(err)))
		http.Error(w, "The installation failed. Try again later.", http.StatusBadGateway)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "The bot is in %s. Type /briefing there.\n", name)
	}
}

// redeem exchanges a code for a workspace's token, keeps it and joins. Only then is
// the link noted as spent: a code that Slack does not know leaves nothing behind.
func (b *Bot) redeem(ctx context.Context, code, link string) (name, refusal string, err error) {
	got, err := slack.GetOAuthV2ResponseContext(ctx, b.web(), b.OAuth.ClientID, b.OAuth.ClientSecret, code, b.OAuth.redirect(), slack.OAuthOptionAPIURL(b.APIURL))
	switch {
	case err != nil:
		return "", "", fmt.Errorf("exchange the code: %w", err)
	case got.Team.ID == "":
		return "", "The bot is installed workspace by workspace, not for a whole organisation.", nil
	case !allows(b.Access.Workspaces, got.Team.ID):
		return "", "This workspace is not on this bot's list.", nil
	}
	isFirst, err := b.State.First(ctx, platform, spent(link))
	switch {
	case err != nil:
		return "", "", err
	case !isFirst:
		return "", spentText, nil
	}
	err = b.State.Install(ctx, state.Installation{Platform: platform, Workspace: got.Team.ID, Name: got.Team.Name, Token: got.AccessToken,
		Bot: got.BotUserID, Scopes: got.Scope, By: got.AuthedUser.ID})
	if err != nil {
		return "", "", err
	}
	return got.Team.Name, "", b.enter(ctx, got.AccessToken)
}

// codeFor returns Slack's code of an error for people to see.
func codeFor(err error) string {
	if code := codeOf(err); shapedAsCode.MatchString(code) {
		return code
	}
	return "in words of its own"
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
