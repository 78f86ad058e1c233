package app

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestMentionsInSlack asks the same question in Slack, QUESTIONS times. The files whose
// coverage counts grow with each question are those that one question passes:
// docs/design.md has the command.
func TestMentionsInSlack(t *testing.T) {
	t.Parallel()
	questions := 2
	if n, err := strconv.Atoi(os.Getenv("QUESTIONS")); err == nil {
		questions = n
	}
	fake := slacktest.New(t, slacktest.Options{})
	serveSlack(t, fake, "")
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	for i := range questions {
		channel := fmt.Sprintf("C%d", i+1)
		fake.Say(slacktest.Place{Channel: channel, User: "U1"}, "<@"+slacktest.BotUser+"> who-said dam by:Saldiyev")
		if m := answerIn(t, fake, channel, 1); !strings.Contains(m.Words(), "a single turn") {
			t.Errorf("question %d was answered %q", i+1, m.Words())
		}
	}
}
