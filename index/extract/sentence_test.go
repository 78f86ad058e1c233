package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestSentence gives statements that are not all quoted the sentences that report them.
func TestSentence(t *testing.T) {
	x := New(nil)
	for text, want := range map[string]string{
		"The lock is old. Lena Holt said that the gates leak. Nobody knew more.":                                        "Lena Holt said that the gates leak.",
		"It was built in July. Lena Holt said that the gates leak. Nobody knew more.":                                   "Lena Holt said that the gates leak.",
		"It was paid by two PACs. Lena Holt said that the gates leak. Nobody knew more.":                                "Lena Holt said that the gates leak.",
		"The lock is old.\u00a0Lena Holt said that the gates leak.\u00a0Nobody knew more.":                              "Lena Holt said that the gates leak.",
		"The lock is old. Sens. Lena Holt and Bo Berg said that the gates leak. Nobody knew more.":                      "Sens. Lena Holt and Bo Berg said that the gates leak.",
		"The lock is old. Lena Holt, R-Tenn., said that the gates leak. Nobody knew more.":                              "Lena Holt, R-Tenn., said that the gates leak.",
		"The lock is old. Lena Holt said that “the gates” leak in every winter. “It rains,” she said.":                  "Lena Holt said that “the gates” leak in every winter.",
		"LOCK LEAKS\n\nLena Holt said that the gates leak\n\nNobody knew more.":                                         "Lena Holt said that the gates leak",
		"Lena Holt said that the gates of the lock at the mouth of\nthe river leak in winter.\nNobody knew more of it.": "Lena Holt said that the gates of the lock at the mouth of\nthe river leak in winter.",
		"Lena Holt said that the gates leak “in every winter.”\nOn Monday, Bo Berg left.":                               "Lena Holt said that the gates leak “in every winter.”",
		"Lena Holt said that the gates leak ‘in every winter.’ On Monday, Bo Berg left.":                                "Lena Holt said that the gates leak ‘in every winter.’",
		"Lena Holt said that the gates leak «in every winter.» On Monday, Bo Berg left.":                                "Lena Holt said that the gates leak «in every winter.»",
		"Lena Holt said that the gates leak in winter…\nOn Monday, Bo Berg left.":                                       "Lena Holt said that the gates leak in winter…",
		"Lena Holt said that the gates leak at the café\nOn Monday, Bo Berg left the town.":                             "Lena Holt said that the gates leak at the café",
		"The gates leak “in every winter,” said Lena Holt. “They are old.”\nOn Monday, Bo Berg left.":                   "",
		"Lena Holt said that " + strings.Repeat("the gates leak and ", 200) + "it rains.":                               "",
	} {
		found := x.Annotate(article.Article{ID: "a", Text: text}).Statements
		if len(found) == 0 && want != "" {
			t.Errorf("%q: no statement", text)
			continue
		}
		for _, s := range found {
			switch got := s.Sentence.Of(text); {
			case s.Kind == article.Direct:
				if got != "" {
					t.Errorf("%q: a quotation is in %q", text, got)
				}
			case want == "" && len(got) > len(s.Content[0].Of(text))+2*maxSentence:
				t.Errorf("%d bytes around a statement of %d", len(got), s.Content[0].Len())
			case want != "" && got != want:
				t.Errorf("%q: in %q, want %q", text, got, want)
			}
		}
	}
}
