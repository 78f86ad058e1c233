package discord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// fixture is the bot, running against a fake Discord with invented answers.
type fixture struct {
	*discordtest.Server
	t      testing.TB
	dir    string
	config discord.Config
	log    *logbook
	slow   chan struct{} // "/slow" answers when this is closed
	stop   context.CancelFunc
	ended  chan error
}

// logbook collects what is logged at every level.
type logbook struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logbook) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// cards are bottest's, made once: a benchmark asks for them often.
var cards = sync.OnceValue(bottest.Cards)

// cardOf is a card of bottest.
func cardOf(name string) bot.Card {
	for _, c := range cards() {
		if c.Name == name {
			return c.Card
		}
	}
	panic("no card " + name)
}

// mux answers who-said with bottest's usual card, and fails in other ways.
func (f *fixture) mux() *bot.Mux {
	words := bot.Param{Name: "topic", Kind: bot.Text, Words: true}
	fixed := func(card func(bot.Request) bot.Card) bot.Handler {
		return func(_ context.Context, r bot.Request) (bot.Card, error) { return card(r), nil }
	}
	m := &bot.Mux{Log: f.config.Log}
	m.Commands = []bot.Command{
		{Name: "who-said", Summary: "Who said what", Params: []bot.Param{words, {Name: "by", Kind: bot.Person}}, Handle: fixed(paged)},
		{Name: "ask", Summary: "A question", Params: []bot.Param{{Name: "question", Kind: bot.Text, Words: true}}, Handle: fixed(paged)},
		{Name: "long", Summary: "A long answer", Params: []bot.Param{words}, Handle: fixed(func(bot.Request) bot.Card { return cardOf("long") })},
		{Name: "timeline", Summary: "A timeline", Params: []bot.Param{words}, Handle: fixed(func(bot.Request) bot.Card { return cardOf("timeline") })},
		{Name: "context", Summary: "The paragraph", Params: []bot.Param{{Name: "receipt", Words: true}}, Handle: fixed(func(r bot.Request) bot.Card {
			return bot.Card{Title: "Context of " + r.Args["receipt"], Status: bot.Answered}
		})},
		{Name: "check-quote", Summary: "Check a quote", Params: []bot.Param{{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "the words"}, {Name: "by", Kind: bot.Person, Help: "who"}}, Handle: fixed(func(r bot.Request) bot.Card {
			c := cardOf("check-quote")
			c.Reading = "text " + r.Args["text"] + " by " + r.Args["by"]
			return c
		})},
		{Name: "status", Summary: "Status", Handle: fixed(func(bot.Request) bot.Card { return bot.Card{Title: "Status", Text: []string{"3 articles"}} })},
		{Name: "sources", Summary: "Outlets", Handle: fixed(func(r bot.Request) bot.Card {
			return bot.Card{Title: fmt.Sprintf("Outlets %v for %s", r.Sources, r.Workspace)}
		})},
		{Name: "help", Summary: "Help", Params: []bot.Param{{Name: "command", Words: true}}, Handle: fixed(func(bot.Request) bot.Card { return cardOf("help") })},
		{Name: "panic", Summary: "Panics", Handle: func(context.Context, bot.Request) (bot.Card, error) { panic("invented panic") }},
		{Name: "fail", Summary: "Fails", Handle: func(context.Context, bot.Request) (bot.Card, error) {
			return bot.Card{}, errors.New("invented failure")
		}},
		{Name: "slow", Summary: "Is slow", Handle: func(ctx context.Context, _ bot.Request) (bot.Card, error) {
			select {
			case <-f.slow:
				return bot.Card{Title: "Slow but there"}, nil
			case <-ctx.Done():
				return bot.Card{}, ctx.Err()
			}
		}},
		{Name: "admin", Summary: "For administrators", Admin: true, Handle: fixed(func(bot.Request) bot.Card { return bot.Card{Title: "You are one"} })},
	}
	return m
}

// paged is bottest's usual card, asked for any topic and page.
func paged(r bot.Request) bot.Card {
	c := cardOf("usual")
	topic := r.Args["topic"] + r.Args["question"]
	c.Title, c.Offset = "Who said what about "+topic, r.Offset
	c.Footer = fmt.Sprintf("from %d of 9", r.Offset+1)
	c.Total = 9
	var actions []bot.Action
	if r.Offset > 0 {
		actions = append(actions, bot.Action{Kind: bot.Page, Label: "◀", Call: r.Call.At(r.Offset - 3)})
	}
	if r.Offset < 6 {
		actions = append(actions, bot.Action{Kind: bot.Page, Label: "▶", Call: r.Call.At(r.Offset + 3)})
	}
	c.Actions = append(actions, bot.Action{Kind: bot.Export, Label: "Export", Call: r.Call.At(0)}, bot.Action{Kind: bot.Share, Label: "Share", Call: r.Call})
	return c
}

// prepare is a fixture whose bot does not run yet.
func prepare(t testing.TB, o discordtest.Options, change func(*discord.Config)) *fixture {
	t.Helper()
	if spec := filepath.Join("..", "..", "..", "shared", "schemas", "discord-openapi.json"); o.Spec == "" {
		if _, err := os.Stat(spec); err == nil { // where it is absent, our own rules alone hold
			o.Spec = spec
		}
	}
	f := &fixture{Server: discordtest.New(t, o), t: t, dir: t.TempDir(), log: &logbook{}, slow: make(chan struct{})}
	f.config = discord.Config{APIURL: f.APIURL(), Token: discordtest.Token, Shards: 1, Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if change != nil {
		change(&f.config)
	}
	f.config.Mux = f.mux()
	t.Cleanup(func() {
		if f.stop != nil {
			f.end()
		}
	})
	return f
}

// run starts the bot, again after end, and waits for its connection.
func (f *fixture) run() {
	f.t.Helper()
	f.runAlone()
	if f.config.Listener == nil {
		f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
	}
}

// runAlone starts the bot.
func (f *fixture) runAlone() {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	f.config.State = store
	ctx, stop := context.WithCancel(context.Background())
	f.stop, f.ended = stop, make(chan error, 1)
	go func() {
		err := discord.New(f.config).Run(ctx)
		store.Close()
		f.ended <- err
	}()
}

// end stops the bot as a signal does, and waits for it.
func (f *fixture) end() {
	f.t.Helper()
	f.stop()
	f.stop = nil
	select {
	case err := <-f.ended:
		if err != nil {
			f.t.Errorf("the bot ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		f.t.Fatal("the bot did not end within 30 s")
	}
}

// start is a fixture whose bot runs over the gateway.
func start(t *testing.T) *fixture {
	t.Helper()
	f := prepare(t, discordtest.Options{}, nil)
	f.run()
	return f
}

// answer waits for the nth message of the bot in a channel, from 1, and returns it.
func (f *fixture) answer(channel string, n int) discordtest.Message {
	f.t.Helper()
	f.Await(fmt.Sprintf("answer %d in %s", n, channel), func() bool { return len(f.Answers(channel)) >= n })
	return f.Answers(channel)[n-1]
}

// clean fails where Discord refused anything.
func (f *fixture) clean() {
	f.t.Helper()
	for _, p := range f.Problems() {
		f.t.Errorf("Discord refused: %s", p)
	}
}

var (
	anna  = discordtest.In(discordtest.Anna)
	boris = discordtest.In(discordtest.Boris)
	alone = discordtest.Alone(discordtest.Anna)
)

const channel = discordtest.Channel
