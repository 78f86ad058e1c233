package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"html/template"
	"regexp"
	"slices"
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

// welcomeView is the start page.
type welcomeView struct {
	Home
	Days   []dayView
	People *tableView
	Empty  bool // there is nothing to ask about yet
}

// dayView is what was published on one day.
type dayView struct {
	Date  bot.When
	Items []itemView
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
	if c, ok := s.Mux.Find("ask"); ok {
		for _, example := range s.Mux.Examples(s.request(), c, 1) {
			view.Hint = strings.TrimPrefix(example, "/ask ")
		}
	}
	return view
}

func (s *site) welcome(ctx context.Context) *welcomeView {
	if s.Home == nil {
		return &welcomeView{}
	}
	view := &welcomeView{Home: s.Home(ctx)}
	view.Empty = view.Holds == nil
	view.People = s.tableOf(bot.Card{Items: view.Home.People})
	for _, it := range view.Latest {
		if n := len(view.Days); n == 0 || view.Days[n-1].Date.Text != it.Published.Text {
			view.Days = append(view.Days, dayView{Date: it.Published})
		}
		it.Actions = slices.DeleteFunc(slices.Clone(it.Actions), func(a bot.Action) bool { return a.Call.Command != "context" })
		day := &view.Days[len(view.Days)-1]
		day.Items = append(day.Items, s.itemOf(it, question{}))
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
		"buttons":   buttonsOf,
		"pages":     pagesOf,
		"previous":  func(a bot.Action, c bot.Card) bool { return pageLetter(a, c) == "p" },
		"judges":    func() bool { return s.Feedback != nil },
		"command":   s.command,
		"help":      func() string { return s.command("help") },
		"itemOf":    s.itemOf,
		"tableOf":   s.tableOf,
		"flows":     flows,
		"number":    func(fact string) []string { n, noun, _ := strings.Cut(fact, " "); return []string{n, noun} },
		"unfolds":   func(a bot.Action) bool { return a.Call.Command == "context" },
		"verifying": s.verifying,
		"usual":     func(c bot.Card) bool { return c.Status == bot.Answered && (len(c.Items) > 0 || len(c.Text) > 0) },
		"chart":     s.chartOf,
		"several":   func(p *bot.Picture) bool { return p != nil && len(p.Series) > 1 }, // many panels stand below the rows
		"args":      func(p *bot.Picture, id string) pictureView { return pictureView{p, id} },
		"add":       func(a, b int) int { return a + b },
		"exportAs":  func(q question, format string) string { return q.address("/export") + "&format=" + format },
		"again":     func(q question) string { return question{Line: q.Line, Offset: q.Offset}.address("/") },
		"lines":     func(text string) []string { return strings.Split(text, "\n") },
	}
}

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
