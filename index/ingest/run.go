package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// A batch is what one durable write takes. A larger one costs memory and delays
// what is read from a pipe; a smaller one costs an fsync each.
const (
	batchArticles = 256
	batchBytes    = 4 << 20
	batchWait     = 500 * time.Millisecond // for more, when the input is slow
)

// run is one call of Run: four stages with a channel between them, each in its
// order, so that reading, extraction, writing and indexing go on at once.
type run struct {
	*Ingester
	options  Options
	report   Report
	progress Progress
	wake     chan struct{} // the indexer has work

	mu      sync.Mutex
	writing map[string]int // IDs that are on their way into the archive
}

// item is what the reader found, with how far it has come.
type item struct {
	source.Item
	read int64 // bytes of all inputs so far
}

// batch is some items in order. Records are those of its articles that are new or
// changed.
type batch struct {
	items   []item
	records []article.Record
}

// Run reads inputs in their order: files, folders (in order of their names,
// without hidden ones), "-" for standard input, http and https addresses. What it
// counts as added or updated is safe in the archive, also where an error or the
// end of ctx stops it. The error says why it stopped, in words for people.
func (g *Ingester) Run(ctx context.Context, inputs []string, o Options) (Report, error) {
	return g.runJobs(ctx, findJobs(ctx, inputs), o)
}

func (g *Ingester) runJobs(ctx context.Context, jobs []job, o Options) (Report, error) {
	r := &run{Ingester: g, options: o, wake: make(chan struct{}, 1), writing: map[string]int{}}
	r.report.Rejected = []Rejection{}
	r.progress.Total, r.progress.Size = measure(jobs)

	items, batches, extracted := make(chan item, batchArticles), make(chan batch), make(chan batch, 1)
	stages, ctx2 := errgroup.WithContext(ctx)
	stages.Go(func() error { defer close(items); return r.read(ctx2, jobs, items) })
	stages.Go(func() error { defer close(batches); return collect(ctx2, items, batches) })
	stages.Go(func() error { defer close(extracted); return r.extract(ctx2, batches, extracted) })
	stages.Go(func() error { defer close(r.wake); return r.store(ctx2, extracted) })
	stages.Go(func() error { return r.index(ctx2) })
	err := r.explain(stages.Wait())
	return r.report, err
}

// explain words why a run stopped.
func (r *run) explain(err error) error {
	safe := r.report.Added + r.report.Updated + r.report.Unchanged
	switch {
	case errors.Is(err, archive.ErrFull):
		return fmt.Errorf("the disk is full: %d articles are safe; make room and run the same again, it goes on from there: %w", safe, err)
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("interrupted: %d articles are safe; run the same again to go on: %w", safe, err)
	}
	return err
}

// read sends what the jobs hold.
func (r *run) read(ctx context.Context, jobs []job, out chan<- item) error {
	var before int64
	for _, j := range jobs {
		var last int64
		for it := range j.open(ctx, r.options.Stdin) {
			last = it.Bytes
			select {
			case out <- item{it, before + last}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		before += max(j.size, last)
	}
	return ctx.Err()
}

// collect gathers items into batches. What came is passed on after batchWait, so
// that a slow pipe is not held back.
func collect(ctx context.Context, in <-chan item, out chan<- batch) error {
	var b batch
	size := 0
	tick := time.NewTicker(batchWait)
	defer tick.Stop()
	flush := func() error {
		if len(b.items) == 0 {
			return nil
		}
		select {
		case out <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b, size = batch{}, 0
		return nil
	}
	for {
		select {
		case it, ok := <-in:
			if !ok {
				return flush()
			}
			b.items = append(b.items, it)
			if size += len(it.Article.Text); len(b.items) < batchArticles && size < batchBytes {
				continue
			}
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := flush(); err != nil {
			return err
		}
	}
}

// extract fills the records of batches.
func (r *run) extract(ctx context.Context, in <-chan batch, out chan<- batch) error {
	for b := range in {
		articles, err := r.changed(ctx, b.items)
		if err != nil {
			return err
		}
		if b.records, err = r.annotate(ctx, articles); err != nil {
			return err
		}
		select {
		case out <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// changed are the articles of items that the archive lacks as they are. One whose
// ID is on its way in counts as changed, whatever the archive has now.
func (r *run) changed(ctx context.Context, items []item) ([]article.Article, error) {
	var given []article.Article
	for _, it := range items {
		if it.Err == nil {
			given = append(given, it.Article)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	changes, err := r.Archive.Compare(ctx, given)
	if err != nil {
		return nil, err
	}
	var out []article.Article
	for i, a := range given {
		if changes[i] != archive.Unchanged || r.writing[a.ID] > 0 {
			r.writing[a.ID]++
			out = append(out, a)
		}
	}
	return out, nil
}

// annotate makes records of articles, on all cores.
func (g *Ingester) annotate(ctx context.Context, articles []article.Article) ([]article.Record, error) {
	records := make([]article.Record, len(articles))
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for i, a := range articles {
		workers.Go(func() error {
			found, events := g.Extract(a)
			records[i] = article.Record{Article: a, Extraction: g.Version, Annotation: found, Events: events}
			return ctx.Err()
		})
	}
	return records, workers.Wait()
}

// store writes batches and counts what is safe.
func (r *run) store(ctx context.Context, in <-chan batch) error {
	for b := range in {
		if len(b.records) > 0 {
			outcomes, err := r.Archive.Put(ctx, b.records)
			if err != nil {
				return err
			}
			r.written(b.records)
			r.count(outcomes)
			select {
			case r.wake <- struct{}{}:
			default:
			}
		}
		r.tell(b)
	}
	return ctx.Err()
}

func (r *run) written(records []article.Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, rec := range records {
		if r.writing[rec.ID]--; r.writing[rec.ID] == 0 {
			delete(r.writing, rec.ID)
		}
	}
}

func (r *run) count(outcomes []archive.Outcome) {
	for _, o := range outcomes {
		switch o.Change {
		case archive.Added:
			r.report.Added++
		case archive.Updated:
			r.report.Updated++
		default:
			r.report.Unchanged++
			continue
		}
		if o.Copy {
			r.report.Duplicates++
		}
	}
}

// tell counts what else a batch holds and reports the progress.
func (r *run) tell(b batch) {
	good := 0
	for _, it := range b.items {
		if it.Err != nil {
			r.report.Rejected = append(r.report.Rejected, Rejection{it.Path, it.Err.Error()})
		} else {
			good++
		}
	}
	r.report.Unchanged += good - len(b.records)
	r.progress.Done = r.report.Added + r.report.Updated + r.report.Unchanged
	r.progress.Rejected = len(r.report.Rejected)
	r.progress.Bytes = b.items[len(b.items)-1].read
	if r.options.Progress != nil {
		r.options.Progress(r.progress)
	}
}

// index brings the index up to date whenever something was stored, and once more
// when all is. A failing index does not keep articles from the archive.
func (r *run) index(ctx context.Context) error {
	var failed error
	for range r.wake {
		if failed == nil {
			failed = r.drain(ctx)
		}
	}
	if failed != nil {
		return failed
	}
	return r.drain(ctx)
}
