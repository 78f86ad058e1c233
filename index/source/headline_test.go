package source

import (
	"strings"
	"testing"
)

// TestFirstHeadline reads the headline of plain texts, and of texts without one.
func TestFirstHeadline(t *testing.T) {
	paragraph := "The council of Skarn voted on Monday to close the old ferry, which has crossed the sound since 1911, at the end of March."
	for name, c := range map[string]struct{ text, want string }{
		"a line, then a blank line":     {"Council votes to close the ferry\n\n" + paragraph, "Council votes to close the ferry"},
		"blank lines before":            {"\n \nCouncil votes to close the ferry\r\n\r\n" + paragraph, "Council votes to close the ferry"},
		"a line, then a long line":      {"Council votes to close the ferry\n" + paragraph, "Council votes to close the ferry"},
		"a question":                    {"Who will close the ferry?\n\n" + paragraph, "Who will close the ferry?"},
		"with a number":                 {"Ferry to close after 114 years\n\n" + paragraph, "Ferry to close after 114 years"},
		"quoted words":                  {"‘The ferry will sail again’\n\n" + paragraph, "‘The ferry will sail again’"},
		"a sentence":                    {"The council voted to close the ferry.\n\n" + paragraph, ""},
		"a sentence in quotation marks": {"“The ferry will sail again.”\n\n" + paragraph, ""},
		"wrapped text":                  {"The council of Skarn voted on Monday to close the old ferry, which\nhas crossed the sound since 1911, at the end of March.\n", ""},
		"a paragraph":                   {paragraph + "\n\n" + paragraph, ""},
		"a long line without its end":   {strings.TrimSuffix(paragraph, ".") + " and more\n\n" + paragraph, ""},
		"a byline":                      {"By Dora Fenn\n\n" + paragraph, ""},
		"a dateline":                    {"SKARN, March 2 (Reuters)\n\n" + paragraph, ""},
		"a field":                       {"Headline: Council votes\n\n" + paragraph, ""},
		"a day":                         {"Monday, 2 March 2026\n\n" + paragraph, ""},
		"a date in figures":             {"2026-03-02 10:00\n\n" + paragraph, ""},
		"one word":                      {"NEWS\n\n" + paragraph, ""},
		"nothing else":                  {"Council votes to close the ferry\n", ""},
		"one line":                      {"Council votes to close the ferry", ""},
	} {
		if got := firstHeadline(c.text); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}
