package main_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// The least that answers on the sample must reach, in percent; raise them,
// never lower them.
const (
	floorWhoSaid    = 80
	floorTimeline   = 98
	floorCheckQuote = 100
	floorCopies     = 100
	floorWhoIs      = 100
)

// TestSampleAnswers asks the sample what a reader would ask, through the whole
// program but for the surface: `go test -v -run SampleAnswers ./cmd/briefing-bot`
// prints what falls short.
func TestSampleAnswers(t *testing.T) {
	b := openSample(t)
	g := readGold(t)
	var misses []string
	whoSaid := askWhoSaid(t, b, g, &misses)
	timeline := compareTimeline(t, b, g, &misses)
	verdicts := askCheckQuote(t, b, g, &misses)
	copies := compareCopies(t, b, g, &misses)
	who := askWhoIs(t, b, g, &misses)
	t.Log("\n" + strings.Join(misses, "\n"))
	wantAtLeast(t, "who-said", whoSaid.recall(), floorWhoSaid)
	wantAtLeast(t, "rows of the timeline", timeline.recall(), floorTimeline)
	wantAtLeast(t, "check-quote", verdicts.recall(), floorCheckQuote)
	wantAtLeast(t, "reprints grouped", copies.recall(), floorCopies)
	wantAtLeast(t, "who-is", who.recall(), floorWhoIs)
	t.Logf("not wanted: %d answers to who-said, %d rows of the timeline", whoSaid.invented, timeline.invented)
}

// openSample is a briefing that holds the sample.
func openSample(t *testing.T) *handlers.Briefing {
	t.Helper()
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	kept, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	record := func(ctx context.Context, id string) (article.Record, bool, error) {
		r, err := kept.Get(ctx, id)
		if errors.Is(err, archive.ErrNotFound) {
			return r, false, nil
		}
		return r, err == nil, err
	}
	found, err := index.Open(t.Context(), filepath.Join(dir, "index"), index.Options{Record: record, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(found.Close(), kept.Close()) })
	x := extract.New(nil)
	in := &ingest.Ingester{Archive: kept, Index: found, Version: extract.Version, Log: log,
		Extract: x.AnnotateEvents}
	report, err := in.Run(t.Context(), []string{"sample"}, ingest.Options{})
	if err != nil || report.Added != 18 || len(report.Rejected) > 0 {
		t.Fatalf("ingest the sample: %+v, %v", report, err)
	}
	return &handlers.Briefing{Index: found, Archive: kept, Log: log}
}

func askSample(t *testing.T, b *handlers.Briefing, line string) bot.Card {
	t.Helper()
	card := b.NewMux().Answer(t.Context(), line, bot.Request{Platform: "terminal", Zone: time.UTC,
		Now: time.Date(2026, 11, 7, 9, 0, 0, 0, time.UTC)})
	if card.Status != bot.Answered {
		t.Errorf("%s: not answered: %s", line, card.Notice)
	}
	return card
}

// askWhoSaid counts an answer as right where the words, the speaker and the
// article are; an item that answers nothing of the gold as invented.
func askWhoSaid(t *testing.T, b *handlers.Briefing, g gold, misses *[]string) tally {
	t.Helper()
	var n tally
	for _, topic := range slices.Sorted(maps.Keys(g.WhoSaid)) {
		items := askSample(t, b, "who-said "+topic+" limit:50").Items
		n.given += len(items)
		for _, want := range g.WhoSaid[topic] {
			i := slices.IndexFunc(items, func(it bot.Item) bool { return answers(it, want) })
			n.wanted++
			if i >= 0 && g.same(items[i].Speaker, want.Speaker) {
				n.right++
			} else {
				*misses = append(*misses, fmt.Sprintf("who-said %s: missing %s: %s (%s)", topic, orNobody(want.Speaker), want.Words, shownFor(items, i)))
			}
		}
		for _, it := range items {
			if !slices.ContainsFunc(g.WhoSaid[topic], func(w goldAnswer) bool { return answers(it, w) }) {
				n.invented++
				*misses = append(*misses, fmt.Sprintf("who-said %s: not wanted: %s: %s", topic, it.Speaker, it.Quote.Text))
			}
		}
	}
	return n
}

// answers says whether an item shows most of the words that are wanted.
func answers(it bot.Item, want goldAnswer) bool {
	return it.Quote.Article == want.Article &&
		(strings.Contains(it.Quote.Text, want.Words) || strings.Contains(want.Words, it.Quote.Text) && 5*len(it.Quote.Text) >= 4*len(want.Words))
}

// shownFor says to whom the words are given instead.
func shownFor(items []bot.Item, i int) string {
	if i < 0 {
		return "not shown"
	}
	return "given to " + orNobody(items[i].Speaker)
}

