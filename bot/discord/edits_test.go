package discord_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

const mention = "<@" + discordtest.BotUser + "> "

// TestTheLastChangeOfAQuestionWins: a slow answer to an older wording takes the
// place of no newer one, and none comes back under a question that is gone.
func TestTheLastChangeOfAQuestionWins(t *testing.T) {
	f := start(t)
	id := f.Say(anna, mention+"who-said truce")
	f.answer(channel, 1)
	f.Edit(anna, id, mention+"slow")
	time.Sleep(100 * time.Millisecond) // it is being answered
	f.Edit(anna, id, mention+"who-said ferry")
	time.Sleep(100 * time.Millisecond)
	close(f.slow)
	f.Await("the answer to the last wording", func() bool { return strings.Contains(f.Answers(channel)[0].Words(), "about ferry") })
	time.Sleep(300 * time.Millisecond)
	if all := f.Answers(channel); len(all) != 1 || !strings.Contains(all[0].Words(), "about ferry") {
		t.Errorf("answers: %v", all)
	}
	f.Delete(anna, id)
	f.Await("the answer to go", func() bool { return len(f.Answers(channel)) == 0 })
}

func TestNoAnswerComesBackUnderADeletedQuestion(t *testing.T) {
	f := start(t)
	id := f.Say(anna, mention+"who-said truce")
	f.answer(channel, 1)
	f.Edit(anna, id, mention+"slow")
	time.Sleep(100 * time.Millisecond) // it is being answered
	f.Delete(anna, id)
	close(f.slow)
	f.Await("the answer to go", func() bool { return len(f.Answers(channel)) == 0 })
	time.Sleep(300 * time.Millisecond)
	if all := f.Answers(channel); len(all) != 0 {
		t.Errorf("answers: %v", all)
	}
}

// TestARefusalLeavesTheAnswerOfOthers: who may not ask changes nothing that others read.
func TestARefusalLeavesTheAnswerOfOthers(t *testing.T) {
	f := prepare(t, discordtest.Options{}, func(c *discord.Config) { c.Access.Roles = []string{"77"} })
	f.run()
	member := anna
	member.Roles = []string{"77"}
	f.Say(member, mention+"who-said truce")
	m := f.answer(channel, 1)
	f.Press(boris, m, "▶")
	told := f.answer(channel, 2)
	if told.For != boris.User {
		t.Errorf("told %q for %q", told.Words(), told.For)
	}
	if now := f.Answers(channel)[0]; now.Words() != m.Words() {
		t.Errorf("the answer is %q now", now.Words())
	}
}
