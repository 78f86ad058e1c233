package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"html/template"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// pageView is what page.html shows.
type pageView struct {
	Title   string
	Line    string // in the input
	Hint    string // what could be typed there
	Menu    []bot.Command
	Answer  *answerView
	Welcome *welcomeView
	Article *articleView
	Problem string
}

// answerView is one Card on the page.
type answerView struct {
	Question question
	ID       string // of its element, the same for the same question
	Card     bot.Card
	Confirm  string // what a command that waits for a form would do
	Thanks   bool   // a judgement was just kept
}

// pictureView is a picture with the element that it belongs to.
type pictureView struct {
	Picture *bot.Picture
	ID      string
}

type welcomeView struct {
	Holds    []string
	Topics   []bot.Action
	Examples []string
}

type signInView struct {
	Problem string
	Place   string // that a link from another site led to
}

// menuCommands are linked from every page, where the bot has them.
var menuCommands = []string{"people", "topics", "sources", "status", "help"}

func (s *site) layout(line string) pageView {
	view := pageView{Line: line}
	for _, name := range menuCommands {
		if c, ok := s.Mux.Find(name); ok {
			view.Menu = append(view.Menu, c)
		}
	}
	for _, c := range s.Mux.Commands {
		if examples := s.Mux.Examples(s.request(), c, 1); view.Hint == "" && len(examples) > 0 {
			view.Hint = examples[0]
		}
	}
	return view
}

func (s *site) welcome(ctx context.Context) *welcomeView {
	view := &welcomeView{}
	if s.Holds != nil {
		view.Holds = s.Holds(ctx)
	}
	if s.Topics != nil {
		view.Topics = s.Topics(ctx)
	}
	for _, c := range s.Mux.Commands {
		if !c.Admin && !c.Changes && len(view.Examples) < 6 {
			view.Examples = append(view.Examples, s.Mux.Examples(s.request(), c, 1)...)
		}
	}
	return view
}

// answerID returns an ID made of the question, so that asking again replaces the answer.
func answerID(q question) string {
	sum := sha256.Sum256([]byte(q.address("")))
	return "a" + hex.EncodeToString(sum[:6])
}

// functions returns what the templates call.
func (s *site) functions() template.FuncMap {
	return template.FuncMap{
		"words":     wordsHTML,
		"web":       webAddress,
		"ask":       func(line string) string { return question{Line: line}.address("/") },
		"link":      s.link,
		"formats":   func() []string { return bot.ExportFormats },
		"inArticle": s.inArticle,
		"buttons":   buttonsOf,
		"pages":     pagesOf,
		"previous":  func(a bot.Action, c bot.Card) bool { return pageLetter(a, c) == "p" },
		"judges":    func() bool { return s.Feedback != nil },
		"usual":     func(c bot.Card) bool { return c.Status == bot.Answered && (len(c.Items) > 0 || len(c.Text) > 0) },
		"chart":     chartOf,
		"several":   func(p *bot.Picture) bool { return p != nil && len(p.Series) > 1 }, // many panels stand below the rows
		"args":      func(p *bot.Picture, id string) pictureView { return pictureView{p, id} },
		"add":       func(a, b int) int { return a + b },
		"exportAs":  func(q question, format string) string { return q.address("/export") + "&format=" + format },
		"again":     func(q question) string { return question{Line: q.Line, Offset: q.Offset}.address("/") },
		"lines":     func(text string) []string { return strings.Split(text, "\n") },
	}
}

// link returns where a button leads without a script.
func (s *site) link(a bot.Action) string {
	line := a.Line
	if c, ok := s.Mux.Find(a.Call.Command); ok {
		line = c.Line(a.Call)
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

// inArticle returns the article's page with the excerpt marked; "" where it has none.
func (s *site) inArticle(e bot.Excerpt) string {
	if s.Article == nil || e.Article == "" || len(e.Spans) == 0 {
		return ""
	}
	return ArticleAddress(e.Article, e.Spans)
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
	return controls.Replace(html.EscapeString(text))
}

var controls = strings.NewReplacer("\r", "&#13;", "\x00", `<span class="nul" title="a NUL character">␀</span>`)
