package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

// get asks the console as a browser on this machine would.
func get(t *testing.T, h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	return send(h, r, headers...)
}

func send(h http.Handler, r *http.Request, headers ...string) *httptest.ResponseRecorder {
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPages(t *testing.T) {
	h := fakeWeb().Handler()
	for _, c := range []struct {
		path, want string
		code       int
	}{
		{"/", "Who said what, and when", 200},
		{"/?q=" + url.QueryEscape("/who-said truce"), "If the pilots return", 200},
		{"/?q=" + url.QueryEscape("/who-said truce sinse:monday"), "Did you mean since:?", 400},
		{"/?q=%2Ffail", "Something went wrong here (ref ", 500},
		{"/article/a1?span=40-60", "<mark>", 200},
		{"/article/none", "no such article", 404},
		{"/nowhere", "no such page", 404},
		{"/health", "ok", 200},
		{"/ready", "ok", 200},
		{"/complete?q=%2Fwho-said+by%3Ail", `/who-said by:\"Ilse Varga\"`, 200},
	} {
		w := get(t, h, c.path)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%s: %d, want %d with %q:\n%s", c.path, w.Code, c.code, c.want, w.Body)
		}
	}
}

// one answers every line with one card.
func one(c bot.Card) Web {
	w := fakeWeb()
	w.Mux.Commands = []bot.Command{{Name: "show", Handle: answer(c)}}
	return w
}

func texts(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if class(n, "nul") {
		return "\x00"
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(texts(c))
	}
	return b.String()
}

func class(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && a.Val == name {
			return true
		}
	}
	return false
}

// quotesOfPage recovers what a page quotes, as a browser would read it.
func quotesOfPage(page string) []string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		panic(err)
	}
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "p" && class(n, "words") {
			out = append(out, texts(n))
		}
	}
	return out
}

func TestWebKeepsEveryByte(t *testing.T) {
	bottest.Check(t, func(c bot.Card) string { return get(t, one(c).Handler(), "/?q=/show").Body.String() }, quotesOfPage)
}
