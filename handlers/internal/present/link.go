package present

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Link returns the exact place of spans: the console's article page if a base address
// is configured, else the article's own address with a text fragment
// (https://wicg.github.io/scroll-to-text-fragment/).
func (p Presenter) Link(r article.Record, spans []article.Span) string {
	if len(spans) == 0 {
		return r.URL
	}
	if p.BaseURL != "" {
		last := spans[len(spans)-1]
		return strings.TrimSuffix(p.BaseURL, "/") + bot.ArticlePath(r.ID, bot.Span{Start: spans[0].Start, End: last.End})
	}
	u, err := url.Parse(r.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	base, _, _ := strings.Cut(r.URL, "#")
	return base + "#:~:text=" + textFragment(spans[0].Of(r.Text))
}

// textFragment names a passage by its first and last words, as a page shows them.
func textFragment(text string) string {
	words := pageWords(strings.SplitN(text, "\n", 2)[0])
	const edge = 5
	if len(words) <= 2*edge {
		return fragmentEscape(strings.Join(words, " "))
	}
	return fragmentEscape(strings.Join(words[:edge], " ")) + "," + fragmentEscape(strings.Join(words[len(words)-edge:], " "))
}

// What Markdown writes and no page shows: links and pictures, marks that begin headings,
// lists and quotes, and marks of emphasis and code before and after words.
var (
	markdownLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)\s]*\)`)
	lineMark     = regexp.MustCompile(`^\s*(?:#{1,6}|[-*+>])\s+`)
	markBefore   = regexp.MustCompile("(^|[\\s(\\p{Pi}\"'])[*_`]+")
	markAfter    = regexp.MustCompile("[*_`]+($|[\\s.,;:!?)\\p{Pf}\"'])")
)

// pageWords returns the words of a line without the marks of Markdown: a fragment that
// has them matches nothing.
func pageWords(line string) []string {
	line = lineMark.ReplaceAllString(markdownLink.ReplaceAllString(line, "$1"), "")
	return strings.Fields(markAfter.ReplaceAllString(markBefore.ReplaceAllString(line, "$1"), "$1"))
}

func fragmentEscape(s string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(s))
}
