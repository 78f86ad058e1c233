package timeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/timeline"
)

func may(day int) time.Time { return time.Date(2025, 5, day, 0, 0, 0, 0, time.UTC) }

// record returns an article published on a day of May. Each sentence with "on N May" is
// an event of that day, each with "one day" an event without a date.
func record(id, outlet, group string, published int, body string) article.Record {
	r := article.Record{Version: 1, Group: group, Article: article.Article{ID: id, Title: id, Source: outlet, Text: body,
		Published: article.Moment{Time: may(published), Precision: article.Day}}}
	start := 0
	for s := range strings.SplitAfterSeq(body, ".") {
		span := article.Span{Start: start + len(s) - len(strings.TrimLeft(s, " \n")), End: start + len(s)}
		start += len(s)
		var day int
		if i := strings.Index(s, " on "); i >= 0 {
			if _, err := fmt.Sscanf(s[i:], " on %d May", &day); err != nil {
				continue
			}
			r.Events = append(r.Events, article.Event{Sentence: span, Date: article.Date{Value: may(day).Format(time.DateOnly),
				Precision: article.Day, From: may(day), To: may(day + 1)}})
		} else if strings.Contains(s, "one day") {
			r.Events = append(r.Events, article.Event{Sentence: span, Date: article.Date{Value: "FUTURE_REF"}})
		}
	}
	return r
}

// briefing is about a crane, but for one article. Two of its articles each were
// published on 4 and on 20 May, days that no sentence names.
var briefing = []article.Record{
	record("a", "Quay", "a", 4, "The crane fell on 3 May. It was old."),
	record("b", "Coast", "a", 4, "The crane fell on 3 May. It was old."),
	record("c", "Coast", "c", 12, "The crane had fallen on 3 May. Repairs of the crane began on 10 May. The crane will return one day."),
	record("d", "Quay", "d", 20, "Quiet along the quay.\n\nThe crane works, and a gull sat on it."),
	record("e", "Coast", "e", 20, "The crane is back."),
	record("f", "Inland", "f", 21, "The fair opened on 15 May."),
}

// texts returns the words of an article of the briefing.
func texts(_ context.Context, id string, span article.Span) (string, bool, error) {
	for _, r := range briefing {
		if r.ID == id {
			return span.Of(r.Text), true, nil
		}
	}
	return "", false, nil
}

// view returns the briefing as an index has it.
func view(t *testing.T) *timeline.View { return viewOf(t, briefing) }

