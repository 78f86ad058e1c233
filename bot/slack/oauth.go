package slack

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// How long somebody may take to agree, and the cookie of their browser.
const (
	installLife = 10 * time.Minute
	stateCookie = "briefing_slack_install"
)

// OAuth lets further workspaces install the bot (OAuth v2,
// https://docs.slack.dev/authentication/installing-with-oauth). Their tokens are
// kept in the store, encrypted with its key.
type OAuth struct {
	ClientID, ClientSecret string
	PublicURL              string // where people reach the listener, https://bot.example.com
}

func (o OAuth) redirect() string { return strings.TrimSuffix(o.PublicURL, "/") + oauthPath }

// installer lets workspaces install the bot.
type installer struct {
	OAuth
	workspaces *workspaces
	access     *atomic.Pointer[Access]
	deliveries *chat.Deliveries
}

// install sends somebody to Slack to agree, with a state that is good in their
// browser alone. Nothing of it is kept here: anybody may ask for one.
func (n *installer) install(w http.ResponseWriter, r *http.Request) {
	browser := rand.Text()
	link := n.link(browser, time.Now().Add(installLife))
	http.SetCookie(w, &http.Cookie{Name: stateCookie, Value: browser, Path: oauthPath, MaxAge: int(installLife.Seconds()), HttpOnly: true,
		Secure: strings.HasPrefix(n.PublicURL, "https:"), SameSite: http.SameSiteLaxMode})
	var scopes []string
	for _, s := range Scopes(n.workspaces.uses) {
		scopes = append(scopes, s.Scope)
	}
	query := url.Values{"client_id": {n.ClientID}, "scope": {strings.Join(scopes, ",")}, "state": {link}, "redirect_uri": {n.redirect()}}
	http.Redirect(w, r, n.authorizeURL()+"?"+query.Encode(), http.StatusFound)
}

// authorizeURL returns Slack's page, or that of the server used instead.
func (n *installer) authorizeURL() string {
	u, err := url.Parse(n.workspaces.client.Base)
	if err != nil || n.workspaces.client.Base == DefaultAPIURL {
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
func (n *installer) installed(w http.ResponseWriter, r *http.Request) {
	link := r.URL.Query().Get("state")
	var browser string
	if cookie, err := r.Cookie(stateCookie); err == nil {
		browser = cookie.Value
	}
	switch {
	case !n.holds(link, browser, time.Now()):
		http.Error(w, spentText, http.StatusBadRequest)
		return
	case r.URL.Query().Get("error") != "":
		http.Error(w, "Slack says that the installation was not agreed to. Nothing was installed.", http.StatusForbidden)
		return
	}
	name, refusal, err := n.redeem(r.Context(), r.URL.Query().Get("code"), link)
	switch {
	case refusal != "":
		http.Error(w, refusal, http.StatusForbidden)
	case codeOf(err) != "":
		n.deliveries.Refuse(w, r, http.StatusBadGateway, "The installation failed: Slack does not take the code ("+codeFor(err)+"). Begin again at "+installPath)
	case err != nil:
		n.workspaces.log.Error("an installation failed", slog.Any("error", redacted(err)))
		http.Error(w, "The installation failed. Try again later.", http.StatusBadGateway)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "The bot is in %s. Type /briefing there.\n", name)
	}
}

// redeem exchanges a code for a workspace's token, keeps it and joins. Only then is
// the link noted as spent: a code that Slack does not know leaves nothing behind.
func (n *installer) redeem(ctx context.Context, code, link string) (name, refusal string, err error) {
	got, err := slack.GetOAuthV2ResponseContext(ctx, n.workspaces.client, n.ClientID, n.ClientSecret, code, n.redirect(), slack.OAuthOptionAPIURL(n.workspaces.client.Base))
	switch {
	case err != nil:
		return "", "", fmt.Errorf("exchange the code: %w", err)
	case got.Team.ID == "":
		return "", "The bot is installed workspace by workspace, not for a whole organisation.", nil
	case !allows(n.access.Load().Workspaces, got.Team.ID):
		return "", "This workspace is not on this bot's list.", nil
	}
	isFirst, err := n.workspaces.store.First(ctx, platform, spent(link))
	switch {
	case err != nil:
		return "", "", err
	case !isFirst:
		return "", spentText, nil
	}
	err = n.workspaces.store.Install(ctx, state.Installation{Platform: platform, Workspace: got.Team.ID, Name: got.Team.Name, Token: got.AccessToken,
		Bot: got.BotUserID, Scopes: got.Scope, By: got.AuthedUser.ID})
	if err != nil {
		return "", "", err
	}
	return got.Team.Name, "", n.workspaces.enter(ctx, got.AccessToken)
}

// codeFor returns Slack's code of an error for people to see.
func codeFor(err error) string {
	if code := codeOf(err); webapi.IsCode(code) {
		return code
	}
	return "in words of its own"
}
