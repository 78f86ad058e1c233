package console

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestPageAttacks shows answers with hostile text in every place on the page: it has the
// elements and attributes of an answer with harmless words, and no script or style; links
// lead to pages of this server and to the web.
func TestPageAttacks(t *testing.T) {
	raced.Sequential(t)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		root, err := html.Parse(strings.NewReader(get(t, one(c).Handler(), "/?q=/show").Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		elements(t, &out, root)
		return out.String()
	})
}

// TestArticleAttacks shows an article with hostile text in every field.
func TestArticleAttacks(t *testing.T) {
	raced.Sequential(t)
	want := ""
	for _, a := range append([]bottest.Attack{{Text: bottest.Harmless}}, bottest.Attacks()...) {
		w := fakeWeb()
		page := ArticlePage{ID: "a1", Title: a.Text, Outlet: a.Text, Author: a.Text, URL: a.Text, Text: "The text.", Published: a.Text, Notice: a.Text,
			Statements: []ArticleStatement{{Speaker: a.Text, Kind: a.Text, Cue: a.Text, Said: a.Text}}}
		w.Article = func(context.Context, string) (ArticlePage, error) { return page, nil }
		root, err := html.Parse(strings.NewReader(get(t, w.Handler(), "/article/a1").Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		elements(t, &out, root)
		got := out.String()
		if want == "" {
			want = got
		}
		if linked := cards.WebAddress(a.Text) != ""; !linked && strings.TrimSpace(a.Text) != "" && got != want {
			t.Errorf("%.40q: the page has the elements\n%s\nwant\n%s", a.Text, got, want)
		}
	}
}

// elements writes the elements below n with their attributes, but not those within quoted
// words, where marks and line ends are elements.
func elements(t *testing.T, out *strings.Builder, n *html.Node) {
	t.Helper()
	if n.Type == html.ElementNode {
		fmt.Fprintf(out, "<%s", n.Data)
		for _, a := range n.Attr {
			if n.Data == "blockquote" {
				continue // of several lines, it has a class
			}
			out.WriteString(" " + a.Key)
			local := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, "#")
			web := strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "http://")
			switch {
			case strings.HasPrefix(a.Key, "on") || a.Key == "style":
				t.Errorf("an attribute %s=%q", a.Key, a.Val)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && !local && !web:
				t.Errorf("%s=%q", a.Key, a.Val)
			}
		}
		out.WriteByte('>')
		if class(n, "words") {
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		elements(t, out, c)
	}
}
