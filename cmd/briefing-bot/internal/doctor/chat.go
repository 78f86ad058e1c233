package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
)

// maxAnswer limits the bytes read of an answer from Slack or Discord.
const maxAnswer = 1 << 20

// maxSkew is how far the clock may be off: Slack refuses signatures that are older than
// five minutes, and gives such.
const maxSkew = 2 * time.Minute

// call asks a chat service and reads the JSON of its answer.
func (d *Doctor) call(ctx context.Context, method, address, authorization string, into any) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", authorization)
	r.Header.Set("User-Agent", "DiscordBot (https://github.com/briefing-bot/briefing-bot, 1)")
	answer, err := d.Client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return answer, fmt.Errorf("the server answered %s, and no JSON", answer.Status)
	}
	return answer, nil
}

// skewed returns a finding if the clock differs from the service's.
func (d *Doctor) skewed(answer *http.Response, service string) []Finding {
	theirs, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return nil
	}
	off := d.Now().Sub(theirs).Abs().Round(time.Second)
	if off < maxSkew {
		return nil
	}
	return []Finding{problem(clock, fmt.Sprintf("This machine's clock is %s off that of %s: signed requests are refused.", off, service), "Set the clock (timedatectl set-ntp true).")}
}

// slack asks Slack about the tokens.
func (d *Doctor) slack(ctx context.Context) []Finding {
	const about = "Slack"
	s := d.Config.Slack
	secrets, err := s.Secrets()
	if err != nil || d.ConfigError != nil {
		return nil // reported with the configuration
	}
	mode := s.Connection(secrets)
	if mode == slack.ModeOff {
		return []Finding{good(about, "off: no token is set")}
	}
	if secrets.Bot == "" {
		return nil // the configuration tells, or workspaces install the bot themselves
	}
	var me struct {
		OK    bool
		Error string
		Team  string
		User  string
	}
	answer, err := d.call(ctx, http.MethodPost, s.APIURL+"auth.test", "Bearer "+secrets.Bot, &me)
	if err != nil {
		return []Finding{problem(about, "Slack cannot be reached: "+err.Error()+".", "See that this machine reaches "+s.APIURL+" (proxy, firewall, DNS).")}
	}
	out := d.skewed(answer, about)
	if !me.OK {
		return append(out, problem(about, fmt.Sprintf("Slack refuses the bot token (%s).", me.Error), "Copy the Bot User OAuth Token (https://api.slack.com/apps → your app → OAuth & Permissions), installing the app again if it was removed."))
	}
	out = append(out, missingScopes(answer.Header.Values("X-Oauth-Scopes"), s.Uses())...)
	if mode == slack.ModeSocket {
		var open struct {
			OK    bool
			Error string
		}
		if _, err := d.call(ctx, http.MethodPost, s.APIURL+"apps.connections.open", "Bearer "+secrets.App, &open); err != nil || !open.OK {
			out = append(out, problem(about, fmt.Sprintf("Slack opens no connection with the app token (%s%v).", open.Error, text(err)),
				"Make an app-level token with connections:write (https://api.slack.com/apps → your app → Basic Information), and enable Socket Mode."))
		}
	}
	if len(out) == 0 {
		out = append(out, good(about, fmt.Sprintf("connected as %s in %s, by %s", me.User, me.Team, mode)))
	}
	return out
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// missingScopes reports scopes that a token lacks, and what does not work without them. A
// server that lists none is trusted.
func missingScopes(header []string, uses slack.Uses) []Finding {
	var have []string
	for scope := range strings.SplitSeq(strings.Join(header, ","), ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			have = append(have, scope)
		}
	}
	if len(have) == 0 {
		return nil
	}
	var out []Finding
	for _, wanted := range slack.Scopes(uses) {
		switch {
		case slices.Contains(have, wanted.Scope):
		case wanted.Optional():
			out = append(out, warning("Slack", fmt.Sprintf("The optional scope %s was not granted: %s.", wanted.Scope, wanted.Without),
				"Nothing, if that is what you want. Else install the app again (https://api.slack.com/apps → your app → Install App) and grant it."))
		default:
			out = append(out, problem("Slack", fmt.Sprintf("The bot token lacks the scope %s, which it needs %s.", wanted.Scope, wanted.Why),
				"Paste the output of `briefing-bot slack manifest` into the app (App Manifest) and install it again."))
		}
	}
	return out
}

// discord asks Discord about the token.
func (d *Doctor) discord(ctx context.Context) []Finding {
	const about = "Discord"
	s := d.Config.Discord
	token, err := s.Token()
	if err != nil || d.ConfigError != nil {
		return nil // reported with the configuration
	}
	if !s.Enabled(token) {
		return []Finding{good(about, "off: no token is set")}
	}
	var me struct {
		Username string
		Message  string
	}
	base := strings.TrimSuffix(s.APIURL, "/")
	answer, err := d.call(ctx, http.MethodGet, base+"/users/@me", "Bot "+token, &me)
	if err != nil {
		return []Finding{problem(about, "Discord cannot be reached: "+err.Error()+".", "See that this machine reaches "+s.APIURL+" (proxy, firewall, DNS).")}
	}
	out := d.skewed(answer, about)
	if answer.StatusCode != http.StatusOK {
		return append(out, problem(about, fmt.Sprintf("Discord refuses the token (%s).", me.Message), "Make a new one (https://discord.com/developers/applications → your app → Bot → Reset Token) and set it."))
	}
	var servers []struct{ Name string }
	if _, err := d.call(ctx, http.MethodGet, base+"/users/@me/guilds?limit=200", "Bot "+token, &servers); err != nil {
		return append(out, problem(about, "The servers cannot be listed: "+err.Error()+".", "Try again; Discord's state is at https://discordstatus.com."))
	}
	if len(servers) == 0 {
		return append(out, warning(about, "The bot is in no server.", "Open the link that `briefing-bot discord invite` prints."))
	}
	if len(out) == 0 {
		out = append(out, good(about, fmt.Sprintf("connected as %s; servers: %d", me.Username, len(servers))))
	}
	return out
}
