// Package console is the bot's surfaces that need no chat service: a web page
// on this machine and the terminal. It renders bot.Cards and runs what their
// buttons call; every quote it shows is the article's, byte for byte.
package console

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
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
	// Article is an article with its statements; ErrNoArticle where there is none.
	Article func(ctx context.Context, id string) (ArticlePage, error)
	// Home returns what the start page shows; nil shows the question's field alone.
	Home func(ctx context.Context) Home
	// Feedback keeps a 👍 or 👎.
	Feedback func(ctx context.Context, f Feedback) error
	// Ready says why no answer can be given yet; nil when one can.
	Ready func(ctx context.Context) error
	// Metrics answers at /metrics who may use the page, or sends Token as a bearer token.
	Metrics http.Handler // nil if there are none
	// Push answers POST /articles for whom Metrics answers.
	Push http.Handler     // nil if nothing takes articles
	Log  *slog.Logger     // slog.Default where nil
	Now  func() time.Time // time.Now where nil
}

// Home is what the start page shows of the briefing before anybody asks.
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

// Feedback is what somebody thought of an answer.
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

// Handler serves the console.
func (w Web) Handler() http.Handler {
	return w.handler(systemPeers())
}

func (w Web) handler(p peers) http.Handler {
	s := &site{Web: w, peers: p, cookie: cookieValue(w.CookieKey, w.Token)}
	if s.OwnUser = w.OwnUser && w.Token == ""; s.OwnUser && !p.works() {
		s.OwnUser = false
		s.log().Info("this system does not tell whose a connection is: any user of this machine can use the console")
	}
	s.templates = template.Must(template.New("").Funcs(s.functions()).ParseFS(assets, "web/*.html"))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.page)
	mux.HandleFunc("POST /{$}", s.page)
	mux.HandleFunc("GET /answer", s.fragment)
	mux.HandleFunc("GET /complete", s.complete)
	mux.HandleFunc("GET /export", s.export)
	mux.HandleFunc("POST /feedback", s.feedback)
	mux.HandleFunc("GET /article/{id}", s.article)
	mux.HandleFunc("GET /article/{$}", s.article) // ?id=
	mux.HandleFunc("/", s.nowhere)
	outside := http.NewServeMux() // what needs no token
	outside.Handle("/", s.ownUser(s.signedIn(mux)))
	outside.HandleFunc("POST /signin", s.signIn)
	if s.Metrics != nil {
		outside.Handle("GET /metrics", s.scraper(s.Metrics))
	}
	if s.Push != nil {
		outside.Handle("POST /articles", s.scraper(s.Push))
	}
	for _, name := range []string{"console.css", "console.js", "icon.svg"} {
		outside.Handle("GET /"+name, s.asset(name))
	}
	public := http.NewServeMux() // what a health check reaches by any name
	public.Handle("/", s.knownHost(s.sameOrigin(outside)))
	for _, path := range []string{"/health", "/healthz"} {
		public.HandleFunc("GET "+path, s.health)
	}
	for _, path := range []string{"/ready", "/readyz"} {
		public.HandleFunc("GET "+path, s.ready)
	}
	return headers(public)
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

func (s *site) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("ok\n"))
}

// ready answers 503 with the reason until answers can be given.
func (s *site) ready(w http.ResponseWriter, r *http.Request) {
	if s.Ready != nil {
		if err := s.Ready(r.Context()); err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
	}
	s.health(w, r)
}

// asset serves an embedded file; it changes only with the program.
func (s *site) asset(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeFileFS(w, r, assets, "web/"+name)
	})
}
