package app

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestServeInDiscord runs the program with a configuration file against a Discord
// that speaks the real protocol, over the sample briefing.
func TestServeInDiscord(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	serveDiscord(t, fake, "")
	fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
	playDiscord(t, fake)
	playMessages(t, fake)
}

// TestServeInDiscordOverHTTP is the same with interactions by HTTP, signed.
func TestServeInDiscordOverHTTP(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	fake := discordtest.New(t, discordtest.Options{InteractionURL: "http://" + address + "/discord/interactions"})
	serveDiscord(t, fake, "  mode: http\n  address: "+address+"\n  public_key: "+fake.PublicKey()+"\n")
	fake.Await("the commands", func() bool { // the bot registers them once it is ready to answer
		commands, _ := fake.Commands()
		return len(commands) > 0
	})
	playDiscord(t, fake)
}

// serveDiscord runs serve until the test ends, over the sample. more is further
// lines of the configuration's discord section.
func serveDiscord(t *testing.T, fake *discordtest.Server, more string) {
	t.Helper()
	serveDiscordAfter(t, fake, more, func(string) {})
}

// serveDiscordAfter prepares the data folder before serve owns it, and returns the
// configuration file.
func serveDiscordAfter(t *testing.T, fake *discordtest.Server, more string, prepare func(data string)) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	if !strings.Contains(more, "answers:") {
		more += "answers:\n  user_limit: 0\n"
	}
	config := fmt.Sprintf("data: data\nconsole:\n  address: 127.0.0.1:0\ndiscord:\n  token_file: token\n  api_url: %s\n  gateway_url: %s\n%s", fake.APIURL(), fake.GatewayURL(), more)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	putFiles(t, dir, map[string]string{"token": discordtest.Token})
	copySample(t, filepath.Join(dir, "data"))
	prepare(filepath.Join(dir, "data"))
	t.Cleanup(func() { // after serve has ended
		for _, p := range fake.Problems() {
			t.Errorf("Discord refused: %s", p)
		}
	})
	serveFile(t, file)
	return file
}

// answerOf waits for the nth answer in a channel, from 1.
func answerOf(t *testing.T, fake *discordtest.Server, channel string, n int) discordtest.Message {
	t.Helper()
	fake.Await(fmt.Sprintf("answer %d in %s", n, channel), func() bool { return len(fake.Answers(channel)) >= n })
	return fake.Answers(channel)[n-1]
}

// playDiscord is what a community does in its first minutes: every command, then
// completions, pages, sharing, export, commands on messages.
func playDiscord(t *testing.T, fake *discordtest.Server) {
	t.Helper()
	anna := discordtest.In(discordtest.Anna)
	commands, _ := fake.Commands()
	n := 0
	for _, c := range commands {
		if c.Type != 1 || c.Name == "briefing" {
			continue
		}
		options := map[string]any{}
		for _, o := range c.Options {
			if o.Required || o.Name == "topic" {
				options[o.Name] = "water"
			}
		}
		if d := fake.Command(anna, c.Name, options); !d.Acked || d.Took > 3*time.Second { // Discord's limit: tests share the machine
			t.Errorf("%s was acknowledged %v after %v", c.Name, d.Acked, d.Took)
		} else if d.Form != nil {
			fake.Send(anna, *d.Form, map[string]string{d.Form.Fields[0].CustomID: "water"})
		}
		n++
		if m := answerOf(t, fake, discordtest.Channel, n); m.For != discordtest.Anna || strings.Contains(m.Words(), "Something went wrong") {
			t.Errorf("%s was answered %q", c.Name, m.Words())
		}
	}
	for _, sub := range []string{"briefing status", "briefing help", "digest list", "digest subscribe", "digest preview", "watch list", "watch add", "watch test", "admin audit", "admin settings", "admin index"} {
		boss := anna
		boss.Manages = true
		options := map[string]map[string]any{"digest preview": {"id": "d1"}, "watch add": {"topic": "water"}, "watch test": {"id": "w1"}, "admin settings": {"zone": "Europe/Oslo"}}[sub]
		if d := fake.Command(boss, sub, options); d.Form != nil {
			fake.Send(boss, *d.Form, nil)
		}
		n++
		if m := answerOf(t, fake, discordtest.Channel, n); m.For != discordtest.Anna || m.Words() == "" || strings.Contains(m.Words(), "Something went wrong") || strings.Contains(m.Words(), "There is no") {
			t.Errorf("%s was answered %q", sub, m.Words())
		}
	}
	playCompletions(t, fake, anna)
	playButtons(t, fake, anna, n)
}

