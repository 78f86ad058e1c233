package discord_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

func options(key, value string) map[string]any { return map[string]any{key: value} }

func TestACommandIsAcknowledgedAtOnceAndAnsweredPrivately(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for i, name := range []string{"who-said", "briefing who-said"} {
			d := f.Command(anna, name, options("topic", "truce"))
			if !d.Acked || d.Took > time.Second {
				f.t.Errorf("%s: acknowledged %v after %v", name, d.Acked, d.Took)
			}
			m := f.answer(channel, i+1)
			if m.For != anna.User || !strings.Contains(m.Words(), "Who said what about truce") || !strings.Contains(m.Words(), "a lasting **truce**, and soon") {
				f.t.Errorf("%s: answered %v with %q", name, m, m.Words())
			}
		}
		f.clean()
	})
}

func TestAMentionIsAnsweredByAReply(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Say(anna, "nothing for the bot")
		id := f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		if m := f.answer(channel, 1); m.ReplyTo != id || m.For != "" || !strings.Contains(m.Words(), "about truce") {
			f.t.Errorf("answered %v", m)
		}
		f.Say(anna, "what about the <https://ferry.example> <@"+discordtest.BotUser+">?")
		if m := f.answer(channel, 2); !strings.Contains(m.Words(), `about what about the https\://ferry.example ?`) {
			f.t.Errorf("a plain question: %q", m.Words())
		}
		f.clean()
	})
}

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		commands, overwrites := f.Commands()
		if overwrites != 1 || len(commands) < 12 {
			f.t.Fatalf("%d commands, overwritten %d times", len(commands), overwrites)
		}
		f.end()
		f.run()
		if _, overwrites := f.Commands(); overwrites != 1 {
			f.t.Errorf("registered again, though nothing had changed")
		}
		f.clean()
	})
}

// TestATestServerHasTheCommandsAlone: they are not registered for all.
func TestATestServerHasTheCommandsAlone(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.TestServer = discordtest.Guild }, func(f *fixture) {
		f.run()
		if all, _ := f.Commands(); len(all) != 0 {
			f.t.Errorf("%d commands are registered for all", len(all))
		}
		if own := f.CommandsOf(discordtest.Guild); len(own) < 12 {
			f.t.Errorf("%d commands are registered for the test server", len(own))
		}
	})
}
