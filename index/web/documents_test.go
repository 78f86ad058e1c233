package web_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestDocumentsOfAFeed reads the PDF file that an item of a feed links to, and refuses a
// picture that is called one.
func TestDocumentsOfAFeed(t *testing.T) {
	raced.Sequential(t) // starting PDFium takes seconds there
	document, err := os.ReadFile("../source/internal/pdf/testdata/weasyprint-swedish.pdf")
	if err != nil {
		t.Fatal(err)
	}
	n := fetchtest.New(t)
	n.HandleTLS("port.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			w.Header().Set("Content-Type", "application/rss+xml")
			_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>The Port</title><item><title>Release</title><link>https://port.example/files/7</link><pubDate>Mon, 02 Nov 2026 08:30:00 GMT</pubDate></item>` +
				`<item><title>Picture</title><link>https://port.example/files/8.pdf</link></item></channel></rss>`))
		case "/files/7":
			w.Header().Set("Content-Type", "application/pdf")
			_, _ = w.Write(document)
		case "/files/8.pdf":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG\r\n"))
		}
	}))
	w := newIngester(t, t.TempDir())
	w.Fetch = n.Client()
	report := run(t, w, "https://port.example/feed")
	if report.Added != 1 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, "PNG") {
		t.Errorf("%+v", report)
	}
	if got := held(t, w); len(got) != 1 || got[0] != "Release | The Port | 2026-11-02" {
		t.Errorf("holds %q", got)
	}
}
