package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestServeInSlack runs the program with a configuration file against a Slack
// that speaks the real protocol, over the sample briefing.
func TestServeInSlack(t *testing.T) {
	fake := slacktest.New(t, slacktest.Options{})
	serveSlack(t, fake, "")
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	playEverything(t, fake)
}

// TestServeInSlackOverHTTP is the same with Slack's deliveries by HTTP.
func TestServeInSlackOverHTTP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	fake := slacktest.New(t, slacktest.Options{RequestURL: "http://" + address + "/slack/events"})
	t.Setenv("SLACK_SIGNING_SECRET", slacktest.SigningSecret)
	serveSlack(t, fake, "  mode: http\n  address: "+address+"\n")
	fake.Await("the address", func() bool {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		return c.Close() == nil
	})
	playEverything(t, fake)
}

// serveSlack runs serve until the test ends, over the sample. more is further
// lines of the configuration's slack section.
func serveSlack(t *testing.T, fake *slacktest.Server, more string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	config := fmt.Sprintf("data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  api_url: %s\n%s", fake.APIURL(), more)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SLACK_BOT_TOKEN", slacktest.BotToken)
	t.Setenv("SLACK_APP_TOKEN", slacktest.AppToken)
	if status := run(t.Context(), []string{"ingest", "--config", file, "sample"}); status != 0 {
		t.Fatalf("ingest ended with status %d", status)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"serve", "--config", file}) }()
	t.Cleanup(func() {
		stop()
		select {
		case status := <-ended:
			if status != 0 {
				t.Errorf("serve ended with status %d", status)
			}
		case <-time.After(30 * time.Second):
			t.Error("serve did not end")
		}
	})
}

// answerIn waits for the nth answer in a channel, from 1.
func answerIn(t *testing.T, fake *slacktest.Server, channel string, n int) slacktest.Message {
	t.Helper()
	fake.Await(fmt.Sprintf("answer %d in %s", n, channel), func() bool { return len(fake.Answers(channel)) >= n })
	return fake.Answers(channel)[n-1]
}

// playEverything is what a team does in its first minutes.
func playEverything(t *testing.T, fake *slacktest.Server) {
	t.Helper()
	anna := slacktest.Place{Channel: "C1", User: "U1"}
	if d := fake.Command(anna, "/who-said water"); !d.Acked || d.Took > time.Second {
		t.Errorf("the command was acknowledged %v after %v", d.Acked, d.Took)
	}
	private := answerIn(t, fake, "C1", 1)
	if private.For != "U1" || !strings.Contains(private.Words(), "Who said what about water") {
		t.Fatalf("the command was answered %v", private)
	}
	fake.Press(anna, private, "▶")
	fake.Await("the next page in place", func() bool { return fake.Answers("C1")[0].Edits == 1 })
	fake.Press(anna, fake.Answers("C1")[0], "Share")
	if shared := answerIn(t, fake, "C1", 2); shared.For != "" {
		t.Errorf("shared for one alone: %v", shared)
	}
	fake.Press(anna, fake.Answers("C1")[0], "Export")
	fake.Await("the export", func() bool { return len(fake.Files()) == 1 })
	ts, _ := fake.Say(anna, "<@"+slacktest.BotUser+"> who-said water")
	fake.Await("the answer in the thread", func() bool {
		for _, m := range fake.Answers("C1") {
			if m.Thread == ts {
				return true
			}
		}
		return false
	})
	alone := slacktest.Place{Channel: slacktest.DirectChannel("U2"), User: "U2"}
	fake.Say(alone, "timeline water")
	if m := answerIn(t, fake, alone.Channel, 1); !strings.Contains(strings.ToLower(m.Words()), "timeline") {
		t.Errorf("the direct message was answered with %q", m.Words())
	}
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}
