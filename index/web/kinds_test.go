// The tests shake hands with servers in memory by the thousand: without the slowest key exchange.
//
//go:debug tlsmlkem=0

package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed/feedtest"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/fetch/fetchtest"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestKindsOfSource reads each kind of source twice and compares what the briefing
// then holds with the table of kinds.
func TestKindsOfSource(t *testing.T) {
	for i, k := range feedtest.Kinds() {
		if i%raced.Slowdown != 0 {
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(feedtest.Now))
				n := fetchtest.New(t)
				k.Serve(n)
				w := newIngester(t, dir)
				options := n.Options()
				options.Pause = fetch.DefaultPause
				w.Fetch = fetch.New(options)
				checkRejected(t, run(t, w, feedtest.URL), k.Rejected)
				again := run(t, w, feedtest.URL)
				if again.Added != k.Added || again.Updated != k.Updated {
					t.Errorf("read again: %d added, %d updated, want %d, %d", again.Added, again.Updated, k.Added, k.Updated)
				}
				if got := held(t, w); !slices.Equal(got, sorted(k.Holds)) {
					t.Errorf("holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(sorted(k.Holds), "\n"))
				}
				k.CheckWords(t, texts(t, w))
				if most := n.Parallel("quay.example"); most > 1 {
					t.Errorf("%d requests at once", most)
				}
			})
		})
	}
}

// checkRejected compares the reasons of a report with their beginnings.
func checkRejected(t *testing.T, r ingest.Report, want []string) {
	t.Helper()
	for i, x := range r.Rejected {
		if i >= len(want) || !strings.HasPrefix(x.Reason, want[i]) {
			t.Errorf("rejected %s: %s", x.Path, x.Reason)
		}
	}
	if len(r.Rejected) < len(want) {
		t.Errorf("rejected %v, want %q", r.Rejected, want)
	}
}

// TestHomePage names the feed of a page that is no article.
func TestHomePage(t *testing.T) {
	n := fetchtest.New(t)
	n.HandleTLS("quay.example", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body></body></html>`)
	}))
	w := newIngester(t, t.TempDir())
	w.Fetch = n.Client()
	report := run(t, w, "https://quay.example/")
	if len(report.Rejected) != 1 || !strings.HasSuffix(report.Rejected[0].Reason, "; the page names a feed, give its address instead: https://quay.example/feed") {
		t.Errorf("%+v", report)
	}
}

// newIngester returns an ingester into an archive in dir, without an index.
func newIngester(t *testing.T, dir string) *ingest.Ingester {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return &ingest.Ingester{Archive: a, Version: 1, Log: slog.New(slog.DiscardHandler),
		Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
			return article.Annotation{}, nil, nil
		}}
}

// run reads an address as the verb ingest does.
func run(t *testing.T, g *ingest.Ingester, address string) ingest.Report {
	t.Helper()
	report, err := g.Run(t.Context(), []string{address}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// held returns what the archive holds, in the form of feedtest.Kind.
func held(t *testing.T, g *ingest.Ingester) []string {
	t.Helper()
	var out []string
	err := g.Archive.Each(t.Context(), 0, func(r article.Record) error {
		date := ""
		if !r.Published.IsZero() {
			date = r.Published.Time.Format(time.DateOnly)
		}
		out = append(out, fmt.Sprintf("%s | %s | %s", r.Title, r.Source, date))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sorted(out)
}

// texts returns the titles and texts of the archive.
func texts(t *testing.T, g *ingest.Ingester) (out []string) {
	t.Helper()
	err := g.Archive.Each(t.Context(), 0, func(r article.Record) error {
		out = append(out, r.Title+"\n"+r.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// TestFeedAndPageAreOneArticle gives one story by a feed and by its address, in
// either order.
func TestFeedAndPageAreOneArticle(t *testing.T) {
	var summaries feedtest.Kind
	for _, k := range feedtest.Kinds() {
		if k.Name == "summaries only" {
			summaries = k
		}
	}
	const page = "http://www.quay.example/2026/ferries-stay-away/?utm_source=mail"
	for _, order := range [][]string{{feedtest.URL, page}, {page, feedtest.URL}} {
		n := fetchtest.New(t)
		summaries.Serve(n)
		n.Handle("www.quay.example", http.RedirectHandler("https://quay.example/2026/ferries-stay-away", http.StatusMovedPermanently))
		w := newIngester(t, t.TempDir())
		w.Fetch = n.Client()
		for _, address := range order {
			checkRejected(t, run(t, w, address), nil)
		}
		if got := held(t, w); len(got) != 2 {
			t.Errorf("%v: %v", order, got)
		}
	}
}
