package ingest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// TestAnnotateReturnsWhenInterrupted: an article that takes an hour to annotate
// is not waited for.
func TestAnnotateReturnsWhenInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &Ingester{Extract: func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
			time.Sleep(time.Hour)
			return article.Annotation{}, nil, nil
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := g.annotate(ctx, make([]article.Article, 100))
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took > time.Second {
			t.Errorf("%v after %v", err, took)
		}
		time.Sleep(2 * time.Hour) // those under way end
	})
}

// TestAnnotateHoldsFewLongTexts: however many cores there are, only two of the
// longest texts are annotated at a time, and each record is its article's.
func TestAnnotateHoldsFewLongTexts(t *testing.T) {
	var now, highest atomic.Int64
	g := &Ingester{Version: 3, Extract: func(_ context.Context, a article.Article) (article.Annotation, []article.Event, error) {
		n := now.Add(int64(len(a.Text)))
		for {
			if old := highest.Load(); n <= old || highest.CompareAndSwap(old, n) {
				break
			}
		}
		now.Add(-int64(len(a.Text)))
		return article.Annotation{}, nil, nil
	}}
	articles := make([]article.Article, 40)
	for i := range articles {
		size := source.MaxText
		if i == 20 {
			size = 3 * annotateRoom // stored before there was a limit
		}
		articles[i] = article.Article{ID: fmt.Sprint(i), Text: strings.Repeat("a", size)}
	}
	records, err := g.annotate(t.Context(), articles)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range records {
		if r.ID != articles[i].ID || r.Extraction != 3 {
			t.Errorf("record %d is %q", i, r.ID)
		}
	}
	if highest.Load() != 3*annotateRoom {
		t.Errorf("%d bytes at a time", highest.Load())
	}
}
