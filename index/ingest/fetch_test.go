package ingest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
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
		{server.URL + "/paper", `the server sent "application/pdf": this kind of file is not read`},
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
