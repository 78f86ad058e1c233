package ingest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	send := func(path, contentType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", contentType)
			fmt.Fprint(w, body)
		})
	}
	send("/report.txt", "text/plain; charset=utf-8", "Only words.")
	send("/lines.jsonl", "text/plain", `{"id":"l1","text":"A line."}`)
	send("/data", "application/x-ndjson", `{"id":"l2","text":"Another."}`)
	send("/paper", "application/pdf", "%PDF")
	send("/page", "text/html", "<html><head><title>Talks</title></head><body><article>"+strings.Repeat("<p>The envoy left on Monday, and nobody knew why she had come.</p>", 12)+"</article></body></html>")
	mux.Handle("/moved", http.RedirectHandler("/report.txt", http.StatusFound))
	mux.Handle("/loop", http.RedirectHandler("/loop", http.StatusFound))
	mux.Handle("/file", http.RedirectHandler("file:///etc/hostname", http.StatusFound))
	server := httptest.NewServer(mux)
	defer server.Close()
	// The same server by another name: a private address that nobody typed.
	mux.Handle("/private", http.RedirectHandler(strings.Replace(server.URL, "127.0.0.1", "127.0.0.2", 1)+"/report.txt", http.StatusFound))

	for _, c := range []struct{ address, want string }{
		{server.URL + "/report.txt", "Only words."},
		{server.URL + "/lines.jsonl", "A line."},
		{server.URL + "/data", "Another."},
		{server.URL + "/page", "The envoy left on Monday"},
		{server.URL + "/moved", "Only words."},
		{server.URL + "/paper", "it is a damaged PDF file"},
		{server.URL + "/none", "the server answered 404"},
		{server.URL + "/loop", "it leads on to other addresses more than 10 times"},
		{server.URL + "/file", "it leads on to a file:// address"},
		{server.URL + "/private", "it leads on to an address of a private network"},
		{"ftp://example.org/x", "addresses begin with http:// or https://, not ftp://"},
		{"http://", "it is no address"},
		{"http://127.0.0.1:1/", "it cannot be fetched: "},
	} {
		w := newWorld(t, t.TempDir())
		report := w.run(t, c.address)
		got := ""
		for _, r := range w.index.records {
			got = r.Text
			if r.URL == "" && r.ID[0] != 'l' || strings.Contains(r.URL, "moved") {
				t.Errorf("%s: %s has the address %q", c.address, r.ID, r.URL)
			}
		}
		for _, r := range report.Rejected {
			got = r.Reason
		}
		if !strings.Contains(got, c.want) || report.Added+len(report.Rejected) != 1 {
			t.Errorf("%s: got %q, want %q", c.address, got, c.want)
		}
	}
}

// TestCompressedAnswers reads answers with Content-Encoding, among them one that
// unpacks without end.
func TestCompressedAnswers(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	mux := http.NewServeMux()
	send := func(path, encoding string, write func(io.Writer)) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/x-ndjson")
			w.Header().Set("Content-Encoding", encoding)
			write(w)
		})
	}
	zip := func(write func(io.Writer)) func(io.Writer) {
		return func(w io.Writer) {
			z := gzip.NewWriter(w)
			write(z)
			z.Close()
		}
	}
	good := func(w io.Writer) { fmt.Fprintln(w, `{"id":"l1","text":"A line."}`) }
	endless := func(line string) func(io.Writer) {
		var member bytes.Buffer // compressed once: members one after another are a gzip file
		zip(func(w io.Writer) { fmt.Fprint(w, strings.Repeat(line, 10000)) })(&member)
		return func(w io.Writer) {
			for range 10000 { // up to 2 GB, far more than is read
				if _, err := w.Write(member.Bytes()); err != nil {
					return
				}
			}
		}
	}
	send("/gzip", "gzip", zip(good))
	send("/upper", "GZIP", zip(good))
	send("/twice", "gzip", zip(zip(good)))
	send("/plain", "identity", good)
	send("/brotli", "br", good)
	send("/torn", "gzip", good)
	send("/rejected", "gzip", endless("x\n"))
	send("/endless", "gzip", endless(`{"id":"l1","text":"A line."}`+"\n"))
	server := httptest.NewServer(mux)
	defer server.Close()
	w := newWorld(t, t.TempDir())
	w.Fetch = fetch.New(fetch.Options{Pause: -1})
	for path, want := range map[string]string{
		"/gzip": "A line.", "/upper": "A line.", "/twice": "A line.", "/plain": "A line.",
		"/brotli": `compressed as "br", which is not read`, "/torn": "the compressed data is damaged",
		"/rejected": "the rest was not read", "/endless": "more than 100 times its size",
	} {
		got, items := "", 0
		for it := range w.reader().Read(t.Context(), server.URL+path) {
			items++
			if got = it.Article.Text; it.Err != nil {
				got = it.Err.Error()
			}
		}
		if !strings.Contains(got, want) || path == "/rejected" && items > 2000 {
			t.Errorf("%s: %d items, the last %q, want %q", path, items, got, want)
		}
	}
}

// TestNoPasswordIsShown fetches addresses with a user and password; neither may
// be in what is reported or stored.
func TestNoPasswordIsShown(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("/a.txt", func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "USERNAME" || password != "SECRET" {
			t.Errorf("%s: the server got %q, %q", r.URL, user, password)
		}
		fmt.Fprint(w, "Only words.")
	})
	mux.HandleFunc("/lines.jsonl", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, strings.Repeat("bad\n", 3)) })
	mux.HandleFunc("/many.jsonl", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, strings.Repeat("bad\n", 2000)) })
	mux.Handle("/file", http.RedirectHandler("file:///etc/hostname", http.StatusFound))
	mux.HandleFunc("/teapot", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) })
	server := httptest.NewServer(mux)
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	mux.Handle("/back", http.RedirectHandler("http://USERNAME:SECRET@"+host+"/none", http.StatusFound))
	for _, address := range []string{
		"http://USERNAME:SECRET@" + host + "/a.txt", "http://USERNAME:SECRET@" + host + "/none", "http://USERNAME:SECRET@" + host + "/lines.jsonl",
		"http://USERNAME:SECRET@" + host + "/many.jsonl",
		"http://USERNAME:SECRET@" + host + "/file", "http://USERNAME:SECRET@" + host + "/teapot", "http://USERNAME:SECRET@" + host + "/back",
		server.URL + "/back", "http://USERNAME:SECRET@127.0.0.1:1/a.txt", "http://USERNAME:SEC%2FRET@127.0.0.1:1/",
		"http://USERNAME:SECRET/x@" + host + "/a.txt", "http://USERNAME:SEC%zzRET@" + host + "/", "ftp://USERNAME:SECRET@" + host + "/", "http://USERNAME:SECRET@/",
		"http://USERNAME:SEC@RET@" + host + "/none", "http://SECRET@" + host + "/none",
	} {
		w := newWorld(t, t.TempDir())
		report := w.run(t, address)
		shown := fmt.Sprintf("%+v", report)
		for _, r := range w.index.records {
			shown += fmt.Sprintf("%+v", r.Article)
		}
		if report.Added+len(report.Rejected) == 0 {
			t.Errorf("%s: %+v", address, report)
		}
		for _, secret := range []string{"USERNAME", "SEC", "RET"} {
			if strings.Contains(shown, secret) {
				t.Errorf("%s: %s", address, shown)
			}
		}
	}
	if path := "https://social.example/@ada/1"; fetch.WithoutUser(path) != path {
		t.Errorf("%s became %s", path, fetch.WithoutUser(path))
	}
}
