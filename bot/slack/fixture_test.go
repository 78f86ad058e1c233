package slack_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// inBubble runs a test in a bubble of its own, where nobody waits in real time.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, test)
}

// runInBubble runs a subtest in a bubble of its own.
func runInBubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { inBubble(t, test) })
}

// fixture is the bot, running against a fake Slack with invented answers.
type fixture struct {
	*slacktest.Server
	t       testing.TB
	network *bottest.Network // between the two; nil for the system's
	browser *http.Client     // of people, on that network
	dir     string
	config  slack.Config
	bot     *slack.Bot // that runs
	log     *bottest.Logbook
	slow    chan struct{} // "/slow" answers when this is closed
	stop    context.CancelFunc
	hurry   time.Duration // the bot's patience with a connection, its own where 0
	ended   chan error
}

// prepare returns a fixture whose bot does not run yet, for a test in a bubble.
func prepare(t *testing.T, o slacktest.Options, change func(*slack.Config)) *fixture {
	t.Helper()
	n := &bottest.Network{}
	browser := &http.Client{Transport: &http.Transport{DialContext: n.Link().Dial, DisableKeepAlives: true}}
	o.Listener, o.Client = n.Listen("slack.test:80"), browser
	f := build(t, o, func(c *slack.Config) {
		c.Dial = n.Link().Dial
		if change != nil {
			change(c)
		}
	})
	f.network, f.browser = n, browser
	return f
}

// build returns a fixture on the system's network.
func build(t testing.TB, o slacktest.Options, change func(*slack.Config)) *fixture {
	t.Helper()
	f := &fixture{Server: slacktest.New(t, o), t: t, dir: t.TempDir(), log: &bottest.Logbook{}, slow: make(chan struct{})}
	f.config = slack.Config{APIURL: f.APIURL(), BotToken: slacktest.BotToken, AppToken: slacktest.AppToken, Zone: time.UTC,
		Log: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	if change != nil {
		change(&f.config)
	}
	f.config.Mux = bottest.Mux(f.config.Log, f.slow)
	t.Cleanup(func() {
		if f.stop != nil {
			f.end()
		}
	})
	return f
}

// run starts the bot, again after end.
func (f *fixture) run() {
	f.t.Helper()
	f.runWith(2)
}

// runWith starts the bot with a server that allows so many connections.
func (f *fixture) runWith(connections int) {
	f.t.Helper()
	f.runAlone()
	if f.config.AppToken != "" {
		f.Await("the connections", func() bool { return f.Connections() == connections })
	}
}

// runAlone starts the bot and waits for nothing.
func (f *fixture) runAlone() {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{Key: storeKey, Forgetful: f.network != nil})
	if err != nil {
		f.t.Fatal(err)
	}
	f.config.State = store
	ctx, stop := context.WithCancel(context.Background())
	f.stop, f.ended = stop, make(chan error, 1)
	f.bot = slack.New(f.config)
	if f.hurry > 0 {
		f.bot.Hurry(f.hurry)
	}
	go func() {
		err := f.bot.Run(ctx)
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

// start returns a fixture whose bot runs over Socket Mode.
func start(t *testing.T) *fixture {
	t.Helper()
	f := prepare(t, slacktest.Options{}, nil)
	f.run()
	return f
}

// Await waits until done holds and the bot has nothing more to do at that moment.
func (f *fixture) Await(what string, done func() bool) {
	f.t.Helper()
	f.Server.Await(what, done)
	if f.network != nil {
		synctest.Wait()
	}
}

// answer waits for the nth message of the bot in a channel, from 1, and returns it.
func (f *fixture) answer(channel string, n int) slacktest.Message {
	f.t.Helper()
	f.Await(fmt.Sprintf("answer %d in %s", n, channel), func() bool { return len(f.Answers(channel)) >= n })
	return f.Answers(channel)[n-1]
}

// withWords returns the answers that contain words.
func withWords(f *fixture, words string) []slacktest.Message {
	return slices.DeleteFunc(f.Answers(""), func(m slacktest.Message) bool { return !strings.Contains(m.Words(), words) })
}

// clean fails where Slack refused anything.
func (f *fixture) clean() {
	f.t.Helper()
	for _, p := range f.Problems() {
		f.t.Errorf("Slack refused: %s", p)
	}
}

var (
	anna  = slacktest.Place{Channel: "C1", User: "U1"}
	boris = slacktest.Place{Channel: "C1", User: "U2"}
	alone = slacktest.Place{Channel: slacktest.DirectChannel("U1"), User: "U1"}
)

// storeKey encrypts installations.
var storeKey = bytes.Repeat([]byte{7}, state.KeySize)