// viewOf returns articles as an index has them.
func viewOf(t *testing.T, records []article.Record) *timeline.View {
	t.Helper()
	store, first, err := segment.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	v, _, err := store.Snapshot(first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, err := range []error{first.Release(), v.Release(), store.Close()} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return timeline.New(v, identity.Resolve(nil, nil, identity.Rulings{}), query.DefaultMaxPostings)
}

// TestPage shows each row's article and sentence, the articles that repeat it and how
// many other sentences the date has.
func TestPage(t *testing.T) {
	v, words := view(t), query.NewVocabulary(nil, nil)
	var f timeline.Relevance
	all := query.Everything()
	crane := query.Words{Terms: []string{"crane"}}
	for name, row := range map[string]struct {
		q       query.Query
		want    []string
		undated string
	}{
		"a word": {query.Query{Scope: all, Words: crane},
			[]string{"c: The crane had fallen on 3 May. +1", "a: The crane fell on 3 May.", "c: Repairs of the crane began on 10 May.", "d: The crane works, and a gull sat on it. +1"}, "The crane will return one day."},
		"everything": {query.Query{Scope: all},
			[]string{"a: The crane fell on 3 May. [b] +1", "c: Repairs of the crane began on 10 May.", "f: The fair opened on 15 May."}, "The crane will return one day."},
		"since": {query.Query{Scope: all, Words: crane, Since: may(5)},
			[]string{"c: Repairs of the crane began on 10 May.", "d: The crane works, and a gull sat on it. +1"}, ""},
		"until": {query.Query{Scope: all, Words: crane, Until: may(5)},
			[]string{"c: The crane had fallen on 3 May. +1", "a: The crane fell on 3 May."}, ""},
		"a phrase": {query.Query{Scope: all, Words: query.Words{Phrases: []string{"repairs of the crane"}}},
			[]string{"c: Repairs of the crane began on 10 May."}, ""},
		"a required word": {query.Query{Scope: all, Words: query.Words{Terms: []string{"crane"}, Phrases: []string{"gull"}}}, nil, ""},
		"an excluded word": {query.Query{Scope: all, Words: query.Words{Terms: []string{"crane"}, Excluded: []string{"repairs", "back", "return", "gull"}}},
			[]string{"c: The crane had fallen on 3 May. +1", "a: The crane fell on 3 May.", "d: Quiet along the quay. +1"}, ""},
		"one outlet":     {query.Query{Scope: query.Only("Quay"), Words: crane}, []string{"a: The crane fell on 3 May."}, ""},
		"no scope":       {query.Query{Words: crane}, nil, ""},
		"a word of none": {query.Query{Scope: all, Words: query.Words{Terms: []string{"zeppelin"}}}, nil, ""},
	} {
		topic := words.Topic(row.q.Words)
		c, err := v.Of(t.Context(), &f, topic, row.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		page := v.Page(t.Context(), c, row.q, timeline.Reader{Topic: topic, Text: texts})
		for _, hit := range page.Hits[:page.Dates] {
			r := briefing[slices.IndexFunc(briefing, func(r article.Record) bool { return r.ID == hit.Article })]
			sentence := hit.Passage
			if hit.Event >= 0 {
				sentence = r.Events[hit.Event].Sentence
			}
			line := hit.Article + ": " + sentence.Of(r.Text)
			if len(hit.Also) > 0 {
				line += fmt.Sprint(" ", hit.Also)
			}
			if hit.More > 0 {
				line += fmt.Sprintf(" +%d", hit.More)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, row.want) || page.Dates != len(row.want) {
			t.Errorf("%s: %d rows\n%s\nwant\n%s", name, page.Dates, strings.Join(got, "\n"), strings.Join(row.want, "\n"))
		}
		undated := ""
		for _, hit := range page.Hits[page.Dates:] {
			r := briefing[slices.IndexFunc(briefing, func(r article.Record) bool { return r.ID == hit.Article })]
			undated += r.Events[hit.Event].Sentence.Of(r.Text)
		}
		if undated != row.undated {
			t.Errorf("%s: undated %q, want %q", name, undated, row.undated)
		}
	}
}

// TestDays counts the sentences of each day, repeats once.
func TestDays(t *testing.T) {
	v, q := view(t), query.Query{Scope: query.Everything()}
	var f timeline.Relevance
	c, err := v.Of(t.Context(), &f, query.Topic{}, q)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range c.Days.Days(article.Day) {
		got = append(got, fmt.Sprint(d.From.Day(), ": ", d.Count))
	}
	if want := []string{"3: 2", "10: 1", "15: 1"}; !slices.Equal(got, want) {
		t.Errorf("events of May: %q, want %q", got, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Of(ctx, &f, query.Topic{}, q); err == nil {
		t.Error("a chronicle was made for a question that was withdrawn")
	}
}

// TestTheFirstOfEqualSentencesCounts has sentences that say of a day what happened in one article, and what
// may happen in another: the earlier article's counts, in whatever order the words of the topic find them.
func TestTheFirstOfEqualSentencesCounts(t *testing.T) {
	possible := func(r article.Record) article.Record {
		for i := range r.Events {
			r.Events[i].Possible = true
		}
		return r
	}
	v := viewOf(t, []article.Record{
		record("a", "Quay", "a", 4, "The crane leaned on 9 May. A tug came on 2 May."),
		possible(record("b", "Coast", "b", 5, "A gull watched.\n\nThe crane leaned on 9 May. A barge came on 2 May.")),
		possible(record("c", "Coast", "c", 6, "The crane turned on 7 May. A ferry waited.")),
		record("d", "Inland", "d", 7, "A gull and a swan watched.\n\nThe crane turned on 7 May."),
	})
	words := query.NewVocabulary(nil, nil)
	var f timeline.Relevance
	for _, terms := range [][]string{{"crane"}, {"crane", "gull"}, {"gull", "crane"}, {"swan", "gull", "crane"}, {"ferry", "swan", "crane"}, {"gull", "ferry", "crane"}} {
		c, err := v.Of(t.Context(), &f, words.Topic(query.Words{Terms: terms}), query.Query{Scope: query.Everything()})
		if err != nil {
			t.Fatal(err)
		}
		got := map[int]int{}
		for _, d := range c.Days.Days(article.Day) {
			got[d.From.Day()] = d.Possible
		}
		if got[9] != 0 || got[7] != 1 {
			t.Errorf("%q: %d of the sentences on 9 May are only possible, %d of those on 7 May; want 0 and 1", terms, got[9], got[7])
		}
	}
}
