package ingest

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestLackingExample shows a file that lacks its date before one that lacks its outlet alone: without the
// date its weekdays stay open.
func TestLackingExample(t *testing.T) {
	dated := article.Article{Published: article.Moment{Time: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), Precision: article.Day}}
	undated := article.Article{Source: "Quay Post"}
	for _, row := range []struct {
		files []string
		of    []article.Article
		want  string
	}{
		{[]string{"letter.eml", "notes.txt", "more.txt"}, []article.Article{dated, undated, {}}, "notes.txt"},
		{[]string{"notes.txt", "letter.eml"}, []article.Article{{}, dated}, "notes.txt"},
		{[]string{"letter.eml", "page.html"}, []article.Article{dated, dated}, "letter.eml"},
	} {
		var l Lacking
		for i, a := range row.of {
			l.add(a, row.files[i])
		}
		if l.Example != row.want {
			t.Errorf("%q: %s, want %s", row.files, l.Example, row.want)
		}
	}
}
