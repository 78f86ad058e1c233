//go:build unix

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// commonWords are n invented words, each common in the articles of boundsFolder.
func commonWords(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = string([]byte{'b' + byte(i%19), "aeiou"[i/19%5], 'k' + byte(i/95%14), 'a' + byte(i/1330%20), 'n'})
	}
	return out
}

// boundsFolder holds n articles of common words in random order.
func boundsFolder(t testing.TB, n int) *App {
	t.Helper()
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	random, words := rand.New(rand.NewPCG(1, 2)), commonWords(600)
	some := func(n int) string {
		var out []string
		for range n {
			out = append(out, words[random.IntN(len(words))])
		}
		return strings.Join(out, " ")
	}
	var lines strings.Builder
	encoder := json.NewEncoder(&lines)
	for i := range n {
		text := fmt.Sprintf("Harbour master Ole Brandt said on 3 March 2026 that %s. “The %s,” he said. %s.\n\n%s.", some(80), some(60), some(80), some(80))
		if err := encoder.Encode(map[string]string{"id": fmt.Sprint("b", i), "published": "2026-03-04", "source": fmt.Sprint("Outlet ", i%7), "text": text}); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(name, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ingester.Run(t.Context(), []string{name}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	return a
}

// heavyLines are lines that cost as much as they can.
func heavyLines() map[string]string {
	words := commonWords(600)
	all := strings.Join(words, " ")
	var phrases []string
	for i := range 50 {
		phrases = append(phrases, `"`+words[i]+" "+words[i+1]+`"`)
	}
	long := strings.Repeat(all+" ", 4)
	return map[string]string{
		"words": "/who-said " + all, "typed": "who said " + all, "question": all, "timeline": "/timeline " + all, "people": "/people " + all,
		"excluded": "/who-said Brandt -" + strings.Join(words, " -"), "only excluded": "/who-said -" + strings.Join(words, " -"),
		"phrase": `/who-said "` + all + `"`, "phrases": "/who-said " + strings.Join(phrases, " "), "timeline of phrases": "/timeline " + strings.Join(phrases, " "),
		"misspelt": "/who-said " + strings.Join(words, "q "), "name": `/who-said by:"` + all + `"`, "hyphens": "/who-said by:" + strings.Join(words, "-"),
		"who is": "/who-is " + all, "quotation": `/check-quote "` + all + `"`, "long quotation": `/check-quote "` + long[:len(all)*3] + `"`, "too long a quotation": "/check-quote " + long,
		"one word": "/ask " + strings.Repeat("y", 65_000), "checked word": "/check-quote " + strings.Repeat("y", 65_000), "full stops": "/check-quote " + strings.Repeat("a.", 32_000),
		"parts": "/ask " + strings.Repeat("a-", 32_000), "accents": "/ask a" + strings.Repeat("\u0301", 30_000), "quotation marks": strings.Repeat(`"`, 10_000),
		"open marks": "/who-said " + strings.Repeat(`"a`, 20_000), "curly marks": "/ask " + strings.Repeat("“", 20_000), "gaps": `/check-quote "` + strings.Repeat(words[0]+" … ", 1_900) + `"`,
		"minuses": strings.Repeat("-", 65_000), "tails": "/who-said " + strings.Repeat("by ", 20_000), "options": "/who-said " + strings.Repeat("a:b ", 15_000),
		"dates": "/who-said x " + strings.Repeat("since:03/04 ", 5_000), "key": "/who-said " + strings.Repeat("k", 60_000) + ":b", "outlet": "/who-said x source:" + strings.Repeat("s", 60_000),
		"verb": `/who-said Brandt verb:"` + strings.Repeat("said ", 12_000) + `"`, "zone": "/who-said x tz:" + strings.Repeat("z", 60_000), "stars": "/who-said " + strings.Repeat("* ", 30_000),
		"over the limit": "/who-said " + strings.Repeat("x ", bot.MaxLine),
	}
}

// TestNoLineTakesLong asks lines of all kinds and measures what they cost.
func TestNoLineTakesLong(t *testing.T) {
	raced.Sequential(t)
	a := boundsFolder(t, 1500)
	const limit = 2 * time.Second // of CPU, other tests' too; they take some tenths of it
	for name, line := range heavyLines() {
		before := cpuTime()
		card := a.Mux.Answer(t.Context(), line, bot.Request{Now: time.Now()})
		if used := cpuTime() - before; used > limit {
			t.Errorf("%s takes %v", name, used)
		}
		if card.Status == bot.Failed || card.Title+card.Notice == "" {
			t.Errorf("%s: %+v", name, card)
		}
	}
	card := a.Mux.Answer(t.Context(), heavyLines()["words"], bot.Request{Now: time.Now()})
	if !strings.Contains(card.Notice, "the first 100 were used") {
		t.Errorf("nobody is told that words were left out: %q", card.Notice)
	}
}

// TestAHangUpEndsTheAnswer asks with a context that is done.
func TestAHangUpEndsTheAnswer(t *testing.T) {
	raced.Sequential(t)
	a := boundsFolder(t, 300)
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	for name, line := range heavyLines() {
		if name == "quotation marks" {
			continue // nothing but marks: that is help, which looks nothing up
		}
		if card := a.Mux.Answer(ctx, line, bot.Request{Now: time.Now()}); len(card.Items) > 0 {
			t.Errorf("%s is answered all the same", name)
		}
	}
}

// TestLongQuotations checks quotations of hundreds of words over many paragraphs.
func TestLongQuotations(t *testing.T) {
	raced.Sequential(t)
	a := boundsFolder(t, 100)
	random, words := rand.New(rand.NewPCG(3, 4)), commonWords(5000) // most of them are rare
	var paragraphs []string
	for range 40 {
		var p []string
		for range 48 {
			p = append(p, words[random.IntN(len(words))])
		}
		paragraphs = append(paragraphs, strings.Join(p, " ")+".")
	}
	text := strings.Join(paragraphs, "\n\n")
	name := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ingester.Run(t.Context(), []string{name}, ingest.Options{}); err != nil {
		t.Fatal(err)
	}
	given := strings.Fields(strings.ReplaceAll(text, ".", ""))
	for _, c := range []struct {
		name    string
		text    []string
		verdict string
		differ  string
	}{
		{"60 words over two paragraphs", given[30:90], "exact", ""},
		{"600 words", given[200:800], "exact", ""},
		{"all 1,920 words", given, "exact", ""},
		{"the last of 700 words differs", append(append([]string{}, given[:699]...), "otherwise"), "altered", "1 word differs"},
		{"a word of 900 is left out", append(append([]string{}, given[100:800]...), given[801:1000]...), "altered", "1 word differs"},
		{"a word is put in", append(append(append([]string{}, given[:650]...), "not"), given[650:900]...), "altered", "1 word differs"},
	} {
		card := a.Mux.Answer(t.Context(), `/check-quote "`+strings.Join(c.text, " ")+`"`, bot.Request{Now: time.Now()})
		if card.Verdict != c.verdict || !strings.Contains(card.Notice, c.differ) {
			t.Errorf("%s: %s, %s", c.name, card.Verdict, card.Notice)
		}
		for _, it := range card.Items {
			if got := text[it.Quote.Spans[0].Start:it.Quote.Spans[0].End]; got != it.Quote.Text {
				t.Errorf("%s: what is shown is not the article's", c.name)
			}
		}
	}
}

func BenchmarkHeavyLines(b *testing.B) {
	a := boundsFolder(b, 1500)
	for name, line := range heavyLines() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				a.Mux.Answer(b.Context(), line, bot.Request{Now: time.Now()})
			}
		})
	}
}

// FuzzAnswer asks anything: every line has an answer, soon, and none is a fault.
func FuzzAnswer(f *testing.F) {
	raced.Sequential(f)
	for _, line := range heavyLines() {
		f.Add(line[:min(len(line), 4000)])
	}
	for _, line := range []string{"/who-said limit:99999999999999999999", "/timeline \x00", "ask \xff\xfe", "/check-quote …", "/who-is .", "/verify .", "/context ..", "/article /", `-"a" --b -by:c`} {
		f.Add(line)
	}
	folder := boundsFolder(f, 30)
	folder.Mux.Timeout = 5 * time.Second
	f.Fuzz(func(t *testing.T, line string) {
		card := folder.Mux.Answer(t.Context(), line, bot.Request{Now: time.Now(), Platform: "console"})
		if card.Status == bot.Failed {
			t.Errorf("%q: %s", line, card.Notice)
		}
	})
}

// cpuTime is what this process has taken of all processors, garbage collection
// included: what an answer costs where nothing else runs.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // fails for no process of its own (getrusage(2))
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
