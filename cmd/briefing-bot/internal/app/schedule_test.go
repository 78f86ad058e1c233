package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// dueSince keeps a digest that was due a minute ago, of all articles there are,
// so that serve brings it at once.
func dueSince(t *testing.T, data string, place bot.Place) {
	t.Helper()
	store, err := state.Open(data, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	s := bot.Subscription{ID: "d1", Kind: bot.Digest, Place: place, By: "U1", At: now.Add(-time.Minute).Format("15:04"), Days: "daily", Zone: "UTC",
		Args: bot.Args{"max": "3"}, Since: now.Add(-24 * time.Hour), Start: now.Add(-time.Hour)}
	if err := store.Subscribe(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// newArticle is what comes in while serve runs: three times the same statement
// in three outlets, and nothing else about locks.
func newArticle(t *testing.T) string {
	t.Helper()
	var lines []string
	for i, outlet := range []string{"Meridian Wire", "Imber Valley Post", "The Norrhaven Courier"} {
		raw, err := json.Marshal(map[string]string{"id": "lock" + string(rune('1'+i)), "source": outlet, "published": time.Now().UTC().Format(time.DateOnly),
			"title": "Locks", "text": "“The canal locks will stay shut until spring,” said the harbour master, Ole Brandt, on Monday. Nobody knew more."})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(raw))
	}
	file := filepath.Join(t.TempDir(), "locks.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDigestInSlack: a digest that is due arrives in its channel, once, though
// Slack loses its answer; a watch made there tells of a new statement once,
// however many outlets print it.
func TestDigestInSlack(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	fake.Fail("chat.postMessage", slacktest.Fault{Lost: true})
	file := serveSlackAfter(t, fake, "", func(data string) {
		dueSince(t, data, bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C7"})
	})
	digest := answerIn(t, fake, "C7", 1)
	if words := digest.Words(); !strings.Contains(words, "Digest") || !strings.Contains(words, "3 of ") || digest.For != "" {
		t.Errorf("the digest says %q", words)
	}
	anna := slacktest.Place{Channel: "C8", User: "U1"}
	fake.Command(anna, "/watch add topic:locks every:instant")
	if m := answerIn(t, fake, "C8", 1); !strings.Contains(m.Words(), "Watch w1 is set up") {
		t.Fatalf("the watch was answered with %q", m.Words())
	}
	ingestVia(t, file, newArticle(t))
	alert := answerIn(t, fake, "C8", 2)
	if words := alert.Words(); !strings.Contains(words, "The canal locks will stay shut until spring") || !strings.Contains(words, "Ole Brandt") {
		t.Errorf("the watch told %q", words)
	}
	time.Sleep(again) // it is tried again, and found there; nothing comes twice
	if n := len(fake.Answers("C7")); n != 1 {
		t.Errorf("%d digests", n)
	}
	if n := len(fake.Answers("C8")); n != 2 {
		t.Errorf("%d messages of the watch's channel, want its setting up and one alert", n)
	}
}

// TestDigestInDiscord is the same in Discord.
func TestDigestInDiscord(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	fake.Lose(1, "/channels/700/messages")
	serveDiscordAfter(t, fake, "", func(data string) {
		dueSince(t, data, bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: "700"})
	})
	fake.Await("the digest", func() bool { return len(fake.Answers("700")) == 1 })
	if text := fake.Answers("700")[0].Words(); !strings.Contains(text, "Digest") {
		t.Errorf("the digest says %q", text)
	}
	time.Sleep(again) // it is tried again, and found there
	if n := len(fake.Answers("700")); n != 1 {
		t.Errorf("%d digests", n)
	}
}

// twoDays are articles of today and yesterday, with who said something in each.
func twoDays(t *testing.T) string {
	t.Helper()
	var lines []string
	for i, text := range []string{"“The locks will stay shut until spring,” said the harbour master, Ole Brandt, on %s.", "“The ferry goes on as before,” said the pilot, Ada Varga, on %s."} {
		day := time.Now().UTC().AddDate(0, 0, -i)
		raw, err := json.Marshal(map[string]string{"id": fmt.Sprintf("two-%d", i), "source": "Meridian Wire", "published": day.Format(time.DateOnly), "text": fmt.Sprintf(text, day.Weekday())})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(raw))
	}
	file := filepath.Join(t.TempDir(), "two.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestADigestArrivesAtItsMinute: subscribed by command in Slack and in a Discord
// that takes no files, it comes at its minute, once, with its picture or with the
// picture's numbers; the console and the terminal show one preview.
func TestADigestArrivesAtItsMinute(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64 // of the clock, in nanoseconds
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	inSlack, inDiscord := slacktest.New(t, slacktest.Options{}), discordtest.New(t, discordtest.Options{NoFiles: true})
	config, console := serveBoth(t, inSlack, inDiscord, func(a *App) { a.now = clock })
	inDiscord.Await("the connection", func() bool { n, _, _ := inDiscord.Sessions(); return n == 1 })
	inSlack.Await("the connections", func() bool { return inSlack.Connections() == 2 })
	due := time.Now().UTC().Truncate(time.Minute).Add(time.Hour)
	at := due.Format("15:04")
	inSlack.Command(slacktest.Place{Channel: "C9", User: "U1"}, "/digest subscribe at:"+at+" days:daily tz:UTC max:3")
	if m := answerIn(t, inSlack, "C9", 1); !strings.Contains(m.Words(), "Digest d1 is set up") {
		t.Fatalf("Slack was answered %q", m.Words())
	}
	inDiscord.Command(discordtest.In(discordtest.Anna), "digest subscribe", map[string]any{"at": at, "days": "daily", "tz": "UTC", "max": 3})
	if m := answerOf(t, inDiscord, discordtest.Channel, 1); !strings.Contains(m.Words(), "Digest d1 is set up") {
		t.Fatalf("Discord was answered %q", m.Words())
	}
	if got := askVia(t, config, "/digest subscribe at:08:00"); !strings.Contains(got, "is for Slack and Discord") {
		t.Errorf("a terminal is answered %q", got)
	}
	ingestVia(t, config, twoDays(t))
	checkPreviews(t, config, console)
	ahead.Store(int64(time.Until(due) - 10*time.Second))
	time.Sleep(again)
	if a, b := len(inSlack.Answers("C9")), len(inDiscord.Answers(discordtest.Channel)); a != 1 || b != 1 {
		t.Errorf("%d messages in Slack and %d in Discord before the minute", a, b)
	}
	ahead.Store(int64(time.Until(due)))
	digest, inWords := answerIn(t, inSlack, "C9", 2), answerOf(t, inDiscord, discordtest.Channel, 2)
	for _, words := range []string{digest.Words(), inWords.Words()} {
		if !strings.Contains(words, "The locks will stay shut until spring") || !strings.Contains(words, "The ferry goes on as before") {
			t.Errorf("the digest says %q", words)
		}
	}
	if !strings.Contains(string(digest.Blocks), `"data_visualization"`) {
		t.Errorf("Slack's digest has no picture: %s", digest.Blocks)
	}
	if len(inWords.Files) > 0 || !strings.Contains(inWords.Words(), "Statements per day") {
		t.Errorf("Discord's digest does not tell what the picture shows: %q", inWords.Words())
	}
	time.Sleep(again)
	if a, b := len(inSlack.Answers("C9")), len(inDiscord.Answers(discordtest.Channel)); a != 2 || b != 2 {
		t.Errorf("%d messages in Slack and %d in Discord, want the setting up and one digest", a, b)
	}
}

// checkPreviews compares what the console and the terminal show of one digest.
func checkPreviews(t *testing.T, config, console string) {
	t.Helper()
	resp, err := http.Get(console + "/?q=" + url.QueryEscape("digest now"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	terminal := askVia(t, config, "/digest now")
	for _, words := range []string{"The locks will stay shut until spring,", "The ferry goes on as before,", "20 new articles"} {
		if !strings.Contains(string(page), words) || !strings.Contains(terminal, words) {
			t.Errorf("%q is not in both previews: %s and %q", words, page, terminal)
		}
	}
}
