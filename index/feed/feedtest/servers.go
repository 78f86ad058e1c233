package feedtest

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// raw answers with bytes as they are, and closes the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		writeAndClose(conn, buffered, answer)
	}
}

func writeAndClose(conn net.Conn, buffered *bufio.ReadWriter, answer string) {
	_, _ = buffered.WriteString(answer) // the client's to notice
	_ = buffered.Flush()
	_ = conn.Close()
}

// servers are what servers do to good feeds.
func servers() []Kind {
	whole := rss("The Quay", lock.whole(), ferries.whole())
	summaries := func(form func(entry) string) string { return rss("The Quay", each(form)) }
	numbered := func(body func(n int64) string) func() site {
		return func() site {
			var n atomic.Int64
			s := pages("")
			s["/feed"] = func(w http.ResponseWriter, r *http.Request) { send(body(n.Add(1)))(w, r) }
			return s
		}
	}
	var gates []entry
	var gatesHeld []string
	for i := range 30 {
		gates = append(gates, entry{fmt.Sprintf("/2026/gate-%d-closed", i), fmt.Sprintf("Gate %d closed", i), fmt.Sprintf("Gate %d is closed. ", i) + long(first), 6})
		gatesHeld = append(gatesHeld, fmt.Sprintf("Gate %d closed | The Quay | 2026-11-06", i))
	}
	entries := func(of []entry, updated string) string {
		var b strings.Builder
		for _, e := range of {
			fmt.Fprintf(&b, `<entry><title>%s</title><id>urn:%s</id><link href="%s"/><published>2026-11-0%dT08:30:00Z</published><updated>%s</updated><summary>In short.</summary></entry>`, e.title, e.path, e.path, e.day, updated)
		}
		return b.String()
	}
	links := func(n int64) string {
		var b strings.Builder
		for i := range int64(150) {
			fmt.Fprintf(&b, `<li><a href="/calendar/day-%d-%d">What is on at the harbour on day %d</a></li>`, n, i, i)
		}
		return `<html><head><title>Calendar</title></head><body><ul>` + b.String() + `</ul></body></html>`
	}
	return []Kind{
		{Name: "gzip that nobody declares", Serve: answer(typed("application/rss+xml", string(zipped([]byte(whole))))), Holds: both},
		{Name: "HTTP/1.0", Serve: answer(raw("HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + whole)), Holds: both},
		{Name: "chunks that are cut off", Serve: answer(raw("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n" + whole[:200])), Rejected: []string{"it cannot be read to its end"}},
		{Name: "a length that is too short", Serve: answer(raw(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", len(whole)+100, whole))), Rejected: []string{"it cannot be read to its end"}},
		{Name: "an answer that is no HTTP", Serve: answer(raw("hello\r\n\r\n")), Rejected: []string{"it cannot be fetched"}},
		{Name: "304 with a date alone", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Last-Modified", "Tue, 03 Nov 2026 08:30:00 GMT")
			if r.Header.Get("If-Modified-Since") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			send(whole)(w, r)
		}), Holds: both},
		{Name: "304 without an ETag", Serve: answer(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("ETag", `"1"`)
			send(whole)(w, r)
		}), Holds: both},
		{Name: "GUIDs that change at each request", Serve: only(numbered(func(n int64) string {
			return summaries(func(e entry) string {
				return strings.Replace(e.summary(home+e.path), "<pubDate>", fmt.Sprintf(`<guid isPermaLink="false">%d-%d</guid><pubDate>`, n, e.day), 1)
			})
		})), Holds: both},
		{Name: "links with a session", Serve: only(numbered(func(n int64) string {
			return summaries(func(e entry) string { return e.summary(fmt.Sprintf("%s%s?PHPSESSID=a%d", home, e.path, n)) })
		})), Holds: both},
		{Name: "all items updated each hour", Serve: only(func() site {
			s := pages("")
			for _, e := range gates {
				s[e.path] = html5(e.page(""))
			}
			s["/feed"] = func(w http.ResponseWriter, r *http.Request) {
				hour := time.Now().UTC().Truncate(time.Hour).Format(time.RFC3339)
				typed("application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay</title>`+entries(gates, hour)+`</feed>`)(w, r)
			}
			return s
		}), Holds: gatesHeld},
		{Name: "a list of links without end", Serve: only(func() site {
			var n atomic.Int64
			return site{"/feed": func(w http.ResponseWriter, r *http.Request) { html5(links(n.Add(1)))(w, r) }}
		}), Rejected: []string{"no main text found"}},
	}
}
