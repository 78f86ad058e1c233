package app

import (
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// openSample is a data folder with the sample briefing in it.
func openSample(t *testing.T) *App {
	t.Helper()
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := a.ingestSample(t.Context(), os.DirFS(sampleArticles), filepath.Join(t.TempDir(), "sample")); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestVerbatim asks everything that can be asked of the sample and follows
// every button: each text shown as an article's equals the bytes of its spans,
// its checksum is theirs, and its receipt verifies.
func TestVerbatim(t *testing.T) {
	raced.Sequential(t)
	a := openSample(t)
	asked := map[string]bool{}
	var follow func(line string, call *bot.Call, depth int)
	follow = func(line string, call *bot.Call, depth int) {
		card, err := desk{a}.answer(t.Context(), control.Question{Line: line, Call: call})
		if err != nil || card.Status == bot.Failed {
			t.Fatalf("%s: %v %s", line, err, card.Notice)
		}
		checkVerbatim(t, a, line, card)
		if depth == 0 {
			return
		}
		for _, action := range actionsOf(card) {
			if key := strings.Join([]string{action.Call.Command, argsKey(action.Call.Args)}, " "); !asked[key] {
				asked[key] = true
				follow(line+" → "+action.Label, &action.Call, depth-1)
			}
		}
	}
	for _, line := range []string{
		"who-said water", "who-said by:Saldiyev limit:50", "who-said dam -truce", "who-said zebra", "timeline limit:50",
		"timeline truce", "ask what did the envoy say about weapons?", "ask where is the dam", "topics", "people", "sources",
		"status", "help", "who-is Saldiyev", `check-quote "a hand that bombs a pump cannot hold the pen"`,
		`check-quote "a hand that bombs a pump can hold the pen"`, "people water", "who-said truce sort:oldest kind:direct",
	} {
		follow(line, nil, 2)
	}
	if len(asked) < 100 {
		t.Errorf("only %d buttons were followed", len(asked))
	}
}

func argsKey(args bot.Args) string {
	var b strings.Builder
	for _, name := range []string{"topic", "by", "question", "name", "receipt", "article", "text", "source", "since", "until"} {
		b.WriteString(name + "=" + args[name] + " ")
	}
	return b.String()
}

func actionsOf(card bot.Card) []bot.Action {
	out := append([]bot.Action{}, card.Actions...)
	for _, item := range card.Items {
		out = append(out, item.Actions...)
	}
	runs := out[:0]
	for _, action := range out {
		if action.Kind == bot.Run || action.Kind == bot.Page {
			runs = append(runs, action)
		}
	}
	return runs
}

func checkVerbatim(t *testing.T, a *App, line string, card bot.Card) {
	t.Helper()
	for _, item := range card.Items {
		for _, e := range []bot.Excerpt{item.Quote, item.Role, item.Cue, item.Inner, item.Said.Words, item.Sentence} {
			checkExcerpt(t, a, line, e)
		}
		for _, m := range item.Marks {
			if m.Start < 0 || m.End > len(item.Quote.Text) || m.Start >= m.End {
				t.Errorf("%s: mark %v outside %q", line, m, item.Quote.Text)
			}
		}
		if shown := item.Shown(); item.Sentence.Text != "" {
			for _, m := range shown.Marks {
				if !strings.Contains(item.Quote.Text, shown.Text[m.Start:m.End]) {
					t.Errorf("%s: %q is marked in %q and is not in %q", line, shown.Text[m.Start:m.End], shown.Text, item.Quote.Text)
				}
			}
		}
		if item.Quote.Text == "" {
			continue
		}
		if sum := sha256.Sum256([]byte(item.Quote.Text)); hex.EncodeToString(sum[:]) != item.SHA256 {
			t.Errorf("%s: the checksum is not that of %q", line, item.Quote.Text)
		}
		v, err := a.Archive.Verify(t.Context(), item.Receipt)
		if err != nil || v.State != archive.Exact || v.Current.ID != item.Quote.Article {
			t.Errorf("%s: receipt %s is %v, %v", line, item.Receipt, v.State, err)
		}
	}
}

func checkExcerpt(t *testing.T, a *App, line string, e bot.Excerpt) {
	t.Helper()
	if e.Text == "" {
		return
	}
	r, err := a.Archive.Get(t.Context(), e.Article)
	if err != nil {
		t.Errorf("%s: %q has no article: %v", line, e.Text, err)
		return
	}
	var parts []string
	for _, s := range e.Spans {
		parts = append(parts, r.Text[s.Start:s.End])
	}
	if got := strings.Join(parts, bot.Gap); got != e.Text {
		t.Errorf("%s: shown %q, and the article has %q", line, e.Text, got)
	}
}

// TestRepeatable asks twice, the second time of a folder made anew in another
// order: the answers are the same to the byte.
func TestRepeatable(t *testing.T) {
	raced.Sequential(t)
	a := openSample(t)
	for _, line := range []string{"/who-said water", "/timeline truce", "/people", "/topics", "/who-is Saldiyev", "ask who pays for the dam"} {
		first, second := answerJSON(t, a, line), answerJSON(t, a, line)
		if first != second {
			t.Errorf("%s: answered differently:\n%s\n%s", line, first, second)
		}
	}
}

func answerJSON(t *testing.T, a *App, line string) string {
	t.Helper()
	card, err := desk{a}.answer(t.Context(), control.Question{Line: line})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := bot.JSON(card)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestSameArticlesAgain ingests the sample twice: nothing changes.
func TestSameArticlesAgain(t *testing.T) {
	raced.Sequential(t)
	a := openSample(t)
	before := a.Index.Stats().Generation
	report, err := a.ingester.Run(t.Context(), []string{sampleArticles}, ingest.Options{})
	if err != nil || report.Unchanged != 18 || report.Added+report.Updated+len(report.Rejected) != 0 {
		t.Errorf("the second time: %+v, %v", report, err)
	}
	if after := a.Index.Stats().Generation; after != before {
		t.Errorf("the generation went from %s to %s though nothing changed", before, after)
	}
}
