package feedtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Sentences of the articles. They name nobody who exists.
const (
	first  = "Harbour master Ole Brandt said on Monday that no ferry would sail before the pier was repaired. The crews were sent home at noon, and the kiosk on the quay closed an hour later. Brandt said that divers had found three cracks below the waterline."
	second = "Mayor Ida Holm told the council on Tuesday that the town would pay for the new lock. The vote was put off for a week, because two members asked for the figures of last year. Holm said that the figures would be on the table by Friday."
)

// long returns a text that nobody takes for a summary.
func long(text string) string {
	return text + " It was the third time this year that the matter came up, and few on the quay expected it to be the last. The next meeting is to be held in the old customs house."
}

// entry is one article of a site.
type entry struct {
	path, title, text string
	day               int // of November 2026
}

// The articles of every site that has no others.
var (
	ferries = entry{"/2026/ferries-stay-away", "Ferries stay away", long(first), 2}
	lock    = entry{"/2026/who-pays-for-the-lock", "Who pays for the lock", long(second), 3}
)

// date returns an entry's day as RFC 822 writes it.
func (e entry) date() string {
	return time.Date(2026, 11, e.day, 8, 30, 0, 0, time.UTC).Format(time.RFC1123)
}

// whole returns an entry as an RSS item with its whole text.
func (e entry) whole() string {
	return fmt.Sprintf(`<item><title>%s</title><link>https://quay.example%s</link><guid isPermaLink="false">id-%s</guid><pubDate>%s</pubDate><description>In short.</description><content:encoded><![CDATA[<p>%s</p>]]></content:encoded></item>`,
		html.EscapeString(e.title), e.path, e.path, e.date(), e.text)
}

// summary returns an entry as an RSS item with a link and a summary.
func (e entry) summary(link string) string {
	return fmt.Sprintf(`<item><title>%s</title><link>%s</link><pubDate>%s</pubDate><description>In short: %s</description></item>`,
		html.EscapeString(e.title), html.EscapeString(link), e.date(), e.title)
}

// page returns an entry's web page.
func (e entry) page(head string) string {
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>%s - The Quay Online</title>%s</head><body><nav><a href="/">Home</a></nav><article><h1>%s</h1>%s</article><footer>About us</footer></body></html>`,
		e.title, head, e.title, "<p>"+strings.ReplaceAll(e.text, ". ", ".</p><p>")+"</p>")
}

// rss returns an RSS feed of the title and items given.
func rss(title string, items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>` + title +
		`</title><link>https://quay.example/</link>` + strings.Join(items, "") + `</channel></rss>`
}

// site is a host's answers by path.
type site map[string]http.HandlerFunc

// ServeHTTP answers with what the path has, 404 for others.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, ok := s[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

// pages returns a site with the feed given at /feed and the pages of the two
// articles.
func pages(feed string) site {
	return site{"/feed": send(feed), ferries.path: html5(ferries.page("")), lock.path: html5(lock.page(""))}
}

// send answers with a feed.
func send(body string) http.HandlerFunc { return typed("application/rss+xml", body) }

// html5 answers with a web page.
func html5(body string) http.HandlerFunc { return typed("text/html; charset=utf-8", body) }

// typed answers with a body of a Content-Type.
func typed(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	}
}

// inTurn answers each time with the next of some answers, and with the last one
// from then on.
func inTurn(answers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := answers[0]
		answers = answers[min(1, len(answers)-1):]
		mu.Unlock()
		h(w, r)
	}
}

// move answers with a redirect.
func move(code int, to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(code)
	}
}

// status answers with a number, and with headers as pairs of name and value.
func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

// zipped returns a body as gzip has it.
func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // into memory
	_ = z.Close()
	return b.Bytes()
}
