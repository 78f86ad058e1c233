package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, body, forms, stems string }{
		{"inflections share a stem", "He said stories end.", "he said stories end", "he say stori end"},
		{"a hyphenated word gives parts and whole", "cease-fire", "cease fire ceasefire", "ceas fire ceasefir"},
		{"accents and case go", "Erdoğan, ŁÓDŹ", "erdogan lodz", "erdogan lodz"},
		{"a possessive goes", "the mayor's and the mayor’s", "the mayor and the mayor", "the mayor and the mayor"},
		{"the country is not the pronoun", "The U.S. told us", "the usa told us", "the usa tell us"},
		{"numbers keep their decimals", "1,250.5 per cent.", "1250.5 per cent", "1250.5 per cent"},
		{"nobody sees a soft hyphen", "me\u00addi\u00ad\u200bator\u00ad left", "mediator left", "mediate leav"},
		{"punctuation alone is no word", "— … \"'", "", ""},
	} {
		var forms, stems []string
		for _, w := range text.NewAnalyzer().Words(c.body) {
			forms, stems = append(forms, w.Form), append(stems, w.Stem)
		}
		if got := strings.Join(forms, " "); got != c.forms {
			t.Errorf("%s: forms %q, want %q", c.name, got, c.forms)
		}
		if got := strings.Join(stems, " "); got != c.stems {
			t.Errorf("%s: stems %q, want %q", c.name, got, c.stems)
		}
	}
}

func TestWholeWords(t *testing.T) {
	var forms []string
	for _, w := range text.NewAnalyzer().WholeWords([]string{"cease-fire talks", "e-mail"}) {
		forms = append(forms, w.Form)
	}
	if want := []string{"ceasefire", "talks", "email"}; !slices.Equal(forms, want) {
		t.Errorf("got %q, want %q", forms, want)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"harbour", "harbour", 0},
		{"harbour", "harbor", 1},
		{"harbuor", "harbour", 1}, // a swap is one error
		{"hrabuor", "harbour", 2},
		{"xarbuors", "harbour", -1},
		{"port", "ports", 1},
		{"port", "parts", -1}, // short words may have one error
		{"of", "or", -1},      // too short
	} {
		if got := text.Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestTopicUses(t *testing.T) {
	const body = "They will build the new bridge in Northport."
	var got []string
	words := text.Words(body)
	uses := text.TopicUses(body, words)
	for _, w := range words {
		if !text.Carries(w.Form) {
			continue
		}
		printed, usage := text.Bare(w.Of(body)), text.Usage(uses[0])
		uses = uses[1:]
		switch {
		case usage&text.UsedAsNoun != 0:
			printed += "/noun"
		case usage&text.UsedAsVerb != 0:
			printed += "/verb"
		case usage&text.UsedAsAdjective != 0:
			printed += "/adjective"
		}
		got = append(got, printed)
	}
	if want := "build/verb new/adjective bridge/noun Northport/noun"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPassages(t *testing.T) {
	wrapped := strings.Repeat("The ferry line between the two islands is to close in the autumn of\n", 3)
	long := strings.Repeat("A sentence that is repeated until the paragraph is too long. ", 40)
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"a line is a paragraph", "One.\nTwo.\n\nThree.", 3},
		{"hard-wrapped lines are one", wrapped, 1},
		{"a long paragraph is cut", long, 3},
		{"a short letter that is wrapped", "The union has moved its ballot on the harbour pact from\n4 December to 27 November.\n\nIts chairman said that waiting helps only those\nwho hope that all forget.\n\nHe said no more.\n\n-- \nThe union", 5},
		{"lines of a verse", "The gull is grey\nand the sea is cold\nand nobody sings.", 3},
		{"sentences in a line each beside a wrapped one", "The ferry line between the two islands is to close, said\nthe harbour office.\nNobody was told.\nThe crews go home.", 3},
		{"paragraphs in long lines", strings.Repeat("The ferry line between the two islands is to close in the autumn of next year, said the office\nit was a long day.\n", 3), 6},
		{"blank text has none", " \n\n ", 0},
	} {
		got := text.Passages(c.body)
		if len(got) != c.want {
			t.Errorf("%s: %d passages, want %d", c.name, len(got), c.want)
		}
		for _, p := range got {
			if s := p.Of(c.body); utf8.RuneCountInString(s) > text.MaxPassage || s != strings.TrimSpace(s) {
				t.Errorf("%s: passage %q", c.name, s)
			}
		}
	}
}

func TestSentences(t *testing.T) {
	for body, want := range map[string]string{
		"The gate is shut. The men went home.":                         "The gate is shut.|The men went home.",
		"KELMOUTH, Nov. 28 (Tarn) - Dockers said no. They left.":       "KELMOUTH, Nov. 28 (Tarn) - Dockers said no.|They left.",
		"Mr. Holt met Dr. Berg and J. R. Reed on Sept. 3. All agreed.": "Mr. Holt met Dr. Berg and J. R. Reed on Sept. 3.|All agreed.",
		"It cost 3.5 million, vs. two before. Go.":                     "It cost 3.5 million, vs. two before.|Go.",
		"“It is shut.” He left.":                                       "“It is shut.”|He left.",
		"Ask Gen. Orlo! He knows? Perhaps.":                            "Ask Gen. Orlo!|He knows?|Perhaps.",
	} {
		var got []string
		for _, s := range text.Sentences(body) {
			got = append(got, s.Of(body))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("got %q, want %s", got, want)
		}
	}
}

func TestFindStems(t *testing.T) {
	const body = "The ferry-boat lines close; a ferry line closed."
	words := text.NewAnalyzer().Words(body)
	var got []string
	for _, s := range text.FindStems(words, []string{"line", "close"}) {
		got = append(got, s.Of(body))
	}
	if want := []string{"lines close", "line closed"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !text.HoldForms(words, []string{"ferry", "boat", "lines"}) || text.HoldForms(words, []string{"line", "close"}) {
		t.Error("HoldForms must compare folded forms, hyphenated words in parts")
	}
}

func TestLongestRun(t *testing.T) {
	matched, extent := text.LongestRun(strings.Fields("we will close the line"), strings.Fields("today we will not close the old line"))
	if matched != 5 || extent != 7 {
		t.Errorf("got %d words over %d, want 5 over 7", matched, extent)
	}
}

// FuzzWords checks that words and passages are ordered byte ranges of their text.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"cease-fire's U.S. 1,000", "Erdoğan’s\n\nŁódź", "a‑‑b \xff\xfe", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range text.NewAnalyzer().Words(s) {
			if w.Start < 0 || w.Start > w.End || w.End > len(s) || strings.TrimSpace(w.Of(s)) != w.Of(s) {
				t.Fatalf("word %+v of %q", w, s)
			}
		}
		end := 0
		for _, p := range text.Passages(s) {
			if p.Start < end || p.End <= p.Start || p.End > len(s) {
				t.Fatalf("passage %+v of %q", p, s)
			}
			end = p.End
		}
	})
}
