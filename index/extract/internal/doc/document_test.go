package doc

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestTokenize(t *testing.T) {
	for text, want := range map[string]string{
		"The U.S. paid $1,000.50.":   "The|U.S.|paid|$|1,000.50|.",
		"Don't stop at 6 a.m., OK?":  "Don't|stop|at|6|a.m.|,|OK|?",
		"Holt's well-known son":      "Holt|'|s|well-known|son",
		"``We sail,'' she said":      "``|We|sail|,|''|she|said",
		"naïve café — 30-day":        "naïve|café|—|30-day",
		"\xff\xfea":                  "\xff|\xfe|a",
		"a.b.c.d.e.f.g.h.i.j.k.l.m.": "a.b.c.d.e.f.g.h.i.j.k.l.m|.",
		"":                           "",
	} {
		var got []string
		for _, tok := range Tokenize(text) {
			got = append(got, tok.Of(text))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q: got %q, want %q", text, g, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"He left. She stayed.":             {"He left.", "She stayed."},
		"Mr. Holt met George W. Bush.":     {"Mr. Holt met George W. Bush."},
		"“Go!” she said. “Why?” he asked.": {"“Go!” she said.", "“Why?” he asked."},
		"It cost 3.5 million.\nThen more":  {"It cost 3.5 million.", "Then more"},
		"It ended.) Then more.":            {"It ended.)", "Then more."},
		"Sens. Holt and Berg left.":        {"Sens. Holt and Berg left."},
		"Reps. Holt and Berg, Drs. Ek and Aas, Gens. Moe and Lie left. He stayed.": {"Reps. Holt and Berg, Drs. Ek and Aas, Gens. Moe and Lie left.", "He stayed."},
		"Bo Holt, R-Tenn., and Di Berg, D-Mass., left. He stayed.":                 {"Bo Holt, R-Tenn., and Di Berg, D-Mass., left.", "He stayed."},
		"Bo Holt (D-Conn.) spoke, and R-Tenn. Senator Berg left.":                  {"Bo Holt (D-Conn.) spoke, and R-Tenn. Senator Berg left."},
		"Holt & Partn., Berg et al.; the mayor: all left.":                         {"Holt & Partn., Berg et al.; the mayor: all left."},
		"Holt said he was ill. Berg said he was not.":                              {"Holt said he was ill.", "Berg said he was not."},
		"They sat. Holt lay in the sun. It was mass. Berg left.":                   {"They sat.", "Holt lay in the sun.", "It was mass.", "Berg left."},
		"Holt of Springfield, Ill. and Berg met on Sat. Nov. 3 at home.":           {"Holt of Springfield, Ill. and Berg met on Sat. Nov. 3 at home."},
		"He lives on Mt. Ossa. She left.":                                          {"He lives on Mt. Ossa.", "She left."},
		"He is well-read. She left.":                                               {"He is well-read.", "She left."},
		"It rang at 2 a.m. Holt said so.":                                          {"It rang at 2 a.m.", "Holt said so."},
		"It rang at 2 a.m. \"They fell,\" Holt said.":                              {"It rang at 2 a.m.", "\"They fell,\" Holt said."},
		"He left at 6 p.m. Tuesday. She left at 6 p.m. London time.":               {"He left at 6 p.m. Tuesday.", "She left at 6 p.m. London time."},
		"He left at 6 p.m. EST with Holt.":                                         {"He left at 6 p.m. EST with Holt."},
		"He left the U.S. She stayed. “It is over,” said the U.S. Senate.":         {"He left the U.S.", "She stayed.", "“It is over,” said the U.S. Senate."},
		"He left Brandell Inc. The firm fell. He is at Brandell Inc. Europe.":      {"He left Brandell Inc.", "The firm fell.", "He is at Brandell Inc. Europe."},
		"She met Tom Reed Jr. “They fell,” she said.":                              {"She met Tom Reed Jr.", "“They fell,” she said."},
		"She met Dr. “Bones” Holt, C.N. “Bud” Moore and Gen. “Old Storm” Reed.":    {"She met Dr. “Bones” Holt, C.N. “Bud” Moore and Gen. “Old Storm” Reed."},
		"She met Mr. The and Dr. He at the U.S. and U.N. He left.":                 {"She met Mr. The and Dr. He at the U.S. and U.N.", "He left."},
	} {
		d := New(article.Article{Text: text})
		var got []string
		for _, s := range d.Sentences {
			got = append(got, text[d.Tokens[s.First].Start:d.Tokens[s.Last-1].End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

func TestPositions(t *testing.T) {
	d := New(article.Article{Text: "He left. She stayed in town."})
	if i := d.TokenFrom(9); d.Word(i) != "She" || d.SentenceAt(i) != 1 {
		t.Errorf("token %d, sentence %d", i, d.SentenceAt(i))
	}
	if got := SentenceSpan(d, article.Span{Start: 20, End: 22}).Of(d.Text); got != "She stayed in town." {
		t.Errorf("sentence %q", got)
	}
	if d.Word(-1) != "" || d.Word(99) != "" {
		t.Error("words outside the document")
	}
	if empty := New(article.Article{}); SentenceSpan(empty, article.Span{}) != (article.Span{}) {
		t.Error("a sentence in an empty text")
	}
	r, o := Range{First: 2, Last: 5}, Range{First: 4, Last: 6}
	if !r.Overlaps(o) || r.Overlaps(Range{}) || !r.Contains(4) || r.Contains(5) || r.Len() != 3 || !(Range{First: 3, Last: 3}).Empty() {
		t.Error("ranges")
	}
	for word, want := range map[string]bool{"NATO": true, "J.D.": true, "Nato": false, "A": false, "É": false, "ÉTÉ": true} {
		if AllCapitals(word) != want {
			t.Errorf("AllCapitals(%q) is %v", word, !want)
		}
	}
}

// TestStopped: a document whose context is done has nothing for a stage to do.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	a := article.Article{Text: strings.Repeat("“We sail,” she said. ", 1000)}
	d := NewContext(ctx, a)
	if d.Stopped() || d.StoppedAt(0) || len(FindQuotes(d)) != 1000 {
		t.Fatal("stopped before it was cancelled")
	}
	cancel()
	if !d.Stopped() || !d.StoppedAt(2*checkEvery) || d.StoppedAt(1) || FindQuotes(d) != nil {
		t.Error("not stopped")
	}
	if d := NewContext(ctx, a); len(d.Tokens) != 0 || len(d.Sentences) != 0 {
		t.Errorf("%d tokens were cut after the end", len(d.Tokens))
	}
}

// FuzzNew: any bytes give tokens in order that leave out blanks alone, and sentences
// and quotations that lie within paragraphs.
func FuzzNew(f *testing.F) {
	f.Add("“He said ‘no’,” she wrote.\n\nMr. Holt's U.S. visit cost $1,000.50 (…)")
	f.Add("''\xff `` a.b.c.d. \u2028“")
	f.Fuzz(func(t *testing.T, text string) {
		d := New(article.Article{Text: text})
		at := 0
		for _, tok := range d.Tokens {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(text) || strings.TrimSpace(text[at:tok.Start]) != "" {
				t.Fatalf("token %v after byte %d of %q", tok.Span, at, text)
			}
			at = tok.End
		}
		last := 0
		for _, s := range d.Sentences {
			if s.First != last || s.Empty() {
				t.Fatalf("sentence %v after token %d", s, last)
			}
			last = s.Last
		}
		if last != len(d.Tokens) {
			t.Fatalf("%d of %d tokens in sentences", last, len(d.Tokens))
		}
		for _, q := range FindQuotes(d) {
			if q.Start >= q.End || q.End > len(text) || utf8.ValidString(text) && !utf8.ValidString(q.Of(text)) {
				t.Fatalf("quotation %v of %q", q, text)
			}
		}
	})
}
