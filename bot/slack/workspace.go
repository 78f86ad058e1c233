package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/slack-go/slack"
)

// workspace is one that the bot is in.
type workspace struct {
	ID, Name string
	Me       string // the bot's own user
	BotID    string
	agent    *atomic.Bool // its app is an agent or assistant: direct messages are answered in threads
	api      *slack.Client
}

// scope returns that of data and buttons.
func (w *workspace) scope() string { return platform + "/" + w.ID }

// join finds out which workspaces the tokens are for. It waits for a Slack that
// cannot be reached, and fails where the configured token is refused.
func (b *Bot) join(ctx context.Context) error {
	if b.BotToken == "" && b.OAuth.ClientID == "" {
		return errors.New("slack: there is no bot token: set SLACK_BOT_TOKEN to the Bot User OAuth Token (https://api.slack.com/apps → your app → OAuth & Permissions)")
	}
	if b.BotToken != "" {
		if err := b.untilReached(ctx, func() error { return b.enter(ctx, b.BotToken) }); err != nil {
			return err
		}
	}
	return b.enterInstalled(ctx)
}

// untilReached tries until Slack answers, whatever it says.
func (b *Bot) untilReached(ctx context.Context, try func() error) error {
	p := outbox.Policy{First: time.Second, Max: time.Minute,
		Passes: func(err error) (time.Duration, bool) {
			var refused *TokenError
			return 0, !errors.As(err, &refused)
		},
		Notify: func(err error, in time.Duration) {
			b.Log.Warn("Slack cannot be reached; trying again", slog.Duration("in", in), slog.Any("error", redacted(err)))
		}}
	return outbox.Retry(ctx, p, try)
}

// enter adds the workspace of a token.
func (b *Bot) enter(ctx context.Context, token string) error {
	api := b.api(token)
	me, err := api.AuthTestContext(ctx)
	if mended := tokenError("bot token (SLACK_BOT_TOKEN)", err); mended != nil {
		return mended
	}
	if err != nil {
		return fmt.Errorf("ask Slack who we are: %w", err)
	}
	if err := b.checkScopes(me.Header.Values("X-Oauth-Scopes")); err != nil {
		return err
	}
	w := &workspace{ID: me.TeamID, Name: me.Team, Me: me.UserID, BotID: me.BotID, agent: &atomic.Bool{}, api: api}
	w.agent.Store(!b.NoAgent && slices.Contains(scopesIn(me.Header.Values("X-Oauth-Scopes")), agentScope))
	b.mu.Lock()
	b.workspaces[w.ID] = w
	b.mu.Unlock()
	b.faults.Eventually(ctx, "it is not noted that the bot is in a workspace again", func() error { return b.State.Back(ctx, platform, w.ID) })
	b.Log.Info("in a Slack workspace", slog.String("workspace", w.ID), slog.String("name", w.Name))
	return nil
}

// neededScopes are those without which nothing can be answered, or guests and
// shared channels could not be told.
var neededScopes = []string{"chat:write", "commands", "app_mentions:read", "im:history", "users:read", "channels:read"}

// scopesIn returns the scopes that the headers of an answer list.
func scopesIn(header []string) []string {
	return strings.FieldsFunc(strings.Join(header, ","), func(r rune) bool { return r == ',' || r == ' ' })
}

// checkScopes reads the header in which Slack lists a token's scopes; a server
// that sends none is trusted. It fails where a needed one is missing, and warns of
// others, without which something is left out.
func (b *Bot) checkScopes(header []string) error {
	have := scopesIn(header)
	if len(have) == 0 {
		return nil
	}
	has := func(scope string) bool { return slices.Contains(have, scope) }
	for _, s := range Scopes(!b.NoAgent) {
		if s.Scope == agentScope && !has(s.Scope) {
			b.Log.Info("the app is no agent, since its token lacks assistant:write: no questions are suggested, and direct messages are answered in place")
			continue
		}
		if !has(s.Scope) && !slices.Contains(neededScopes, s.Scope) {
			b.Log.Warn("the bot token lacks a scope: paste the output of `briefing-bot slack manifest` into the app and install it again",
				slog.String("scope", s.Scope), slog.String("left_out", s.Why))
		}
	}
	missing := slices.DeleteFunc(slices.Clone(neededScopes), has)
	if len(missing) == 0 {
		return nil
	}
	return &TokenError{Message: fmt.Sprintf("the bot token lacks the scopes %s: paste the output of `briefing-bot slack manifest` into the app (https://api.slack.com/apps → your app → App Manifest) and install it again.",
		strings.Join(missing, ", "))}
}

// workspace returns the one of that ID, nil if the bot is not in it. A server that
// names none, here or when it was asked who we are, means the only one.
func (b *Bot) workspace(ids ...string) *workspace {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range ids {
		if w := b.workspaces[id]; w != nil {
			return w
		}
	}
	for id, w := range b.workspaces {
		if len(b.workspaces) == 1 && (id == "" || cmp.Or(ids...) == "") {
			return w
		}
	}
	return nil
}

// introduced returns w with the bot's own user, which an event says where the server
// left it out when it was asked who we are.
func (b *Bot) introduced(w *workspace, me string) *workspace {
	if w.Me != "" || me == "" {
		return w
	}
	known := *w
	known.Me = me
	b.mu.Lock()
	defer b.mu.Unlock()
	b.workspaces[w.ID] = &known
	return &known
}
