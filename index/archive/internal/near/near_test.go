package near

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// text returns n words, of which each that begins with a different number differs.
func text(n, from int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "word%c%c ", 'a'+(i+from)%26, 'a'+(i+from)/26%26)
	}
	return b.String()
}

func TestResemblance(t *testing.T) {
	long := article.Article{Title: "A long report", Text: text(300, 0)}
	dividend := func(name, sum string) article.Article {
		return article.Article{Title: name + " pays a dividend", Text: "The board of the company declared a dividend of " + sum + " crowns for each share, to be paid to those who hold shares at the end of the month, it said on Monday."}
	}
	for _, c := range []struct {
		what  string
		a, b  article.Article
		alike bool
	}{
		{"the same", long, long, true},
		{"case and punctuation", long, article.Article{Text: strings.ToUpper(strings.ReplaceAll(long.Text, " ", ", "))}, true},
		{"a paragraph cut off", long, article.Article{Text: text(280, 0)}, true},
		{"half of it", long, article.Article{Text: text(150, 0)}, false},
		{"another", long, article.Article{Text: text(300, 301)}, false},
		{"a template with another sum", dividend("Alnor", "12"), dividend("Alnor", "14"), false},
		{"a short text under another title", article.Article{Title: "One", Text: "No news today."}, article.Article{Title: "Two", Text: "No news today."}, false},
	} {
		a, b := Of(c.a), Of(c.b)
		if got := Resemblance(a, b); (got >= Least) != c.alike {
			t.Errorf("%s: %.2f", c.what, got)
		}
		if Resemblance(a, b) != Resemblance(b, a) {
			t.Errorf("%s: not the same both ways", c.what)
		}
		meet := false
		for i, band := range a.Bands() {
			meet = meet || bytes.Equal(band, b.Bands()[i])
			if len(band) != BandSize {
				t.Errorf("%s: a band has %d bytes", c.what, len(band))
			}
		}
		if c.alike && !meet && c.what == "the same" {
			t.Errorf("%s: they meet in no band", c.what)
		}
	}
}

func TestSameNews(t *testing.T) {
	at := func(days int) article.Moment {
		return article.Moment{Precision: article.Day, Time: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)}
	}
	short, long := make(Shingles, 30), make(Shingles, 200)
	for _, c := range []struct {
		s    Shingles
		days int
		want bool
	}{{short, 0, true}, {short, 7, true}, {short, 8, false}, {short, -8, false}, {long, 100, true}} {
		if SameNews(c.s, at(0), at(c.days)) != c.want {
			t.Errorf("%d shingles, %d days apart: want %v", len(c.s), c.days, c.want)
		}
	}
}
