package console

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// pageView is the data of page.html.
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

// dayView holds the items published on one day.
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
		it = it.Plain()
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

// articleView is an article ready to be shown.
type articleView struct {
	ArticlePage
	Body      template.HTML
	Rows      []statementRow
	Receipt   string // of the marked passage, where one statement is it
	Marked    bool
	Elsewhere string // why the passage that was asked for cannot be marked
	Back      string // the answer that led here; "" if none did
}

type statementRow struct {
	ArticleStatement
	Number int // from 1, as in the text
	Words  string
	Here   bool // it is the marked passage
}

// failTitle returns the heading of a page that only says what went wrong.
func failTitle(code int) string {
	switch code {
	case http.StatusNotFound:
		return "Not found"
	case http.StatusRequestEntityTooLarge:
		return "Too long"
	case http.StatusInternalServerError:
		return "Something went wrong"
	}
	return "That cannot be done"
}

// fail shows a plain sentence within the page.
func (s *site) fail(w http.ResponseWriter, r *http.Request, code int, message string) {
	view := s.layout("")
	view.Title, view.Problem = failTitle(code), message
	s.show(w, r, code, "page.html", view)
}

// show renders into memory first, so that a fault gives no half page.
func (s *site) show(w http.ResponseWriter, r *http.Request, code int, name string, view any) {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, view); err != nil {
		s.log().ErrorContext(r.Context(), "page not rendered", slog.String("template", name), slog.Any("error", err))
		http.Error(w, "Something went wrong here; the log says what.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	b.WriteTo(w)
}
