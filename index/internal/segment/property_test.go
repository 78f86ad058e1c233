package segment_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// pieces are what random articles are made of: words in several inflections, hyphenated, abbreviated, with
// accents and possessives, and marks between them.
var pieces = strings.Fields(`ferry ferries Ferry's the The old boat boats cease-fire ceasefire so-called up-to-date MPs MP's mps
	MPs-only U.S. US us 1990's 1990s café Café naïve 1,000 F-16s F-16 . . , — “ ” ( ) price prices priced PRICES`)

// randomText returns a text of paragraphs, some of them without a blank for longer than a passage.
func randomText(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(5) {
		for range random.IntN(60) {
			b.WriteString(pieces[random.IntN(len(pieces))])
			b.WriteString([]string{" ", " ", " ", "\n", "-", ""}[random.IntN(6)])
		}
		if random.IntN(12) == 0 {
			b.WriteString(strings.Repeat("ferry-boat-", 120))
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// randomArticle returns an article with statements and events anywhere, also within words, statements of
// several parts among them.
func randomArticle(random *rand.Rand, id string) article.Record {
	r := record(id, randomText(random)[:10], randomText(random))
	r.Annotation.Statements, r.Events = nil, nil
	span := func(from int) article.Span {
		start := from + random.IntN(len(r.Text)-from+1)
		return article.Span{Start: start, End: start + random.IntN(min(len(r.Text)-start, 300)+1)}
	}
	for range random.IntN(6) {
		s := article.Statement{Kind: article.Direct, Confidence: 0.9, Speaker: article.Nobody, Content: []article.Span{span(0)}}
		for random.IntN(3) == 0 {
			s.Content = append(s.Content, span(s.Content[len(s.Content)-1].End))
		}
		r.Annotation.Statements = append(r.Annotation.Statements, s)
		r.Events = append(r.Events, article.Event{Sentence: span(0)})
	}
	return r
}

// held is how often words are met one after another: a hyphenated one in its parts or as a whole.
func held(words []text.Word, run []string, of func(w text.Word) string) (n uint32) {
	var at [][]text.Word // at each position
	for _, w := range words {
		if !w.Joined || len(at) == 0 {
			at = append(at, nil)
		}
		at[len(at)-1] = append(at[len(at)-1], w)
	}
	for start := range at {
		if start+len(run) > len(at) || len(run) == 0 {
			break
		}
		all := true
		for i, want := range run {
			all = all && slices.ContainsFunc(at[start+i], func(w text.Word) bool { return of(w) == want })
		}
		if all {
			n++
		}
	}
	return n
}

// TestWordsAreThoseOfTheText looks up stems, phrases and words as printed in random articles: what
// the index finds is what a reading of the text finds.
func TestWordsAreThoseOfTheText(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 7))
		var all []article.Record
		for i := range 12 {
			all = append(all, randomArticle(random, fmt.Sprint(i)))
		}
		s, v := written(t, t.TempDir(), all[:6])
		checkpointed(t, s, v)
		if err := s.Write(t.Context(), all[6:]); err != nil {
			t.Fatal(err)
		}
		v, _, err := s.Snapshot(v)
		if err != nil {
			t.Fatal(err)
		}
		units := unitsOf(v, all)
		for range 60 {
			of := units[random.IntN(len(units))].words
			if len(of) == 0 {
				continue
			}
			from := random.IntN(len(of))
			var stems, forms []string
			for _, w := range of[from:min(len(of), from+1+random.IntN(3))] {
				stems, forms = append(stems, w.Stem), append(forms, w.Form)
			}
			checkRun(t, v, units, stems, forms)
		}
		if err := v.Release(); err != nil {
			t.Error(err)
		}
	}
}

// unit is a passage, statement, event or title with its words.
type unit struct {
	field  string
	number uint32
	words  []text.Word
}

// unitsOf returns the units of articles, which are in the order of the columns.
func unitsOf(v *segment.Snapshot, all []article.Record) (out []unit) {
	cut := text.NewAnalyzer()
	for n, a := range v.Articles.All() {
		r := all[n]
		out = append(out, unit{segment.FieldTitle, uint32(n), cut.Words(r.Title)})
		for p := a.Passages.First; p < a.Passages.End; p++ {
			out = append(out, unit{segment.FieldPassage, p, cut.Words(v.Passages.At(p).Span().Of(r.Text))})
		}
		for u := a.Statements.First; u < a.Statements.End; u++ {
			out = append(out, unit{segment.FieldStatement, u, cut.WordsOf(r.Text, r.Annotation.Statements[v.Statements.At(u).Index].Content)})
		}
		for u := a.Events.First; u < a.Events.End; u++ {
			out = append(out, unit{segment.FieldEvent, u, cut.Words(r.Events[v.Events.At(u).Index()].Sentence.Of(r.Text))})
		}
	}
	return out
}

// checkRun compares the postings of a run with what the units hold.
func checkRun(t *testing.T, v *segment.Snapshot, units []unit, stems, forms []string) {
	t.Helper()
	compare := func(what, field string, found []segment.Posting, err error, run []string, of func(w text.Word) string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var want []segment.Posting
		for _, u := range units {
			if times := held(u.words, run, of); u.field == field && times > 0 {
				want = append(want, segment.Posting{Unit: u.number, Times: times})
			}
		}
		slices.SortFunc(found, func(a, b segment.Posting) int { return int(a.Unit) - int(b.Unit) })
		if !slices.Equal(found, want) {
			t.Errorf("%s %q in %s: %v, the text has %v", what, run, field, found, want)
		}
	}
	stem, form := func(w text.Word) string { return w.Stem }, func(w text.Word) string { return w.Form }
	for _, field := range []string{segment.FieldTitle, segment.FieldPassage, segment.FieldStatement, segment.FieldEvent} {
		found, err := v.PhrasePostings(t.Context(), field, stems, nil)
		compare("the stems", field, found, err, stems, stem)
		if len(stems) == 1 {
			found, err := v.Postings(t.Context(), field, stems[0], nil)
			var once []segment.Posting
			for _, u := range units {
				times := uint32(0)
				for _, w := range u.words {
					if w.Stem == stems[0] {
						times++
					}
				}
				if u.field == field && times > 0 {
					once = append(once, segment.Posting{Unit: u.number, Times: times})
				}
			}
			slices.SortFunc(found, func(a, b segment.Posting) int { return int(a.Unit) - int(b.Unit) })
			if err != nil || !slices.Equal(found, once) {
				t.Errorf("the stem %q in %s: %v, the text has %v, %v", stems[0], field, found, once, err)
			}
		}
	}
	found, err := v.TypedPostings(t.Context(), forms, nil)
	compare("the words", segment.FieldStatement, found, err, forms, form)
	typed := v.Typed(forms)
	holding, err := v.Units(t.Context(), segment.FieldStatement, stems[0], 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	ofStem, ofRun := v.StemOccurrences(stems[0], typed), v.RunOccurrences(typed, forms)
	for _, unit := range holding {
		want := segment.Posting{Unit: unit}
		if at := slices.IndexFunc(found, func(f segment.Posting) bool { return f.Unit == unit }); at >= 0 {
			want = found[at]
		}
		holds := want.Times > 0
		times, exact := ofStem.In(unit)
		again, exactly := ofRun.In(unit)
		if times == 0 || exact != holds || again != want.Times || exactly != holds || typed.Holds(unit) != holds {
			t.Errorf("statement %d holds %q %d times; its stem %d times, %v, the words %d times, %v", unit, forms, want.Times, times, exact, again, exactly)
		}
	}
}