// same says whether two names are one person's: answers may show another
// article's form of the name.
func (g gold) same(a, b string) bool {
	return a == b || slices.ContainsFunc(g.SamePerson, func(names []string) bool {
		return slices.Contains(names, a) && slices.Contains(names, b)
	})
}

// compareTimeline compares the rows of each article, for the whole briefing has
// more than one page of them.
func compareTimeline(t *testing.T, b *handlers.Briefing, g gold, misses *[]string) tally {
	t.Helper()
	rows := map[string]map[string]bool{} // text: value: possible
	err := b.Archive.Each(t.Context(), 0, func(r article.Record) error {
		rows[r.Text] = map[string]bool{}
		for _, e := range r.Events {
			rows[r.Text][e.Date.Value] = e.Possible
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var n tally
	for _, want := range g.Articles {
		n.add(compareRows(want, rows[readSample(t, want).Text], misses))
	}
	return n
}

func compareRows(want goldArticle, rows map[string]bool, misses *[]string) tally {
	n := tally{wanted: len(want.Timeline), given: len(rows)}
	allowed := slices.Clone(want.TimelineOptional)
	for _, row := range want.Timeline {
		allowed = append(allowed, row.Value)
		possible, found := rows[row.Value]
		switch {
		case !found:
			*misses = append(*misses, fmt.Sprintf("%s: timeline: missing %s", want.ID, row.Value))
		case row.Possible && !possible:
			*misses = append(*misses, fmt.Sprintf("%s: timeline: %s is shown as done, and is only possible", want.ID, row.Value))
		default:
			n.right++
		}
	}
	for _, value := range slices.Sorted(maps.Keys(rows)) {
		if !slices.Contains(allowed, value) {
			n.invented++
			*misses = append(*misses, fmt.Sprintf("%s: timeline: not wanted: %q", want.ID, value))
		}
	}
	return n
}

func askCheckQuote(t *testing.T, b *handlers.Briefing, g gold, misses *[]string) tally {
	t.Helper()
	n := tally{wanted: len(g.CheckQuote)}
	for _, want := range g.CheckQuote {
		line := fmt.Sprintf("check-quote %q", want.Text)
		if want.By != "" {
			line += " by:" + want.By
		}
		card := askSample(t, b, line)
		speaker := ""
		if len(card.Items) > 0 && card.Verdict != "absent" {
			speaker = card.Items[0].Speaker
		}
		if slices.Contains(want.Verdict, card.Verdict) && g.same(speaker, want.Speaker) {
			n.right++
			continue
		}
		*misses = append(*misses, fmt.Sprintf("%s: %s of %s, not %v of %s", line, card.Verdict, orNobody(speaker), want.Verdict, orNobody(want.Speaker)))
	}
	return n
}

// compareCopies looks whether each reprint stands in the group of the first.
func compareCopies(t *testing.T, b *handlers.Briefing, g gold, misses *[]string) tally {
	t.Helper()
	n := tally{wanted: len(g.Copies)}
	for _, ids := range g.Copies {
		records, err := b.Archive.GetMany(t.Context(), ids)
		if err != nil || len(records) != len(ids) {
			t.Fatalf("read %v: %d records, %v", ids, len(records), err)
		}
		apart := slices.ContainsFunc(records, func(r article.Record) bool { return r.Group != records[0].Group })
		if apart {
			*misses = append(*misses, fmt.Sprintf("%v are not one group", ids))
			continue
		}
		n.right++
	}
	return n
}

// askWhoIs asks for a surname: of one person all spellings are disclosed, and of
// several persons each is named.
func askWhoIs(t *testing.T, b *handlers.Briefing, g gold, misses *[]string) tally {
	t.Helper()
	var n tally
	for _, names := range slices.Concat(g.SamePerson, g.NotTheSame) {
		last := names[len(names)-1]
		line := "who-is " + last[strings.LastIndex(last, " ")+1:]
		shown := ownWords(askSample(t, b, line))
		n.wanted++
		missing := slices.DeleteFunc(apart(names), func(word string) bool { return slices.Contains(shown, word) })
		if len(missing) == 0 {
			n.right++
			continue
		}
		*misses = append(*misses, fmt.Sprintf("%s: does not say %s", line, strings.Join(missing, ", ")))
	}
	return n
}

// apart are the words that tell names apart: Saldiyev and Saldiev, Pavel and Katya.
func apart(names []string) []string {
	words := strings.Fields(strings.Join(names, " "))
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(strings.Fields(name), w) })
	})
}

// ownWords is what a card says beside the articles' words.
func ownWords(c bot.Card) []string {
	lines := append([]string{c.Title, c.Reading, c.Notice}, c.Text...)
	for _, it := range c.Items {
		lines = append(append(lines, it.Label, it.Speaker), it.Facts...)
	}
	for _, a := range c.Actions {
		lines = append(lines, a.Label)
	}
	return strings.FieldsFunc(strings.Join(lines, " "), func(r rune) bool { return !unicode.IsLetter(r) })
}
