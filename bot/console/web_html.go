package console

import (
	"html"
	"html/template"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// command returns where a command without arguments is asked, "" if there is none.
func (s *site) command(name string) string {
	if _, ok := s.Mux.Find(name); !ok {
		return ""
	}
	return question{Line: "/" + name}.address("/")
}

// link returns where a button leads without a script.
func (s *site) link(a bot.Action) string {
	line := a.Line
	if c, ok := s.Mux.Find(a.Call.Command); ok {
		line = c.Line(a.Call)
	}
	if asked := a.Call.Args["question"]; a.Call.Command == "ask" && asked == a.Label && strings.HasSuffix(asked, "?") {
		line = asked // a plain question needs no command
	}
	q := question{Line: line, Offset: a.Call.Offset}
	if a.Kind == bot.Page {
		q.Generation = a.Call.Generation
	}
	return q.address("/")
}

// buttonsOf returns the actions that answer; what the page offers for every answer
// (share, export, judge, delete) it makes itself.
func buttonsOf(actions []bot.Action) []bot.Action {
	var out []bot.Action
	for _, a := range actions {
		if a.Kind == bot.Run {
			out = append(out, a)
		}
	}
	return out
}

func pagesOf(actions []bot.Action) []bot.Action {
	var out []bot.Action
	for _, a := range actions {
		if a.Kind == bot.Page {
			out = append(out, a)
		}
	}
	return out
}

// ArticleAddress returns bot.ArticlePath with the place in the page.
func ArticleAddress(id string, passages []bot.Span) string {
	address := bot.ArticlePath(id, passages...)
	if len(passages) > 0 {
		address += "#passage"
	}
	return address
}

// wordsHTML returns an article's text with its marks, written so that a browser gives
// back every byte: a carriage return, which a browser would turn into a line
// feed, as a reference, and NUL, which HTML cannot hold at all, as an element.
func wordsHTML(text string, marks []bot.Span) template.HTML {
	var b strings.Builder
	for _, s := range bot.Segments(text, marks) {
		if s.Marked {
			b.WriteString("<mark>" + exactHTML(s.Text) + "</mark>")
		} else {
			b.WriteString(exactHTML(s.Text))
		}
	}
	return template.HTML(b.String())
}

func exactHTML(text string) string {
	shown := controls.Replace(html.EscapeString(text))
	shown = headingSign.ReplaceAllString(shown, `<span class="markup">$0</span>`)
	return emphasis.ReplaceAllString(shown, `<span class="markup">$1</span>$2<span class="markup">$3</span>`)
}

// Signs of Markdown, which are the article's bytes and shown as such, in a quiet colour.
var (
	headingSign = regexp.MustCompile(`(?m)^#{1,6} `)
	emphasis    = regexp.MustCompile(`(\*{1,2})([\pL\pN](?:[^*\n<>]*[^\s*<>])?)(\*{1,2})`)
)

var controls = strings.NewReplacer("\r", "&#13;", "\x00", `<span class="nul" title="a NUL character">␀</span>`)
