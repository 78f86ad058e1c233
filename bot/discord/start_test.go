package discord_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// TestAStartWhileDiscordIsDown: the commands are registered and all shards connected
// once it is up again.
func TestAStartWhileDiscordIsDown(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{Shards: 2}, func(c *discord.Config) { c.Shards = 0 }, func(f *fixture) {
		const commands = "/applications/" + discordtest.App + "/commands"
		f.Answer(1, "/gateway/bot", http.StatusBadGateway, nil, "down")
		f.Lose(1, "/gateway/bot")
		f.Answer(3, commands, http.StatusServiceUnavailable, nil, "down") // one of them where Discord is asked which it has
		f.runAlone()
		f.Await("two shards", func() bool { return len(f.IdentifiesMade()) == 2 })
		f.Await("the commands", func() bool { _, overwrites := f.Commands(); return overwrites == 1 })
		f.answers("then", 1)
		f.clean()
	})
}

// TestPostsWaitForTheConnection: what is to be posted or edited before the bot is connected
// waits, and nothing is said of that.
func TestPostsWaitForTheConnection(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.Answer(1, "/users/@me", http.StatusBadGateway, nil, "down")
		f.runAlone()
		place := bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}
		if _, err := f.bot.Asker(f.t.Context(), place); !errors.Is(err, bot.ErrConnecting) {
			f.t.Errorf("asked who may see what: %v", err)
		}
		if err := f.bot.Post(f.t.Context(), bot.Posting{Place: place, Key: "p1"}); !errors.Is(err, bot.ErrConnecting) {
			f.t.Errorf("posted: %v", err)
		}
		if err := f.bot.Edit(f.t.Context(), bot.Posted{Place: place, Message: "1"}); !errors.Is(err, bot.ErrConnecting) {
			f.t.Errorf("edited: %v", err)
		}
		if _, err := f.bot.Admins(f.t.Context()); !errors.Is(err, bot.ErrConnecting) {
			f.t.Errorf("asked for the owners: %v", err)
		}
		f.Await("the connection", func() bool { n, _, _ := f.Sessions(); return n == 1 })
		if _, err := f.bot.Asker(f.t.Context(), place); err != nil {
			f.t.Error(err)
		}
	})
}

// TestACommandsRefusalIsNotTriedAgain: what Discord refuses once it refuses again.
func TestACommandsRefusalIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.Answer(2, "/applications/"+discordtest.App+"/commands", http.StatusForbidden, nil, `{"code":50001,"message":"Missing Access"}`)
		f.run()
		time.Sleep(700 * time.Millisecond) // longer than the first pause
		if _, overwrites := f.Commands(); overwrites != 0 {
			f.t.Error("tried again")
		}
		f.answers("without commands", 1)
	})
}

// TestCommandsOnAServerThatKnowsLess: without what it refuses they are registered all the
// same, and the log is not filled with its answer.
func TestCommandsOnAServerThatKnowsLess(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.Answer(3, "/applications/"+discordtest.App+"/commands", http.StatusBadRequest, nil, `{"code":50035,"message":"`+strings.Repeat("autocomplete: unknown field; ", 200)+`"}`)
		f.run()
		registered, _ := f.Commands()
		if len(registered) == 0 {
			f.t.Fatal("no commands")
		}
		for _, c := range registered {
			for _, o := range c.Options {
				if o.Autocomplete || o.MinValue != nil || len(c.Contexts) > 0 {
					f.t.Errorf("%s: %+v", c.Name, o)
				}
			}
		}
		for line := range strings.Lines(f.log.Text()) {
			if len(line) > 1000 {
				f.t.Errorf("a log line of %d bytes", len(line))
			}
		}
		f.clean()
	})
}

// TestATestServerThatIsOneNoMore: its own commands go, or it would have each twice.
func TestATestServerThatIsOneNoMore(t *testing.T) {
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.TestServer = discordtest.Guild }, func(f *fixture) {
		f.run()
		if len(f.CommandsOf(discordtest.Guild)) == 0 {
			f.t.Fatal("no commands in the test server")
		}
		f.end()
		f.config.TestServer = ""
		f.run()
		f.settle()
		everywhere, _ := f.Commands()
		if n := len(f.CommandsOf(discordtest.Guild)); n != 0 || len(everywhere) == 0 {
			f.t.Errorf("%d commands in the test server, %d everywhere", n, len(everywhere))
		}
	})
}

func TestATokenThatIsRefusedLaterStopsToo(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Shards = 0 }, func(f *fixture) {
		f.Answer(1, "/gateway/bot", http.StatusUnauthorized, nil, `{"code":0,"message":"401: Unauthorized"}`)
		began := time.Now()
		var refused *rest.TokenError
		if err := f.fails(); !errors.As(err, &refused) || time.Since(began) > 5*time.Second {
			f.t.Errorf("after %v, ended with %v", time.Since(began), err)
		}
	})
}

// TestAnOutageIsTold: also of a Discord that cannot be reached at the start.
func TestAnOutageIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		b := discord.New(discord.Config{APIURL: "http://127.0.0.1:1/api/v10", Token: "t", Log: slog.New(slog.DiscardHandler),
			Dial:    func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("nobody listens") },
			Trouble: func(text string) { told = append(told, text) }})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if len(told) != 1 || !strings.Contains(told[0], "Discord has not been reached") {
			t.Errorf("told %q", told)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
