// Package console serves the web page: it renders bot.Cards as HTML and runs what
// their buttons call. Every quote it shows is the article's, byte for byte. Start
// reading at Web.Handler; web_guard.go decides who may use the page.
package console

import (
	"html/template"
	"net/http"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
)

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
	outside.Handle("/", s.ownUser(s.signedIn(s.limited(mux))))
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

// functions returns what the templates call.
func (s *site) functions() template.FuncMap {
	return template.FuncMap{
		"words":     wordsHTML,
		"web":       cards.WebAddress,
		"ask":       func(line string) string { return question{Line: line}.address("/") },
		"link":      s.link,
		"formats":   func() []string { return bot.ExportFormats },
		"buttons":   buttonsOf,
		"pages":     pagesOf,
		"previous":  func(a bot.Action, c bot.Card) bool { return a.Call.Offset < c.Offset },
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
		"several":   func(p *bot.Picture) bool { return p != nil && len(p.Series) > 1 }, // many panels are shown below the rows
		"args":      func(p *bot.Picture, id string) pictureView { return pictureView{p, id} },
		"add":       func(a, b int) int { return a + b },
		"exportAs":  func(q question, format string) string { return q.address("/export") + "&format=" + format },
		"again":     func(q question) string { return question{Line: q.Line, Offset: q.Offset}.address("/") },
		"lines":     func(text string) []string { return strings.Split(text, "\n") },
	}
}
