package extract

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// checkStatements tells what is wrong with the form of statements: spans must
// lie within the text, in order, not empty, on rune boundaries.
func checkStatements(text string, statements []article.Statement) string {
	last := -1
	for _, s := range statements {
		if len(s.Content) == 0 {
			return "a statement without content"
		}
		if s.Content[0].Start < last {
			return "statements out of order"
		}
		last = s.Content[0].Start
		end := 0
		for _, c := range s.Content {
			if c.Start < end || c.Start >= c.End {
				return "content out of order or empty"
			}
			end = c.End
		}
		for _, c := range append(s.Content[:len(s.Content):len(s.Content)], s.Cue, s.Source, s.Inner) {
			if !onRunes(text, c) {
				return "a span that cuts a character or leaves the text"
			}
		}
		if s.Confidence < 0 || s.Confidence > 1 {
			return "a confidence that is no probability"
		}
	}
	return ""
}

func onRunes(text string, s article.Span) bool {
	if s.Start < 0 || s.End < s.Start || s.End > len(text) {
		return false
	}
	return (s.Start == len(text) || utf8.RuneStart(text[s.Start])) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}

func FuzzStatements(f *testing.F) {
	for _, row := range statementRows {
		f.Add(row.text)
	}
	f.Add("“‘“‘ said “he\n\n”’”’, she said: ''\xff\xfe said")
	f.Add("said said said. \"\"\"\"\" according to")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "�")
		d := doc.New(article.Article{Text: text})
		d.Quotes = doc.FindQuotes(d)
		for _, q := range d.Quotes {
			if !onRunes(text, q.Span) || q.Len() == 0 {
				t.Fatalf("quotation %v of %q", q, text)
			}
		}
		if wrong := checkStatements(text, New(nil).learned.statements(d)); wrong != "" {
			t.Fatalf("%s in %q", wrong, text)
		}
	})
}

// TestAnyBytes takes text that is not UTF-8 too: it must not fail.
func TestAnyBytes(t *testing.T) {
	for _, text := range []string{"\xff", "“\xffhello\x80” he said", "\x00", strings.Repeat("\xe2\x80", 99), ""} {
		New(nil).Annotate(article.Article{Text: text})
	}
}

// TestLongTexts: time grows with the length alone, whatever the text is made of.
func TestLongTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	const size = 5_000
	for name, unit := range map[string]string{
		"news":             "The mayor said on Friday that the bridge would open soon. “We are ready,” she told reporters.\n",
		"quotation marks":  "“",
		"closing marks":    "”",
		"straight marks":   "\" ",
		"apostrophes":      " '",
		"brackets":         "(",
		"one word":         "a",
		"full stops":       ".",
		"stops and letter": ".a",
		"letters, stops":   "a.",
		"no sentence ends": "and she said he said ",
		"cues":             "said ",
		"commas":           "he, said, ",
	} {
		t.Run(name, func(t *testing.T) {
			small := annotateTime(t, strings.Repeat(unit, size/len(unit)))
			took := annotateTime(t, strings.Repeat(unit, 4*size/len(unit)))
			if took > time.Second && took > 8*small {
				t.Errorf("%d bytes took %v, four times as many %v", size, small, took)
			}
		})
	}
}

// annotateTime is how long annotating text takes, whose outcome must be in order.
func annotateTime(t *testing.T, text string) time.Duration {
	start := time.Now()
	found := New(nil).Annotate(article.Article{Text: text})
	if wrong := checkStatements(text, found.Statements); wrong != "" {
		t.Error(wrong)
	}
	return time.Since(start)
}
