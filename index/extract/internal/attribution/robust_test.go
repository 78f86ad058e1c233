package attribution

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// checkStatements returns what is wrong with the form of statements: spans must
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
		for _, c := range append(slices.Clip(s.Content), s.Cue, s.Source, s.Inner) {
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
	m := loadModel(f)
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "�")
		d := doc.New(article.Article{Text: text})
		d.Quotes = doc.FindQuotes(d)
		for _, q := range d.Quotes {
			if !onRunes(text, q.Span) || q.Len() == 0 {
				t.Fatalf("quotation %v of %q", q, text)
			}
		}
		if wrong := checkStatements(text, m.Statements(d)); wrong != "" {
			t.Fatalf("%s in %q", wrong, text)
		}
	})
}

func loadModel(t testing.TB) *Model {
	m, err := ReadModel(statementModel)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// BenchmarkStatements measures bytes of news a second, on one core.
func BenchmarkStatements(b *testing.B) {
	const story = `The mayor of Lindholm said on Friday that the old bridge would open again in May. “We are ready,” she told reporters.
The works took two years and cost forty million, more than twice what the council had planned, and shops along the quay lost customers.
According to the port authority, some 300 boats a day pass below the bridge in summer. “It is the heart of the town,” Holt said. “Nobody wants to lose it.”
Critics argue that the toll is too high, and the union has warned that drivers will stay away.
`
	text := strings.Repeat(story, 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	m := loadModel(b)
	for b.Loop() {
		d := doc.New(article.Article{Text: text})
		d.Quotes = doc.FindQuotes(d)
		m.Statements(d)
	}
}
