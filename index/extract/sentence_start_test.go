package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestSentenceStarts begins the sentence after a quotation in every way: it ends there all the
// same, and the quotation stays with who said it.
func TestSentenceStarts(t *testing.T) {
	for _, start := range []string{"$40 million was", "16 wells were", "(The money was", "@brennik was", "#truce money was", "*Forty million was", "iPhones were", "“Blood money” was", "£3m was", "…and so it was", "— The money was", "[Forty million] was"} {
		text := "Ragna Ostholm said that the truce had held. \"A truce is a promise with a clock in it,\" Ostholm told reporters. " + start + " paid, said Tomas Welk, the mayor of Brennik."
		a := article.Article{ID: "a", Text: text}
		said := New(nil).Annotate(a)
		for _, s := range said.Statements {
			name := ""
			if s.Speaker != article.Nobody {
				name = said.People[s.Speaker].Name
			}
			for _, c := range s.Content {
				clock, paid := strings.Contains(c.Of(text), "clock in it"), strings.Contains(c.Of(text), "paid")
				if clock && name != "" && name != "Ragna Ostholm" || clock && paid || paid && name == "Ragna Ostholm" {
					t.Errorf("%q: %s is quoted with %q", start, name, c.Of(text))
				}
			}
		}
	}
}