// maxCompletion is how long a completion may take here: tests share the machine and
// run under the race detector. Discord waits for three seconds.
const maxCompletion = raced.Slowdown * 500 * time.Millisecond

// playCompletions types into each option that completes; the best of three tries is
// measured, for the machine may have other work.
func playCompletions(t *testing.T, fake *discordtest.Server, anna discordtest.Place) {
	t.Helper()
	for _, c := range []struct{ command, option, typed string }{
		{"who-said", "topic", "w"}, {"who-said", "by", "O"}, {"briefing who-said", "source", "I"}, {"timeline", "since", "last"}, {"verify", "receipt", ""},
		{"who-said", "topic", "zebra cro"}, {"who-said", "by", "Nobodyatall"}, // what was typed
	} {
		best := time.Hour
		for range 3 {
			d := fake.Complete(anna, c.command, c.option, c.typed)
			if !d.Acked || len(d.Choices) == 0 {
				t.Errorf("%s of %s completes %q to %+v", c.option, c.command, c.typed, d)
			}
			best = min(best, d.Took)
		}
		if best > maxCompletion {
			t.Errorf("%s of %s is completed after %v", c.option, c.command, best)
		}
	}
}

func playButtons(t *testing.T, fake *discordtest.Server, anna discordtest.Place, n int) {
	t.Helper()
	fake.Command(anna, "briefing who-said", map[string]any{"topic": "water", "limit": 1})
	first := answerOf(t, fake, discordtest.Channel, n+1)
	if !strings.Contains(first.Words(), "Who said what about water") {
		t.Fatalf("answered %q", first.Words())
	}
	fake.Press(anna, first, "▶")
	fake.Await("the next page in place", func() bool { return fake.Answers(discordtest.Channel)[n].Edits == 1 })
	second := fake.Answers(discordtest.Channel)[n]
	fake.Press(anna, second, "Share")
	shared := answerOf(t, fake, discordtest.Channel, n+2)
	if shared.For != "" {
		t.Errorf("shared for one alone: %v", shared)
	}
	fake.Press(anna, second, "Export")
	if m := answerOf(t, fake, discordtest.Channel, n+3); len(m.Files) != 1 {
		t.Errorf("exported %v", m)
	}
	fake.OnMessage(anna, "Check this quote", shared)
	if m := answerOf(t, fake, discordtest.Channel, n+4); !strings.Contains(m.Words(), "Exact") {
		t.Errorf("the shared quote is checked: %q", m.Words())
	}
	fake.OnMessage(anna, "Show context", shared)
	if m := answerOf(t, fake, discordtest.Channel, n+5); !strings.Contains(m.Words(), "> ") {
		t.Errorf("its context: %q", m.Words())
	}
	fake.OnMessage(anna, "Who else said this?", shared)
	if m := answerOf(t, fake, discordtest.Channel, n+6); !strings.Contains(m.Words(), "> ") {
		t.Errorf("who else: %q", m.Words())
	}
	fake.OnMessage(anna, "Delete this answer", shared)
	fake.Await("the deletion", func() bool {
		for _, m := range fake.Answers(discordtest.Channel) {
			if m.ID == shared.ID {
				return false
			}
		}
		return true
	})
}

// playMessages is a mention and a direct message.
func playMessages(t *testing.T, fake *discordtest.Server) {
	t.Helper()
	id := fake.Say(discordtest.In(discordtest.Boris), "<@"+discordtest.BotUser+"> who-said water")
	fake.Await("the reply", func() bool {
		for _, m := range fake.Answers(discordtest.Channel) {
			if m.ReplyTo == id {
				return true
			}
		}
		return false
	})
	alone := discordtest.Alone(discordtest.Boris)
	fake.Say(alone, "timeline water")
	if m := answerOf(t, fake, alone.Channel, 1); !strings.Contains(strings.ToLower(m.Words()), "timeline") {
		t.Errorf("the direct message was answered with %q", m.Words())
	}
}
