package discord_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAnAnswerOutlivesWhatItHungOn: where a reply is refused it is a message, and a
// message that is gone is posted anew.
func TestAnAnswerOutlivesWhatItHungOn(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Answer(1, "/channels/"+channel+"/messages", 400, nil, `{"code":160002,"message":"Cannot reply without permission to read message history"}`)
	f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
	if m := f.answer(channel, 1); m.ReplyTo != "" || !strings.Contains(m.Words(), "Who said what") {
		t.Errorf("without the reference: %q, a reply to %q", m.Words(), m.ReplyTo)
	}
	id := f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
	answer := f.answer(channel, 2)
	f.Answer(1, "/channels/"+channel+"/messages/"+answer.ID, 404, nil, `{"code":10008,"message":"Unknown Message"}`)
	f.Edit(anna, id, "<@"+discordtest.BotUser+"> status")
	if m := f.answer(channel, 3); !strings.Contains(m.Words(), "3 articles") {
		t.Errorf("posted anew: %q", m.Words())
	}
	f.clean()
}

// TestAGlobalLimitHoldsAllChannels: but not the first responses, which are exempt.
func TestAGlobalLimitHoldsAllChannels(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.Answer(1, "/channels/"+alone.Channel, 429, nil, `{"message":"slow","retry_after":1.5,"global":true}`)
	began := time.Now()
	f.Say(alone, "who-said truce")
	f.Await("the limit", func() bool { return strings.Contains(f.log.Text(), "Discord asks to wait") })
	f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
	if d := f.Command(boris, "status", nil); !d.Acked || d.Took > time.Second {
		t.Errorf("a command's first response: %+v", d)
	}
	f.answer(channel, 2) // the command's, which is exempt too, and the reply
	if waited := time.Since(began); waited < 1400*time.Millisecond {
		t.Errorf("another channel had its answer after %v", waited)
	}
	f.answer(alone.Channel, 1)
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
