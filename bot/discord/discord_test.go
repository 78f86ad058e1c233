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

func TestADirectMessageIsAnsweredInPlace(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Say(alone, "who-said truce")
	if m := f.answer(alone.Channel, 1); m.For != "" || !strings.Contains(m.Words(), "about truce") {
		t.Errorf("answered %v", m)
	}
	f.clean()
}

func TestPagesShareExportAndDeletion(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Command(anna, "who-said", options("topic", "truce"))
	m := f.answer(channel, 1)
	f.Press(anna, m, "▶")
	f.Await("the next page in place", func() bool { return f.Answers(channel)[0].Edits == 1 })
	if m = f.Answers(channel)[0]; !strings.Contains(m.Words(), "from 4 of 9") {
		t.Errorf("the next page is %q", m.Words())
	}
	f.Press(anna, m, "Share")
	if shared := f.answer(channel, 2); shared.For != "" || !strings.Contains(shared.Words(), "from 4 of 9") {
		t.Errorf("shared %v", shared)
	}
	f.Press(anna, m, "Export")
	if file := f.answer(channel, 3); len(file.Files) != 1 || file.For != anna.User || !strings.HasSuffix(file.Files[0], ".csv") {
		t.Errorf("exported %v", file)
	}
	shared := f.Answers(channel)[1]
	f.Press(boris, shared, "Delete")
	if refused := f.answer(channel, 4); refused.For != boris.User || !strings.Contains(refused.Words(), "Only who asked") {
		t.Errorf("somebody else's deletion: %v", refused)
	}
	f.Press(anna, shared, "Delete")
	f.Await("the deletion", func() bool { return len(f.Answers(channel)) == 3 })
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

// TestAPageBackShowsTheOneBefore: ◀ leads to the last part of the page before.
func TestAPageBackShowsTheOneBefore(t *testing.T) {
	f := start(t)
	f.Command(anna, "who-said", options("topic", "truce"))
	f.answer(channel, 1)
	for i, step := range []struct{ button, want string }{{"▶", "from 4 of 9"}, {"◀", "from 1 of 9"}} {
		f.Press(anna, f.Answers(channel)[0], step.button)
		f.Await("the page", func() bool { return f.Answers(channel)[0].Edits == i+1 })
		if m := f.Answers(channel)[0]; !strings.Contains(m.Words(), step.want) {
			t.Errorf("%s shows %q, want %s", step.button, m.Words(), step.want)
		}
	}
	f.clean()
}

// TestFeedbackIsKept: what somebody thinks of an answer is in the store.
func TestFeedbackIsKept(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Command(anna, "who-said", options("topic", "truce"))
	m := f.answer(channel, 1)
	for i, label := range []string{"👍", "👎"} {
		f.Press(anna, m, label)
		if noted := f.answer(channel, 2+i); !strings.Contains(noted.Words(), "Noted") || noted.For != anna.User {
			t.Errorf("%s is answered %q", label, noted.Words())
		}
	}
	kept, err := f.config.State.Feedback(t.Context(), "discord", discordtest.Guild)
	if err != nil || len(kept) != 1 || kept[0].Helpful || kept[0].Call.Command != "who-said" {
		t.Errorf("kept %+v, %v: the last verdict counts", kept, err)
	}
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
