package app

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// hostileFolder holds an article for each attack, with it in every field.
func hostileFolder(t *testing.T) *App {
	t.Helper()
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var lines strings.Builder
	encoder := json.NewEncoder(&lines)
	for i, attack := range bottest.Attacks() {
		x := strings.ReplaceAll(attack.Text, "\x00", "")
		text := fmt.Sprintf("Harbour master Ole Brandt said on 3 March 2031: “The ferry number %d sails %s.” Brandt %s Holm, %s, said the ferry would wait.\n\n%s", i, x, x, x, x)
		published := "2031-03-04"
		if i%5 == 0 {
			published = x
		}
		for _, field := range []map[string]string{
			{"id": fmt.Sprint("h", i), "title": x, "source": x, "author": x, "url": x, "published": published, "text": text},
			{"id": fmt.Sprintf("%d%.900s", i, x), "title": "Ferry", "source": "Harbour Gazette", "text": text + " Again."},
		} {
			if err := encoder.Encode(field); err != nil {
				t.Fatal(err)
			}
		}
	}
	name := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(name, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	report, err := a.ingester.Run(t.Context(), []string{name}, ingest.Options{})
	if err != nil || report.Added < 400 {
		t.Fatalf("%d added, %v", report.Added, err)
	}
	return a
}

// TestHostileArticles asks everything of articles that try something in every field, as
// Slack and Discord ask, which show mentions: no mention is theirs, no line of ours begins
// with their words, and each quotation is the article's bytes.
func TestHostileArticles(t *testing.T) {
	raced.Sequential(t)
	a := hostileFolder(t)
	lines := []string{"/who-said ferry limit:50", "/timeline ferry", "/people", "/topics", "/sources", "/articles", "/status", "/help", "/ask when does the ferry sail", "/who-is Brandt",
		"/voices ferry", "/not-quoted ferry", "/changes by:Brandt topic:ferry"}
	for _, line := range lines {
		for offset := 0; offset < 500; offset += 50 {
			r, err := a.Mux.Parse(line, bot.Request{Now: time.Now(), Mentions: true, Platform: "slack", Workspace: "T1"})
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			r.Offset = offset
			card := a.Mux.Do(t.Context(), r)
			checkOwnWords(t, line, card)
			checkVerbatim(t, a, line, card)
			if card.Total <= offset+50 {
				break
			}
		}
	}
}

// TestHostileQuestions types each attack in the place of a topic, a person, a quotation, an
// outlet, a receipt and a name.
func TestHostileQuestions(t *testing.T) {
	raced.Sequential(t)
	a := openSample(t)
	for _, attack := range bottest.Attacks() {
		for _, form := range []string{"%s", "/who-said %s", `/who-said water by:"%s"`, `/check-quote "%s"`, `/who-said water source:"%s"`, "/verify %s", "/context %s", "/article %s", "/who-is %s", "/%s", `/digest subscribe topic:"%s" at:8`} {
			line := fmt.Sprintf(form, attack.Text)
			start := time.Now()
			card := a.Mux.Answer(t.Context(), line, bot.Request{Now: start, Mentions: true, Platform: "discord", Workspace: "1", Channel: "2", User: "3"})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("%.60q took %v", line, took)
			}
			if card.Status == bot.Failed {
				t.Errorf("%.60q: %s", line, card.Notice)
			}
			checkOwnWords(t, line, card)
			checkVerbatim(t, a, line, card)
			if v := card.Verdict; v != "" && v != "absent" && v != "unknown" && len(strings.Fields(attack.Text)) > 2 {
				t.Errorf("%.60q has the verdict %s", line, v)
			}
		}
	}
}

// checkOwnWords checks what of a card is in our own words: no mention, and no line that
// looks like a verdict, a quotation or a footer.
func checkOwnWords(t *testing.T, line string, c bot.Card) {
	t.Helper()
	words := append([]string{c.Title, c.Reading, c.Notice, c.Footer}, c.Text...)
	for _, it := range c.Items {
		words = append(append(words, it.Heading, it.Label, it.Speaker, it.Source, it.Headline), it.Facts...)
	}
	for _, w := range words {
		for _, p := range bot.Parts(w) {
			if m := p.Mention; m != nil && (m.Kind != bot.MentionsCommand && m.Kind != bot.MentionsTime || strings.Contains(m.ID, "purge") || m.ID == "1700000000") {
				t.Errorf("%.60q: a mention %+v in %.100q", line, *m, w)
			}
		}
		if strings.ContainsFunc(w, func(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x1b }) {
			t.Errorf("%.60q: %.100q acts", line, w)
		}
		for _, forged := range []string{"\n✓", "\n> ", "\n-#", "\nk7f2", "\nIlse Varga", "\n3 of 3", "\nlevel="} {
			if strings.Contains(w, forged) {
				t.Errorf("%.60q: a line begins as %q in %.100q", line, forged, w)
			}
		}
	}
}
