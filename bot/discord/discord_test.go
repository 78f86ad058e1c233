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
	f := start(t)
	for i, name := range []string{"who-said", "briefing who-said"} {
		d := f.Command(anna, name, options("topic", "truce"))
		if !d.Acked || d.Took > time.Second {
			t.Errorf("%s: acknowledged %v after %v", name, d.Acked, d.Took)
		}
		m := f.answer(channel, i+1)
		if m.For != anna.User || !strings.Contains(m.Words(), "Who said what about truce") || !strings.Contains(m.Words(), "a lasting **truce**, and soon") {
			t.Errorf("%s: answered %v with %q", name, m, m.Words())
		}
	}
	f.clean()
}

func TestAMentionIsAnsweredByAReply(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Say(anna, "nothing for the bot")
	id := f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
	if m := f.answer(channel, 1); m.ReplyTo != id || m.For != "" || !strings.Contains(m.Words(), "about truce") {
		t.Errorf("answered %v", m)
	}
	f.Say(anna, "what about the <https://ferry.example> <@"+discordtest.BotUser+">?")
	if m := f.answer(channel, 2); !strings.Contains(m.Words(), `about what about the https\://ferry.example ?`) {
		t.Errorf("a plain question: %q", m.Words())
	}
	f.clean()
}

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	t.Parallel()
	f := start(t)
	commands, overwrites := f.Commands()
	if overwrites != 1 || len(commands) < 12 {
		t.Fatalf("%d commands, overwritten %d times", len(commands), overwrites)
	}
	f.end()
	f.run()
	if _, overwrites := f.Commands(); overwrites != 1 {
		t.Errorf("registered again, though nothing had changed")
	}
	f.clean()
}

// TestATestServerHasTheCommandsAlone: they are not registered for all.
func TestATestServerHasTheCommandsAlone(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, func(c *discord.Config) { c.TestServer = discordtest.Guild })
	f.run()
	if all, _ := f.Commands(); len(all) != 0 {
		t.Errorf("%d commands are registered for all", len(all))
	}
	if own := f.CommandsOf(discordtest.Guild); len(own) < 12 {
		t.Errorf("%d commands are registered for the test server", len(own))
	}
}
