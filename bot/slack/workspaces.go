package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// workspaces are those that the bot is in.
type workspaces struct {
	client   *webapi.Client
	appToken string
	uses     Uses
	log      *slog.Logger
	store    *state.Store
	faults   *chat.StoreFaults

	joined atomic.Bool // all of them are known

	mu   sync.Mutex
	byID map[string]*workspace
}

// join finds out which workspaces the tokens are for: the one of botToken, and those that
// installed the bot by OAuth. It waits for a Slack that cannot be reached, and fails if
// the configured token is refused.
func (s *workspaces) join(ctx context.Context, botToken string, byOAuth bool) error {
	if botToken == "" && !byOAuth {
		return errors.New("slack: there is no bot token: set SLACK_BOT_TOKEN to the Bot User OAuth Token (https://api.slack.com/apps → your app → OAuth & Permissions)")
	}
	if botToken != "" {
		if err := s.untilReached(ctx, func() error { return s.enter(ctx, botToken) }); err != nil {
			return err
		}
	}
	if !byOAuth {
		return nil
	}
	return s.enterInstalled(ctx)
}

// enterInstalled joins the workspaces that installed the bot. One whose token is
// refused costs the others nothing.
func (s *workspaces) enterInstalled(ctx context.Context) error {
	installed, err := s.store.Installations(ctx, platform)
	if err != nil {
		return fmt.Errorf("read the workspaces' tokens (BRIEFING_BOT_STATE_KEY must be the key that they were kept with): %w", err)
	}
	for _, i := range installed {
		err := s.untilReached(ctx, func() error { return s.enter(ctx, i.Token) })
		var refused *TokenError
		switch {
		case errors.As(err, &refused):
			s.log.Error("a workspace's token is refused; it has to install the bot again", slog.String("workspace", i.Workspace), slog.String("name", i.Name))
		case err != nil:
			return err
		}
	}
	return nil
}

// untilReached calls try until Slack is reached.
func (s *workspaces) untilReached(ctx context.Context, try func() error) error {
	p := outbox.Policy{First: time.Second, Max: time.Minute,
		Passes: func(err error) (time.Duration, bool) {
			var refused *TokenError
			return 0, !errors.As(err, &refused)
		},
		Notify: func(err error, in time.Duration) {
			if ctx.Err() != nil {
				return
			}
			s.log.Warn("Slack cannot be reached; trying again", slog.Duration("in", in), slog.Any("error", redacted(err)))
		}}
	return outbox.Retry(ctx, p, try)
}

// enter adds the workspace of a token.
func (s *workspaces) enter(ctx context.Context, token string) error {
	api := s.api(token)
	me, err := api.AuthTestContext(ctx)
	if refused := tokenError("bot token (SLACK_BOT_TOKEN)", err); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("ask Slack who we are: %w", err)
	}
	if err := s.checkScopes(me.Header.Values("X-Oauth-Scopes")); err != nil {
		return err
	}
	w := &workspace{ID: me.TeamID, Name: me.Team, Org: me.EnterpriseID, Me: me.UserID, BotID: me.BotID, agent: &atomic.Bool{}, api: api, raw: s.bearer(token), lacking: newLacking(me.TeamID, s.log)}
	w.agent.Store(s.uses.Agent && slices.Contains(scopesIn(me.Header.Values("X-Oauth-Scopes")), agentScope))
	s.mu.Lock()
	s.byID[w.ID] = w
	s.mu.Unlock()
	s.faults.Eventually(ctx, "it is not noted that the bot is in a workspace again", func() error { return s.store.Back(ctx, platform, w.ID) })
	s.log.Info("in a Slack workspace", slog.String("workspace", w.ID), slog.String("name", w.Name))
	return nil
}

// neededScopes are those without which nothing can be answered, or guests and shared
// channels could not be recognized.
var neededScopes = []string{"chat:write", "commands", "app_mentions:read", "im:history", "users:read", "channels:read"}

// scopesIn returns the scopes that the headers of an answer list.
func scopesIn(header []string) []string {
	return strings.FieldsFunc(strings.Join(header, ","), func(r rune) bool { return r == ',' || r == ' ' })
}

// checkScopes reads the header in which Slack lists a token's scopes; a server
// that sends none is trusted. It fails where a needed one is missing, and warns of
// others, without which something is left out.
func (s *workspaces) checkScopes(header []string) error {
	have := scopesIn(header)
	if len(have) == 0 {
		return nil
	}
	has := func(scope string) bool { return slices.Contains(have, scope) }
	for _, wanted := range Scopes(s.uses) {
		switch {
		case has(wanted.Scope) || slices.Contains(neededScopes, wanted.Scope):
		case wanted.Optional():
			s.log.Info("an optional scope was not granted", slog.String("scope", wanted.Scope), slog.String("so", wanted.Without))
		default:
			s.log.Warn("the bot token lacks a scope: paste the output of `briefing-bot slack manifest` into the app and install it again",
				slog.String("scope", wanted.Scope), slog.String("left_out", wanted.Why))
		}
	}
	missing := slices.DeleteFunc(slices.Clone(neededScopes), has)
	if len(missing) == 0 {
		return nil
	}
	return &TokenError{Message: fmt.Sprintf("the bot token lacks the scopes %s: paste the output of `briefing-bot slack manifest` into the app (https://api.slack.com/apps → your app → App Manifest) and install it again.",
		strings.Join(missing, ", "))}
}

// with returns the workspace of that ID, nil if the bot is not in it.
func (s *workspaces) with(id string) *workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byID[id]
}

// ids returns the workspaces' IDs.
func (s *workspaces) ids() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.byID))
}

// find returns the workspace of one of the IDs, nil if the bot is not in it. A server that
// names none, here or when it was asked who we are, means the only one.
func (s *workspaces) find(ids ...string) *workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if w := s.byID[id]; w != nil {
			return w
		}
	}
	for id, w := range s.byID {
		if len(s.byID) == 1 && (id == "" || cmp.Or(ids...) == "") {
			return w
		}
	}
	return nil
}

// leave forgets a workspace that removed the bot, and its token.
func (s *workspaces) leave(ctx context.Context, id string) {
	s.mu.Lock()
	delete(s.byID, id)
	s.mu.Unlock()
	if err := s.store.Uninstall(ctx, platform, id); err != nil {
		s.log.Error("a workspace's token could not be removed", slog.Any("error", err))
	}
	if _, err := s.store.Left(ctx, platform, id); err != nil {
		s.log.Error("the end of a workspace could not be noted", slog.Any("error", err))
	}
	s.log.Info("a workspace removed the bot", slog.String("workspace", id))
}

// isElsewhere reports whether the server is another one than Slack's own.
func (s *workspaces) isElsewhere() bool { return s.client.Base != DefaultAPIURL }

// bearer returns what sends requests with a token.
func (s *workspaces) bearer(token string) *webapi.Bearer {
	return &webapi.Bearer{Client: s.client, Token: token}
}

// api returns a client for a token.
func (s *workspaces) api(token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(s.client.Base), slack.OptionHTTPClient(s.bearer(token)), slack.OptionAppLevelToken(s.appToken))
}

// introduced returns w with the bot's own user, which an event says if the server
// left it out when it was asked who we are.
func (s *workspaces) introduced(w *workspace, me string) *workspace {
	if w.Me != "" || me == "" {
		return w
	}
	known := *w
	known.Me = me
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[w.ID] = &known
	return &known
}
