package discord_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

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
	bot    *discord.Bot // that runs
	log    *bottest.Logbook
	slow   chan struct{} // "/slow" answers when this is closed
	stop   context.CancelFunc
	ended  chan error

	network *bottest.Network // of a bubble
}

// prepare returns a fixture whose bot does not run yet.
func prepare(t testing.TB, o discordtest.Options, change func(*discord.Config)) *fixture {
	t.Helper()
	f := &fixture{Server: discordtest.New(t, o), t: t, dir: t.TempDir(), log: &bottest.Logbook{}, slow: make(chan struct{})}
	f.config = discord.Config{APIURL: f.APIURL(), Token: discordtest.Token, Shards: 1, Zone: time.UTC,
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

// bubble runs a test with a bot in a bubble of time: what takes hours takes none.
func bubble(t *testing.T, o discordtest.Options, change func(*discord.Config), test func(f *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := &bottest.Network{}
		link := n.Link()
		t.Cleanup(link.Cut)
		o.Listener = n.Listen("discord.test:80")
		o.Client = &http.Client{Transport: &http.Transport{DialContext: n.Link().Dial, DisableKeepAlives: true}}
		if o.Heartbeat == 0 {
			o.Heartbeat = 41 * time.Second
		}
		f := prepare(t, o, func(c *discord.Config) {
			c.Dial = link.Dial
			if change != nil {
				change(c)
			}
		})
		f.network = n
		test(f)
	})
}

// settle waits until nothing more can be expected to happen.
func (f *fixture) settle() {
	time.Sleep(30 * time.Second)
	synctest.Wait()
}

// set is a setting of the channel, made before the bot runs.
func (f *fixture) set(name, value string) {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{Forgetful: true})
	if err != nil {
		f.t.Fatal(err)
	}
	_, err = store.Set(f.t.Context(), "discord", discordtest.Guild, channel, name, value)
	if err := errors.Join(err, store.Close()); err != nil {
		f.t.Fatal(err)
	}
}

// run starts the bot, again after end, and waits for its connection.
func (f *fixture) run() {
	f.t.Helper()
	f.runAlone()
	if f.config.Listener == nil {
		f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
		return
	}
	f.Await("the bot to be ready", f.bot.Connected)
}

// runAlone starts the bot.
func (f *fixture) runAlone() {
	f.t.Helper()
	store, err := state.Open(f.dir, state.Options{Forgetful: true})
	if err != nil {
		f.t.Fatal(err)
	}
	f.config.State = store
	ctx, stop := context.WithCancel(context.Background())
	f.stop, f.ended = stop, make(chan error, 1)
	f.bot = discord.New(f.config)
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

// overHTTP runs a test with a bot that takes interactions over HTTP, in a bubble of time.
func overHTTP(t *testing.T, test func(f *fixture)) {
	t.Helper()
	const address = "bot.test:80"
	bubble(t, discordtest.Options{InteractionURL: "http://" + address + "/discord/interactions"}, nil, func(f *fixture) {
		f.config.Listener, f.config.PublicKey = f.network.Listen(address), f.PublicKey()
		test(f)
	})
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
