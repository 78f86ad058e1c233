package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// DefaultAPIURL is Discord's own.
const DefaultAPIURL = rest.DefaultURL

// platform is the name of this surface in Requests and in the store.
const platform = "discord"

// api calls Discord. It knows who the bot is, and what this server lacks.
type api struct {
	*rest.Client
	base string
	log  *slog.Logger

	me, app string   // the bot's user and its application, once joined is closed
	owners  []string // of the application, likewise
	joined  chan struct{}

	mu       sync.Mutex
	lacking  map[string]bool
	commands map[string]string // the IDs of slash commands, by name
}

func newAPI(client *rest.Client, base string, log *slog.Logger) *api {
	return &api{Client: client, base: base, log: log, joined: make(chan struct{}), lacking: map[string]bool{}}
}

// join finds out who the bot is. It waits for a Discord that cannot be reached.
func (a *api) join(ctx context.Context, token string) error {
	if token == "" {
		return &rest.TokenError{Message: rest.NoToken + "."}
	}
	p := outbox.Policy{First: time.Second, Max: time.Minute,
		Passes: func(err error) (time.Duration, bool) {
			var refused *rest.TokenError
			return 0, !errors.As(err, &refused)
		},
		Notify: func(err error, in time.Duration) {
			a.log.Warn("Discord cannot be reached; trying again", slog.Duration("in", in), slog.Any("error", rest.Redact(err)))
		}}
	if err := outbox.Retry(ctx, p, func() error { return a.whoAmI(ctx) }); err != nil {
		return err
	}
	close(a.joined)
	return nil
}

func (a *api) whoAmI(ctx context.Context) error {
	var me user
	var app application
	err := a.Call(ctx, "GET", "/users/@me", nil, &me)
	if refused := rest.AsTokenError(err); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("ask Discord who we are: %w", err)
	}
	a.me, a.app = me.ID, me.ID
	// A server without this has one ID for the bot and its application.
	if err := a.Call(ctx, "GET", "/applications/@me", nil, &app); err == nil && app.ID != "" {
		a.app, a.owners = app.ID, app.owners()
	} else if rest.StatusOf(err) == 0 && err != nil {
		return fmt.Errorf("ask Discord which application we are: %w", err)
	}
	return nil
}

// connected returns a bot.ErrConnecting before it is known who the bot is.
func (a *api) connected() error {
	select {
	case <-a.joined:
		return nil
	default:
		return fmt.Errorf("reach Discord: %w", bot.ErrConnecting)
	}
}

// knowCommands notes the IDs of the commands that are registered.
func (a *api) knowCommands(registered []command) {
	ids := map[string]string{}
	for _, c := range registered {
		if c.ID != "" && max(c.Type, slashCommand) == slashCommand {
			ids[c.Name] = c.ID
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.commands = ids
}

// tappable returns our own words with the IDs of the commands that they mention: Discord
// opens those that are tapped.
func (a *api) tappable(words string) string {
	a.mu.Lock()
	ids := a.commands
	a.mu.Unlock()
	var out strings.Builder
	for _, p := range bot.Parts(words) {
		if p.Mention == nil {
			out.WriteString(p.Text)
			continue
		}
		parent, sub, _ := strings.Cut(p.Mention.ID, " ")
		if id := ids[parent]; id != "" && p.Mention.Kind == bot.MentionsCommand {
			p.Mention.ID = strings.TrimSpace(parent+" "+strings.ReplaceAll(sub, " ", "-")) + ":" + id
		}
		out.WriteString(p.Mention.Mark())
	}
	return out.String()
}

// isDiscord reports whether the server is Discord's own.
func (a *api) isDiscord() bool { return a.base == DefaultAPIURL }

// insist makes a call, again while Discord cannot be reached or is down, until ctx ends.
func (a *api) insist(ctx context.Context, try func() error) error {
	p := outbox.Policy{First: converse.FirstPause, Max: converse.LongPause,
		Passes: func(err error) (time.Duration, bool) { return 0, remedyFor(err, false) == retryLater },
		Notify: func(err error, in time.Duration) {
			a.log.Warn("Discord did not take a call; trying again", slog.Duration("in", in), slog.Any("error", rest.Redact(err)))
		}}
	return outbox.Retry(ctx, p, try)
}

// settleWithin is the time limit for an interaction's acknowledgement to arrive.
const settleWithin = 3 * time.Second

// settled makes a call with an interaction's token, again while Discord does not know of
// the acknowledgement: over HTTP that is the reply to Discord's own call, which may still
// be on its way.
func settled(ctx context.Context, call func() error) error {
	for began := time.Now(); ; {
		err := call()
		if rest.CodeOf(err) != unknownWebhook || time.Since(began) > settleWithin || outbox.Pause(ctx, converse.FirstPause) != nil {
			return err
		}
	}
}

// What a server may lack.
const (
	attachments = "attachments"
	threads     = "threads"       // also the name of the channel's setting
	channels    = "GET /channels" // it has no call to look one up
	labels      = "labels in forms"
)

// lackOnce notes that this server lacks something, and logs that once; what needs it is
// left out.
func (a *api) lackOnce(what string, lacks bool) {
	if !lacks {
		return
	}
	a.mu.Lock()
	said := a.lacking[what]
	a.lacking[what] = true
	a.mu.Unlock()
	if !said {
		a.log.Warn("this server lacks something; what needs it is left out", slog.String("what", what))
	}
}

// has reports whether the server is not known to lack something.
func (a *api) has(what string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.lacking[what]
}
