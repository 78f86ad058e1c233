package article_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestWording(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		equal bool
	}{
		{"The dam is safe.", "The dam  is\nsafe,", true},
		{"“It’s safe”", "\"It's safe\"", true},
		{"The dam is safe.", "The dam is unsafe.", false},
		{"The har\u00adbour is\u2060 safe.", "The harbour is safe.", true},
		{"The dam is safe.", "The dam is not safe.", false},
		{"The dam is safe.", "The dam is safe?", false},
		{"We lost $5 million", "We lost €5 million", false},
		{"We lost 5", "We lost -5", false},
		{"It grew 1.5 per cent", "It grew 15 per cent", false},
		{"It grew 5%", "It grew 5", false},
		{"We're ready", "Were ready", false},
		{"The US agreed", "The us agreed", false},
		{"Ask Müller", "Ask Muller", false},
	} {
		if got := article.Wording(c.a) == article.Wording(c.b); got != c.equal {
			t.Errorf("%q and %q: equal is %v", c.a, c.b, got)
		}
	}
}

// TestStatementWording checks which statements count as reprints.
func TestStatementWording(t *testing.T) {
	words := func(said string) string {
		r := article.Record{Article: article.Article{Text: "He said: " + said}}
		start := strings.Index(r.Text, said)
		r.Annotation.Statements = []article.Statement{{Content: []article.Span{{Start: start, End: len(r.Text)}}}}
		return r.Annotation.Statements[0].Wording(r.Text)
	}
	first := words("The dam is safe for all 900 families,")
	for said, reprint := range map[string]bool{
		"The dam is safe for all\n900 families.":    true,
		"The dam is unsafe for all 900 families,":   false,
		"The dam is not safe for all 900 families,": false,
		"The dam is safe for all 990 families,":     false,
		"The dam is safe for all -900 families,":    false,
		"The Dahm is safe for all 900 families,":    false,
		"The dam is safe for all 900 families?":     false,
	} {
		if got := words(said) == first; got != reprint {
			t.Errorf("%q: a reprint is %v", said, got)
		}
	}
}
