package search_test

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestCountWithout gives queries every combination of restrictions, counts what they would
// find without one of them and without all but one, and compares the counts with those of
// the searches themselves.
func TestCountWithout(t *testing.T) {
	t.Parallel()
	b, ctx := handlerstest.New(t), t.Context()
	said, err := b.Index.Speakers(ctx, index.Query{Scope: index.Everything()})
	if err != nil || said.Total == 0 {
		t.Fatal("nobody is quoted", err)
	}
	sources, err := b.Index.Sources(ctx, index.Everything())
	if err != nil || len(sources) < 3 {
		t.Fatal("too few outlets", err)
	}
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	all := index.Query{By: []string{said.People[0].Key}, Since: october, Until: october.AddDate(0, 0, 20), Sources: []string{sources[0].Name, sources[1].Name},
		Kinds: []article.Kind{article.Direct, article.Mixed}, Verb: "say"}
	const restrictions = 6
	var lifted []index.Restrictions
	for r := range index.Restrictions(1 << restrictions) {
		if n := bits.OnesCount8(uint8(r)); n <= 1 || n >= restrictions-1 {
			lifted = append(lifted, r)
		}
	}
	some, none := 0, 0
	for _, scope := range []index.Scope{index.Everything(), index.Everything().Except(sources[0].Name)} {
		for _, words := range []index.Words{
			{Terms: []string{"truce"}}, {Terms: []string{"water", "dam"}}, {Terms: []string{"dam"}, Phrases: []string{"the"}},
			{Terms: []string{"water"}, Excluded: []string{"dam"}}, {Excluded: []string{"truce"}}, {},
		} {
			for given := range index.Topical { // combinations of those below it
				q := all.Without(given)
				q.Scope, q.Words = scope, words
				got, err := b.Index.CountWithout(ctx, q, slices.Repeat(lifted, 3)...) // more than are counted at a time
				if err != nil {
					t.Fatal(err)
				}
				for i, r := range lifted {
					want, err := b.Index.Statements(ctx, q.Without(r))
					if err != nil {
						t.Fatal(err)
					}
					for at := i; at < len(got); at += len(lifted) {
						if got[at] != want.Total {
							t.Fatalf("%+v without %06b: counted %d, a search finds %d", q, r, got[at], want.Total)
						}
					}
					if got[i] > 0 {
						some++
					} else {
						none++
					}
				}
			}
		}
	}
	if some < 100 || none < 100 {
		t.Errorf("%d counts are of something and %d of nothing: the queries tell little", some, none)
	}
}

// TestWindows asks for timelines of windows of time without words, of every kind of edge,
// and compares them with those of all outlets by name, which are computed from every
// sentence.
func TestWindows(t *testing.T) {
	t.Parallel()
	b, ctx := handlerstest.New(t), t.Context()
	sources, err := b.Index.Sources(ctx, index.Everything())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	day := func(n int) time.Time { return time.Date(2026, 9, 25+n, 0, 0, 0, 0, time.UTC) }
	rows := 0
	for since := 0; since < 44; since += 3 {
		for _, length := range []time.Duration{0, 7 * time.Hour, 24 * time.Hour, 9 * 24 * time.Hour, 31 * 24 * time.Hour} {
			for _, within := range []bool{false, true} {
				q := index.Query{Scope: index.Everything(), Since: day(since).Add(time.Duration(since) * time.Hour), Within: within, Limit: 8}
				if length > 0 {
					q.Until = q.Since.Add(length)
				}
				byName := q
				byName.Sources = names
				for name, find := range map[string]func(context.Context, index.Query) (index.Chronology, error){"dates": b.Index.Chronology, "sentences": b.Index.DatedSentences} {
					got, err := find(ctx, q)
					if err != nil {
						t.Fatal(err)
					}
					want, err := find(ctx, byName)
					if err != nil {
						t.Fatal(err)
					}
					rows += got.Total
					want.Articles = 0 // not counted without words
					if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
						t.Fatalf("%s from %v to %v, whole %v:\n%+v\nwant\n%+v", name, q.Since, q.Until, within, got, want)
					}
				}
			}
		}
	}
	if rows < 1000 {
		t.Errorf("%d rows in all tell little", rows)
	}
}

// TestCounts compares counts that make no rows with what the searches themselves find.
func TestCounts(t *testing.T) {
	t.Parallel()
	b, ctx := handlerstest.New(t), t.Context()
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	some := 0
	for _, words := range []index.Words{
		{Terms: []string{"truce"}}, {Terms: []string{"water", "dam"}}, {Phrases: []string{"dam"}}, {Phrases: []string{"the dam", "water"}}, {Terms: []string{"said"}, Phrases: []string{"water"}},
		{Terms: []string{"water"}, Phrases: []string{"gates"}, Excluded: []string{"dam"}}, {Excluded: []string{"truce"}}, {Terms: []string{"zebra"}}, {Terms: []string{"truce"}, Phrases: []string{"zebra"}},
	} {
		for _, q := range []index.Query{{}, {Since: october, Until: october.AddDate(0, 0, 12)}, {Until: october}, {Sources: []string{"Meridian"}}} {
			q.Scope, q.Words = index.Everything(), words
			dates, err := b.Index.CountDates(ctx, q)
			chronology, err2 := b.Index.Chronology(ctx, q)
			if err != nil || err2 != nil || dates != chronology.Dates {
				t.Errorf("%+v: %d dates, want %d; %v, %v", q, dates, chronology.Dates, err, err2)
			}
			said, err := b.Index.AnyStatement(ctx, q)
			statements, err2 := b.Index.Statements(ctx, q)
			if err != nil || err2 != nil || said != (statements.Total > 0) {
				t.Errorf("%+v: %d statements, any: %v; %v, %v", q, statements.Total, said, err, err2)
			}
			some += dates + statements.Total
			if len(words.Phrases) == 0 {
				continue
			}
			printed, err := b.Index.CountPassages(ctx, q)
			passages, err2 := b.Index.Passages(ctx, q)
			if err != nil || err2 != nil || printed != passages.Total {
				t.Errorf("%+v: %d passages, want %d; %v, %v", q, printed, passages.Total, err, err2)
			}
			some += printed
		}
	}
	if some < 100 {
		t.Errorf("%d rows in all tell little", some)
	}
}
