package extract

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// FuzzAnnotate runs all stages on any text, and checks that what they find lies in it: spans that are in
// order where they must be, and speakers who are among the people.
func FuzzAnnotate(f *testing.F) {
	for _, text := range []string{
		"OSTWICK – “It was late,” said Mayor Lena Holt, 61, on Monday. “We left,” she added, which drew boos, without giving evidence.",
		"HOLT (laughing): “At last.”\n\nREED: No.\n\nMR. BERG: To which I say\n\n[Applause]\n",
		"Anna Berg spoke to us.\n\nWhy did you leave?\n\nNobody asked me to stay.\n\nAnd now?\n\n“Now,” Berg said, “I wait.",
		"Two officials, who asked not to be named, said Mrs Strake’s husband, the baker, said he had been told by",
		"The trial, begun in June, two years ago, “is over”, according to the mayor-elect, a claim the ministry denies.\nOn 3 May, a year ago, he left",
		"&lt;p&gt;Said Holt: &quot;It&#8217;s late&quot;, to",
	} {
		f.Add(text, true)
		f.Add(text, false)
	}
	x := New(nil)
	f.Fuzz(func(t *testing.T, text string, dated bool) {
		if len(text) > 4000 {
			return
		}
		a := article.Article{ID: "a", Text: text}
		if dated {
			a.Published = article.Moment{Time: time.Date(2031, 5, 7, 9, 0, 0, 0, time.UTC), Precision: article.Minute}
		}
		got, events, err := x.AnnotateEvents(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		within := func(what string, spans ...article.Span) {
			t.Helper()
			for _, s := range spans {
				if s.Start < 0 || s.End < s.Start || s.End > len(text) {
					t.Fatalf("%s is at %v of %d bytes", what, s, len(text))
				}
			}
		}
		for _, s := range got.Statements {
			if len(s.Content) == 0 || s.Content[0].Len() == 0 || s.Speaker != article.Nobody && (s.Speaker < 0 || s.Speaker >= len(got.People)) {
				t.Fatalf("a statement %+v of %d people", s, len(got.People))
			}
			within("the content of a statement", s.Content...)
			within("a statement", s.Cue, s.Source, s.Inner, s.Sentence, s.Said.Span)
			for i := 1; i < len(s.Content); i++ {
				if s.Content[i].Start < s.Content[i-1].End {
					t.Fatalf("the content of a statement is not in order: %v", s.Content)
				}
			}
			if !s.Sentence.IsZero() && (s.Sentence.Start > s.Content[0].Start || s.Sentence.End < s.Content[len(s.Content)-1].End) {
				t.Fatalf("the sentence %v does not hold its statement, %v", s.Sentence, s.Content)
			}
		}
		for _, p := range got.People {
			within("a mention", p.Mentions...)
			within("a role", p.Roles...)
		}
		for _, d := range got.Dates {
			within("a date", d.Span)
		}
		for _, e := range events {
			within("a dated sentence", e.Sentence, e.Date.Span)
		}
	})
}
