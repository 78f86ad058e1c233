package extract

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestHeadlines takes no statement from a headline that the text begins with, and all from the text.
func TestHeadlines(t *testing.T) {
	x := New(nil)
	const body = "Transport Minister Odile Brankhurst said that the pact would keep 1,400 jobs."
	for _, row := range []struct {
		title, text string
		want        int
	}{
		{"Pact keeps 1,400 jobs, minister says", "Pact keeps 1,400 jobs, minister says\n\n" + body, 1},
		{"Pact keeps 1,400 jobs, minister says", "Pact keeps 1,400 jobs,\nminister says\n\n" + body, 1},
		{"‘The port can burn’, Halvard told cabinet", "‘The port can burn’, Halvard told cabinet\n" + body, 1},
		{"Pact keeps 1,400 jobs", "Pact keeps 1,400 jobs, minister says\n\n" + body, 2},
		{"", "Pact keeps 1,400 jobs, minister says\n\n" + body, 2},
		{body, body, 0},
		{"Another headline", body, 1},
	} {
		if got := x.Annotate(article.Article{Title: row.title, Text: row.text}); len(got.Statements) != row.want {
			t.Errorf("%q: %d statements, want %d", row.title, len(got.Statements), row.want)
		}
	}
}
