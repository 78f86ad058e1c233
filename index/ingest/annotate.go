package ingest

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// annotateRoom is how many bytes of text are annotated at a time: common
// articles on all cores, or two of the longest.
const annotateRoom = 2 * source.MaxText

// annotate makes records of articles, on all cores. It returns when ctx ends and
// does not wait for articles that are being annotated.
func (g *Ingester) annotate(ctx context.Context, articles []article.Article) ([]article.Record, error) {
	records := make([]article.Record, len(articles))
	workers, working := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	room := semaphore.NewWeighted(annotateRoom)
	for i, a := range articles {
		weight := min(int64(len(a.Text)), annotateRoom) // articles from before the limit may be longer
		if room.Acquire(working, weight) != nil {
			break
		}
		workers.Go(func() error {
			defer room.Release(weight)
			record, err := g.record(working, a)
			records[i] = record
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return records, ctx.Err()
}

// record annotates one article. It returns when ctx ends, also if extraction is
// slow to notice.
func (g *Ingester) record(ctx context.Context, a article.Article) (article.Record, error) {
	return offload(ctx, func() (article.Record, error) {
		found, events, err := g.Extract(ctx, a)
		return article.Record{Article: a, Extraction: g.Version, Annotation: found, Events: events}, err
	})
}
