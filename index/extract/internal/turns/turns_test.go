package turns

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// newDocument cuts up text with its quotations.
func newDocument(text string) *doc.Document {
	d := doc.New(article.Article{Text: text})
	d.Quotes = doc.FindQuotes(d)
	return d
}

// describe returns statements, each as the words that name the speaker and what is said.
func describe(text string, found []article.Statement) (out []string) {
	for _, st := range found {
		var content []string
		for _, c := range st.Content {
			content = append(content, c.Of(text))
		}
		out = append(out, st.Source.Of(text)+" | "+strings.Join(content, " … "))
	}
	return out
}

// TestFind checks which words name the speaker: a name with its role, and nothing after it.
func TestFind(t *testing.T) {
	for text, want := range map[string][]string{
		"Marta Keel, mayor of Hartwell: “It should come down.”":                                     {"Marta Keel, mayor of Hartwell | It should come down."},
		"“We asked everybody.” — Minister Teodor Lusk, at a press conference on Monday":             {"Minister Teodor Lusk | We asked everybody."},
		"“It should come down.” – Marta Keel, mayor, on Monday.":                                    {"Marta Keel, mayor | It should come down."},
		"“Nobody asked us.” — a union official":                                                     {"a union official | Nobody asked us."},
		"The mayor, Marta Keel, said in a letter:\n“It should come down.\n“And soon.\n“Thank you.”": {"Marta Keel | It should come down. … And soon. … Thank you."},
		"“It should come down.\n“And soon.” – Marta Keel":                                           {"Marta Keel | It should come down. … And soon."},
		"Ann Holm met the Gazette.\nQ: Why?\nA: Because.\nAnd so on.\nQ: Who?\nA: Everybody.":       {"Ann Holm | Because. … And so on.", "Ann Holm | Everybody."},
		"Ann Holm: Why? [Crosstalk] Say.\nPaul Reiss (laughing): Because. (Applause.)\n[A telephone rings]\nAnn Holm (to Paul Reiss): It rings (as I said).": {
			"Ann Holm | Why? … Say.", "Paul Reiss | Because.", "Ann Holm | It rings (as I said)."},
		"It has passed. Minister Liv Sorrel: “At last.” Opposition leader Radek Voss: “Too late.” In short: “No.”": {
			"Minister Liv Sorrel | At last.", "Opposition leader Radek Voss | Too late."},
		"Ann Holm: Why?\nPaul Reiss: Because.":                       {"Ann Holm | Why?", "Paul Reiss | Because."},
		"Ann Holm: Why?":                                             nil,
		"“It should come down.” — 14 May":                            nil,
		"“It should come down,” Marta Keel said.":                    nil,
		"“It should come down,” according to mayor Marta Keel.":      nil,
		"“It should come down”, according to Marta Keel, the mayor.": nil,
	} {
		found, _ := Find(lexicon.Tag(newDocument(text)))
		if got := describe(text, found); !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}

// TestFindRest: what is left for reporting words has no labels that name nobody.
func TestFindRest(t *testing.T) {
	for text, want := range map[string]string{
		"Q: Why?\nA: It should, said Ann Holm.":                    "Why?|It should, said Ann Holm.",
		"A. Holm left.":                                            "A. Holm left.",
		"Ann Holm: Why?\nHarbour Gazette: Why so?\nAnn Holm: Yes.": "Ann Holm: Why?|Why so?|Ann Holm: Yes.",
	} {
		_, rest := Find(lexicon.Tag(newDocument(text)))
		var got []string
		for _, p := range rest.Paragraphs {
			got = append(got, text[rest.Tokens[p.First].Start:rest.Tokens[p.Last-1].End])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s\n got %q\nwant %q", text, got, want)
		}
	}
}
