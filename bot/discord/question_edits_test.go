package discord_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

const mention = "<@" + discordtest.BotUser + "> "

// TestARefusalLeavesTheAnswerOfOthers: who may not ask changes nothing that others read.
func TestARefusalLeavesTheAnswerOfOthers(t *testing.T) {
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access.Roles = []string{"77"} }, func(f *fixture) {
		f.run()
		member := anna
		member.Roles = []string{"77"}
		f.Say(member, mention+"who-said truce")
		m := f.answer(channel, 1)
		f.Press(boris, m, "▶")
		told := f.answer(channel, 2)
		if told.For != boris.User {
			f.t.Errorf("told %q for %q", told.Words(), told.For)
		}
		if now := f.Answers(channel)[0]; now.Words() != m.Words() {
			f.t.Errorf("the answer is %q now", now.Words())
		}
	})
}

// TestAMentionIsAnsweredInAThreadOfItsOwn: where the channel is set to that; within
// a thread, and where Discord opens none, the answer is a reply.
func TestAMentionIsAnsweredInAThreadOfItsOwn(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.set("threads", "on")
		f.run()
		id := f.Say(anna, mention+"who-said truce")
		m := f.answer(id, 1) // a thread has its message's ID
		if m.ReplyTo != "" || !strings.Contains(m.Words(), "about truce") || len(f.Answers(channel)) != 0 {
			f.t.Errorf("answered %q in the thread, replying to %q, and %v in the channel", m.Words(), m.ReplyTo, f.Answers(channel))
		}
		if names := f.ThreadNames(); len(names) != 1 || names[0] != "Who said what about truce" {
			f.t.Errorf("the thread is named %q", names)
		}
		f.Edit(anna, id, mention+"who-said ferry")
		f.Await("the edit in the thread", func() bool { return strings.Contains(f.Answers(id)[0].Words(), "about ferry") })
		within := anna
		within.Channel = id
		asked := f.Say(within, mention+"who-said truce")
		if m := f.answer(id, 2); m.ReplyTo != asked {
			f.t.Errorf("within the thread the answer replies to %q", m.ReplyTo)
		}
		f.Delete(anna, id)
		f.Await("the answer in the thread to go", func() bool { return len(f.Answers(id)) == 1 })
		f.clean()
	})
}

// TestAnAnswerOutlivesWhatItHungOn: where a reply is refused it is a message, and a
// message that is gone is posted anew.
func TestAnAnswerOutlivesWhatItHungOn(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Answer(1, "/channels/"+channel+"/messages", 400, nil, `{"code":160002,"message":"Cannot reply without permission to read message history"}`)
		f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		if m := f.answer(channel, 1); m.ReplyTo != "" || !strings.Contains(m.Words(), "Who said what") {
			f.t.Errorf("without the reference: %q, a reply to %q", m.Words(), m.ReplyTo)
		}
		id := f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		answer := f.answer(channel, 2)
		f.Answer(1, "/channels/"+channel+"/messages/"+answer.ID, 404, nil, `{"code":10008,"message":"Unknown Message"}`)
		f.Edit(anna, id, "<@"+discordtest.BotUser+"> status")
		if m := f.answer(channel, 3); !strings.Contains(m.Words(), "3 articles") {
			f.t.Errorf("posted anew: %q", m.Words())
		}
		f.clean()
	})
}
