package slack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestSocketModeIsNeverDeaf: connections that say nothing, that are half open, or that
// Slack's API does not give, are made anew, and the bot answers again.
func TestSocketModeIsNeverDeaf(t *testing.T) {
	page := slacktest.Fault{Status: 404, Body: "<html>"}
	rows := []struct {
		why   string
		spoil func(f *fixture)
	}{
		{"no hello", func(f *fixture) { f.Mute(2); f.Drop() }},
		{"half open", func(f *fixture) { f.Freeze() }},
		{"a proxy's 404 for the connection", func(f *fixture) { f.Fail("apps.connections.open", page, page); f.Drop() }},
		{"an empty answer", func(f *fixture) { f.Fail("apps.connections.open", slacktest.Fault{Body: "{}"}); f.Drop() }},
		{"no upgrade", func(f *fixture) { f.Fail("link", slacktest.Fault{Status: 200, Body: "<html>"}); f.Drop() }},
	}
	for _, r := range rows {
		runInBubble(t, r.why, func(t *testing.T) {
			f := prepare(t, slacktest.Options{}, func(c *slack.Config) { c.PingInterval = time.Second })
			f.hurry = 500 * time.Millisecond
			f.run()
			r.spoil(f)
			f.Await("the connections to go", func() bool { return f.Connections() < 2 })
			f.Await("the connections to come back", func() bool { return f.Connections() == 2 })
			if d := f.Command(anna, "/who-said truce"); !d.Acked {
				t.Error("a command was not acknowledged")
			}
			f.answer("C1", 1)
			if r.why == "no hello" && !strings.Contains(f.log.Text(), "said nothing") {
				t.Error("the log says nothing of it")
			}
		})
	}
}

// TestAServerThatSendsNoHelloIsUsed: other servers than Slack's may send none; that is
// said once a connection.
func TestAServerThatSendsNoHelloIsUsed(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{NoHello: true}, nil)
		f.hurry = 300 * time.Millisecond
		f.runAlone()
		f.Await("the warning of both connections", func() bool { return strings.Count(f.log.Text(), "sends no hello") == 2 })
		f.Await("both connections", func() bool { return f.Connections() == 2 })
		f.Command(anna, "/who-said truce")
		f.answer("C1", 1)
	})
}
