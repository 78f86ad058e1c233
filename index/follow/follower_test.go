// The tests shake hands with servers in memory by the thousand: without the slowest key exchange.
//
//go:debug tlsmlkem=0

package follow_test

import (
	"context"
	"fmt"
	"log/slog"
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
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// world is a briefing without an index that follows sources of a network in memory.
type world struct {
	t        *testing.T
	network  *fetchtest.Network
	archive  *archive.Archive
	ingester *ingest.Ingester
	*follow.Follower
}

// newWorld opens the archive in dir. The pause between two requests is that of the
// program.
func newWorld(t *testing.T, n *fetchtest.Network, dir string, o follow.Options) *world {
	t.Helper()
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	options := n.Options()
	options.Pause = fetch.DefaultPause
	g := &ingest.Ingester{Archive: a, Version: 1, Log: slog.New(slog.DiscardHandler), Fetch: fetch.New(options),
		Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
			return article.Annotation{}, nil, nil
		}}
	o.Log = slog.New(slog.DiscardHandler)
	f, err := follow.New(t.Context(), g, o)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t, n, a, g, f}
}

// runFor follows the sources for a time of the bubble.
func (w *world) runFor(d time.Duration) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), d)
	defer cancel()
	if err := w.Run(ctx); err != nil {
		w.t.Error(err)
	}
}

// held returns what the briefing holds, in the form of feedtest.Kind.
func (w *world) held() []string {
	w.t.Helper()
	out := []string{}
	err := w.archive.Each(w.t.Context(), 0, func(r article.Record) error {
		if r.Removed {
			return nil
		}
		date := ""
		if !r.Published.IsZero() {
			date = r.Published.Time.Format(time.DateOnly)
		}
		out = append(out, fmt.Sprintf("%s | %s | %s", r.Title, r.Source, date))
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func (w *world) only() follow.Status {
	w.t.Helper()
	all := w.List()
	if len(all) != 1 {
		w.t.Fatalf("%d sources", len(all))
	}
	return all[0]
}

// TestKindsOfSource follows each kind of source for half a day and compares what the
// briefing then holds with the table of kinds.
func TestKindsOfSource(t *testing.T) {
	for i, k := range feedtest.Kinds() {
		if i%raced.Slowdown != 0 {
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			dir := memoryDir(t)
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(feedtest.Now))
				n := fetchtest.New(t)
				k.Serve(n)
				w := newWorld(t, n, dir, follow.Options{Sources: []follow.Source{{URL: feedtest.URL}}})
				defer w.archive.Close()
				w.runFor(12 * time.Hour)
				want := slices.Sorted(slices.Values(k.Holds))
				if k.Followed != nil {
					want = k.Followed
				}
				if got := w.held(); !slices.Equal(got, want) {
					t.Errorf("holds\n%s\nwant\n%s\n%+v", strings.Join(got, "\n"), strings.Join(want, "\n"), w.only())
				}
				if most := n.Parallel("quay.example"); most > 1 {
					t.Errorf("%d requests at once", most)
				}
				requests := n.Requests("quay.example")
				if len(requests) > 200 {
					t.Errorf("%d requests in half a day, such as %v", len(requests), requests[:10])
				}
			})
		})
	}
}
