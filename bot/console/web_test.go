package console

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/consoletest"
	"github.com/briefing-bot/briefing-bot/index/raced"
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
	w.Mux.Commands = []bot.Command{{Name: "show", Handle: consoletest.AnswerWith(c)}}
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

func TestWebGolden(t *testing.T) {
	for _, c := range bottest.Cards() {
		if c.Name == "long" {
			continue // 600 kB; its bytes are checked above
		}
		t.Run(c.Name, func(t *testing.T) {
			consoletest.Golden(t, c.Name+".html", get(t, one(c.Card).Handler(), "/answer?q=/show").Body.Bytes())
		})
	}
}

// Signs of Markdown are quiet, and nothing else is.
func TestMarkupIsQuiet(t *testing.T) {
	for text, want := range map[string]string{
		"## On the heights":        `<span class="markup">## </span>On the heights`,
		"drew *nine million* ewes": `drew <span class="markup">*</span>nine million<span class="markup">*</span> ewes`,
		"**No**, he said":          `<span class="markup">**</span>No<span class="markup">**</span>, he said`,
		"5 * 3 * 2 #1":             "5 * 3 * 2 #1",
		"it’s a * footnote":        "it’s a * footnote",
	} {
		if got := exactHTML(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// FuzzQuotes: whatever an article says, the page gives its bytes back.
func FuzzQuotes(f *testing.F) {
	for i, text := range bottest.HostileTexts() {
		f.Add(text, i, i+5)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		item := bot.Item{Quote: bot.Excerpt{Text: text, Article: text, Spans: []bot.Span{{End: 1}}}, Speaker: text, Label: text, Marks: []bot.Span{{Start: from, End: to}}}
		card := bot.Card{Title: text, Notice: text, Items: []bot.Item{item}, Text: []string{text}}
		if utf8.ValidString(text) { // others are not taken in as articles
			page := get(t, one(card).Handler(), "/answer?q=/show").Body.String()
			bottest.Same(t, quotesOfPage("<!doctype html>"+page), bottest.Quotes(card))
		}
	})
}

// FuzzArticle: an article's page holds its text, whatever is marked in it.
func FuzzArticle(f *testing.F) {
	for _, text := range bottest.HostileTexts() {
		f.Add(text, "0-4,2-9", 3, 8, 1, 5)
	}
	f.Fuzz(func(t *testing.T, text, span string, a, b, c, d int) {
		if !utf8.ValidString(text) {
			return
		}
		page := ArticlePage{Text: text, Statements: []ArticleStatement{{Spans: []bot.Span{{Start: a, End: b}}}, {Spans: []bot.Span{{Start: c, End: d}}}}}
		passages, _ := parseSpans(span, text)
		root, err := html.Parse(strings.NewReader("<!doctype html><div>" + string(viewArticle(page, passages).Body) + "</div>"))
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(root); got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestArticlePage(t *testing.T) {
	h := fakeWeb().Handler()
	address := func(words string) string {
		return strings.TrimSuffix(ArticleAddress("a1", quotedSpan(words)), "#passage")
	}
	for _, c := range []struct{ path, want string }{
		{address("We have waited for a winter."), `<mark><span class="statement" data-statements="4">We have waited for a winter.</span></mark>`},
		{address("the two buoys"), `<mark><span class="statement" data-statements="2 3">the two buoys</span></mark>`},
		{address("said on Tuesday"), "<mark>said on Tuesday</mark>"},
		{"/article/a1?span=5-99999", "The article has no passage"},
		{"/article/a1?span=x", "The article has no passage"},
		{"/article/a1?span=37-38", "The article has no passage"}, // within the dash
		{"/article/a1", "published Wed 5 Mar 2031"},
		{"/article/a1", `<span class="speaker none">Speaker not certain</span>`},
	} {
		if body := get(t, h, c.path).Body.String(); !strings.Contains(body, c.want) {
			t.Errorf("%s lacks %s:\n%s", c.path, c.want, body)
		}
	}
}

// An article's name is data: whatever it is, its page is found by its address.
func TestArticleAddressLeadsBack(t *testing.T) {
	ids := []string{"a1", "a b", "a/b", "../x", "%2F", "å", "a?b#c&d", "<script>", "https://x.example/1", ".", "..", "...", "%2e%2e", "/", "//", "\\", "a/../b", "a/./b", "/.", "./", "..%2f", strings.Repeat("x", 1024), strings.Repeat("/..", 300), "\x00", " "}
	for _, id := range ids {
		w := fakeWeb()
		got := ""
		w.Article = func(_ context.Context, asked string) (ArticlePage, error) {
			got = asked
			return ArticlePage{ID: asked, Text: "text"}, nil
		}
		address := ArticleAddress(id, []bot.Span{{Start: 0, End: 2}})
		// As a browser does: dot segments of the path are resolved first.
		base := &url.URL{Scheme: "http", Host: "127.0.0.1:8080", Path: "/"}
		place, err := base.Parse(strings.TrimSuffix(address, "#passage"))
		if err != nil {
			t.Fatal(err)
		}
		if code := get(t, w.Handler(), place.RequestURI()).Code; code != 200 || got != id {
			t.Errorf("%q: %s: %d, asked for %q", id, address, code, got)
		}
	}
}

func TestExportDownload(t *testing.T) {
	h := fakeWeb().Handler()
	w := get(t, h, "/export?format=csv&q="+url.QueryEscape("/who-said truce"))
	if w.Code != 200 || w.Header().Get("Content-Disposition") != "attachment; filename=who-said-truce.csv" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := get(t, h, "/export?format=pdf&q=/people"); w.Code != 400 || !strings.Contains(w.Body.String(), "csv, jsonl, markdown") {
		t.Errorf("pdf: %d", w.Code)
	}
}

func TestFeedbackIsKept(t *testing.T) {
	var kept []Feedback
	web := fakeWeb()
	web.Feedback = func(_ context.Context, f Feedback) error { kept = append(kept, f); return nil }
	w := post(web.Handler(), "/feedback", url.Values{"q": {"/who-said truce"}, "offset": {"3"}, "helpful": {"yes"}})
	if w.Code != 303 || w.Header().Get("Location") != "/?offset=3&q=%2Fwho-said+truce&thanks=1" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if len(kept) != 1 || kept[0] != (Feedback{Line: "/who-said truce", Offset: 3, Helpful: true}) {
		t.Errorf("kept %+v", kept)
	}
}

func TestTooLongALineIsRefused(t *testing.T) {
	h := fakeWeb().Handler()
	line := "/who-said " + strings.Repeat("x", bot.MaxLine)
	for _, path := range []string{"/", "/feedback"} {
		w := post(h, path, url.Values{"q": {line}})
		if w.Code != 413 || !strings.Contains(w.Body.String(), "too long") || !strings.Contains(w.Body.String(), `value="`+line+`"`) {
			t.Errorf("%s: %d, and the line is lost: %.300s", path, w.Code, w.Body)
		}
	}
	for _, n := range []int{70_000 * 3, maxForm, maxForm + 1, 1 << 20} {
		w := post(h, "/", url.Values{"q": {strings.Repeat("y", n)}})
		if w.Code != 413 || !strings.Contains(w.Body.String(), "too long") {
			t.Errorf("%d bytes: %d", n, w.Code)
		}
	}
	if w := get(t, h, "/answer?"+url.Values{"q": {line}}.Encode()); w.Code != 413 {
		t.Errorf("a fragment: %d", w.Code)
	}
	if w := post(h, "/", url.Values{"q": {"/who-said " + strings.Repeat("x ", bot.MaxLine/2-10)}}); w.Code != 200 {
		t.Errorf("a line of the limit: %d", w.Code)
	}
}

// FuzzHandler sends any question: whatever it is, the console does not fail.
func FuzzHandler(f *testing.F) {
	raced.Sequential(f)
	for _, q := range []string{"/who-said truce", `ask "a`, "/nothing limit:9223372036854775807", "-----", "by:", "“„«", "/help who-said"} {
		for _, offset := range []string{"", "0", "-1", "9223372036854775807", "99999999999999999999", "1e9", "0x10"} {
			f.Add(q, offset, "markdown")
		}
	}
	h := fakeWeb().Handler()
	f.Fuzz(func(t *testing.T, line, offset, format string) {
		if lower := strings.ToLower(line); strings.Contains(lower, "fail") || strings.Contains(lower, "slow") {
			t.Skip("fails or waits, as it is meant to")
		}
		values := url.Values{"q": {line}, "offset": {offset}, "format": {format}, "span": {offset}, "id": {line}}.Encode()
		for _, path := range []string{"/", "/answer", "/complete", "/export", "/article/", "/article/a1"} {
			if w := get(t, h, path+"?"+values); w.Code >= 500 {
				t.Errorf("%s?%s: %d", path, values, w.Code)
			}
		}
	})
}

// Pages carry the index that they were made from; a new question does not.
func TestPageLinksKeepTheirIndex(t *testing.T) {
	body := get(t, fakeWeb().Handler(), "/?q="+url.QueryEscape("/who-said truce")).Body.String()
	if !strings.Contains(body, "generation=g17&amp;offset=6&amp;q=") {
		t.Error("the next page does not say which index it belongs to")
	}
	if !strings.Contains(body, `class="quiet share" href="/?q=%2Fwho-said&#43;truce"`) {
		t.Error("the link to share is not the plain question")
	}
}

// TestRefusalParsesOnce checks that a line which cannot be read is parsed once: its
// examples are looked up once.
func TestRefusalParsesOnce(t *testing.T) {
	web := fakeWeb()
	words, lookups := web.Mux.Words, 0
	web.Mux.Words = func(r bot.Request, p string) string {
		if p == "quote" {
			lookups++
		}
		return words(r, p)
	}
	page := get(t, web.Handler(), "/answer?q=check-quote").Body.String()
	if !strings.Contains(page, "needs a text") || lookups != 1 {
		t.Errorf("%d look-ups of an example, page %d bytes", lookups, len(page))
	}
}
