package present

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestReported shows the whole sentence around a reported statement, which is
// between guillemets in each text.
func TestReported(t *testing.T) {
	for name, row := range map[string]struct{ text, want string }{
		"between two sentences":        {"The lock is old. Varga said that «the gates leak». Nobody knew more.", "Varga said that the gates leak."},
		"the only sentence":            {"Varga said «the gates leak»", "Varga said the gates leak"},
		"after an abbreviation":        {"It rained. Dr. Varga told Sen. Holm that «the U.S. pumps leak» badly. He left.", "Dr. Varga told Sen. Holm that the U.S. pumps leak badly."},
		"after a quotation":            {"“Enough!” Varga said «the gates leak». “They do.”", "Varga said the gates leak."},
		"with the words in the middle": {"On Monday, Varga said «the gates leak», to nobody’s surprise. Rain fell.", "On Monday, Varga said the gates leak, to nobody’s surprise."},
		"after a headline":             {"Gates leak\nVarga said that «the gates leak».", "Varga said that the gates leak."},
		"wrapped lines":                {"The harbour of Norrhaven was closed for most of a long week and Varga\nsaid that «the gates of the old lock at the river mouth have been\nleaking» since spring. It opened.", "The harbour of Norrhaven was closed for most of a long week and Varga\nsaid that the gates of the old lock at the river mouth have been\nleaking since spring."},
		"before a new paragraph":       {"Varga said «the gates leak»\n\nThe mayor left.", "Varga said the gates leak"},
		"a question within":            {"Varga asked whether «the gates leak» or not? She did not know.", "Varga asked whether the gates leak or not?"},
		"a number at the sentence end": {"It cost $4. Varga said «the gates cost 5.2 million». He paid.", "Varga said the gates cost 5.2 million."},
		"lower case after a full stop": {"The firm, Holm Bros. of Velis, said «the gates leak». He paid.", "The firm, Holm Bros. of Velis, said the gates leak."},
	} {
		t.Run(name, func(t *testing.T) {
			before, rest, _ := strings.Cut(row.text, "«")
			content, after, _ := strings.Cut(rest, "»")
			r := article.Record{Article: article.Article{ID: "a", Text: before + content + after}}
			s := article.Statement{Kind: article.Indirect, Content: []article.Span{{Start: len(before), End: len(before) + len(content)}}}
			got, marks := reported(r, s)
			if got.Text != row.want {
				t.Errorf("sentence %q, want %q", got.Text, row.want)
			}
			if len(marks) != 1 || got.Text[marks[0].Start:marks[0].End] != content {
				t.Errorf("marks %v in %q, want %q", marks, got.Text, content)
			}
		})
	}
}
