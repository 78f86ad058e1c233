package handlers_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestStatementWords checks what watches and digests take for a reprint.
func TestStatementWords(t *testing.T) {
	words := func(said string) string {
		r := article.Record{Article: article.Article{Text: "He said: " + said}}
		start := strings.Index(r.Text, said)
		r.Annotation.Statements = []article.Statement{{Content: []article.Span{{Start: start, End: len(r.Text)}}}}
		return handlers.StatementWords(r, 0)
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
