package app

import (
	"fmt"
	"net"
	"net/http"
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
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	serveSlack(t, fake, "")
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	playEverything(t, fake)
}

// TestServeInSlackOverHTTP is the same with Slack's deliveries by HTTP.
func TestServeInSlackOverHTTP(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	fake := slacktest.New(t, slacktest.Options{RequestURL: "http://" + address + "/slack/events"})
	serveSlack(t, fake, "  mode: http\n  signing_secret_file: signing\n  address: "+address+"\n")
	fake.Await("the bot", func() bool { // until it knows its workspaces it refuses what it is sent
		resp, err := fake.PostSigned("http://"+address+"/slack/events", "application/json", []byte(`{"type":"event_callback","event":{}}`), slacktest.SigningSecret, time.Now(), 0)
		return err == nil && resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
	})
	playEverything(t, fake)
}

// serveSlack runs serve until the test ends, over the sample. more is further
// lines of the configuration's slack section.
func serveSlack(t *testing.T, fake *slacktest.Server, more string) {
	t.Helper()
	serveSlackAfter(t, fake, more, func(string) {})
}

// serveSlackAfter prepares the data folder before serve owns it, and returns the
// configuration file.
func serveSlackAfter(t *testing.T, fake *slacktest.Server, more string, prepare func(data string)) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	config := fmt.Sprintf("data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  api_url: %s\n  bot_token_file: bot\n  app_token_file: app\n%s", fake.APIURL(), more)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	putFiles(t, dir, map[string]string{"bot": slacktest.BotToken, "app": slacktest.AppToken, "signing": slacktest.SigningSecret})
	copySample(t, filepath.Join(dir, "data"))
	prepare(filepath.Join(dir, "data"))
	serveFile(t, file)
	return file
}

// answerIn waits for the nth answer in a channel, from 1.
func answerIn(t *testing.T, fake *slacktest.Server, channel string, n int) slacktest.Message {
	t.Helper()
	var got slacktest.Message
	fake.Await(fmt.Sprintf("answer %d in %s", n, channel), func() bool {
		all := fake.Answers(channel)
		if len(all) < n {
			return false
		}
		got = all[n-1]
		return !strings.Contains(got.Words(), "Searching…") // which stands there first where the machine is slow
	})
	return got
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
	playElsewhere(t, fake, anna, fake.Answers("C1")[0])
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}

// playElsewhere presses the other buttons of an answer, and uses the shortcuts,
// the modal and the App Home.
func playElsewhere(t *testing.T, fake *slacktest.Server, anna slacktest.Place, private slacktest.Message) {
	t.Helper()
	before := len(fake.Answers("C1"))
	fake.Press(anna, private, "👍") // Slack shows that it was pressed
	for i, label := range []string{"Context", "Timeline"} {
		fake.Press(anna, private, label)
		if m := answerIn(t, fake, "C1", before+i+1); m.For != "U1" {
			t.Errorf("%s was answered for all: %v", label, m)
		}
	}
	fake.Press(anna, private, "Delete")
	fake.Await("the deletion", func() bool { return len(fake.Answers("C1")) == before+1 })
	theirs := slacktest.Message{Channel: "C3", TS: "1899999999.000001", User: "U2", Text: "the water will not wait for the talks"}
	fake.Shortcut(anna, "check_quote", &theirs)
	if m := answerIn(t, fake, "C3", 1); m.For != "U1" || !strings.Contains(m.Words(), "the water will not wait") {
		t.Errorf("the shortcut was answered with %q", m.Words())
	}
	fake.Shortcut(anna, "ask_briefing", nil)
	fake.Await("the modal", func() bool { return len(fake.Views()) == 1 })
	fake.Submit(anna, fake.Views()[0], map[string]map[string]string{"question": {"line": "who-said water"}}, "C4")
	if m := answerIn(t, fake, "C4", 1); !strings.Contains(m.Words(), "Who said what about water") {
		t.Errorf("the modal was answered with %q", m.Words())
	}
	fake.Event("", map[string]any{"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1.1"})
	fake.Await("the App Home", func() bool { return len(fake.Views()) == 2 })
	if home := fake.Views()[1]; !strings.Contains(home.Words(), "articles") || !strings.Contains(home.Words(), "/who-said") {
		t.Errorf("the App Home says %q", home.Words())
	}
}
