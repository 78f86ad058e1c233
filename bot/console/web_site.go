package console

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
)

// Web is the web console: one page to ask on, and the articles' pages. Mux alone
// must be set.
type Web struct {
	Mux     *bot.Mux
	Request bot.Request // what every request carries: workspace, zone, administrator, sources
	// Token, where set, must be shown once (?token= or the sign-in form). Any
	// address but this machine's own needs one; without it, requests whose
	// Host is not this machine are refused, since a page elsewhere could have
	// pointed its name here (DNS rebinding).
	Token string
	// CookieKey signs the cookie that a browser keeps once it has shown the token.
	// Kept between starts, it keeps browsers signed in; made anew where nil.
	CookieKey []byte
	// OwnUser refuses, without a token, other users of this machine. It takes a
	// system that tells whose a connection is (Linux) and does nothing elsewhere.
	OwnUser bool
	// Article returns an article with its statements, or ErrNoArticle.
	Article func(ctx context.Context, id string) (ArticlePage, error)
	// Home returns the contents of the start page. If nil, the page has the question field only.
	Home func(ctx context.Context) Home
	// Feedback stores a 👍 or 👎.
	Feedback func(ctx context.Context, f Feedback) error
	// Ready returns an error that says why questions cannot be answered yet.
	Ready func(ctx context.Context) error
	// Metrics is served at /metrics to whoever may use the page or sends Token as a bearer token.
	Metrics http.Handler // nil if there are none
	// Push serves POST /articles under the same conditions as Metrics.
	Push http.Handler // nil if pushing is off
	// Limits limits the questions of an address, if there is a token; nil for no limit.
	Limits *ratelimit.Limiter
	Log    *slog.Logger     // slog.Default if nil
	Now    func() time.Time // time.Now if nil
}

// Home holds the contents of the start page.
type Home struct {
	Holds     []string     // how much the briefing is, in a few words each; nil if it is empty
	Sample    bool         // the articles are the program's invented sample
	Folder    string       // the data folder, for who brings in the first articles
	Latest    []bot.Item   // newest first
	People    []bot.Item   // those most quoted
	Topics    []bot.Action // buttons
	Picture   *bot.Picture // what happened when
	Questions []bot.Action // questions in plain words that find something
}

// Feedback is a user's rating of an answer.
type Feedback struct {
	Line    string // the question
	Offset  int    // of its page
	Helpful bool
}

//go:embed web
var assets embed.FS

// site is a Web being served.
type site struct {
	Web
	templates *template.Template
	cookie    string // its value for who is signed in
	guesses   guesses
	peers     peers
}

// request returns a request from this page, now.
func (s *site) request() bot.Request {
	r := s.Request
	r.Platform, r.Now = "console", time.Now()
	if s.Now != nil {
		r.Now = s.Now()
	}
	return r
}

func (s *site) log() *slog.Logger {
	if s.Log == nil {
		return slog.Default()
	}
	return s.Log
}

// ArticlePage is an article as its page shows it.
type ArticlePage struct {
	ID         string
	Title      string
	Outlet     string
	Author     string
	URL        string // where it was published; "" where it has no address
	Published  string // for people; "" where unknown, which is said
	Text       string // byte for byte
	Statements []ArticleStatement
	Notice     string // "corrected since", "hidden"; "" where all is well
}

// ArticleStatement is one statement of an article.
type ArticleStatement struct {
	Spans     []bot.Span // byte offsets into the text
	Speaker   string     // "" where not certain
	Kind      string     // direct, indirect, mixed
	Cue       string
	Said      string // for people; "" where unknown
	Fragment  bool
	Uncertain bool
	Receipt   string
}
