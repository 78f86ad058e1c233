package annotate

import (
	"context"
	"fmt"
	"iter"
	"runtime"

	"golang.org/x/sync/semaphore"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// Annotator works out the statements, dates and people of an article. It is called
// from several goroutines at a time.
type Annotator interface {
	AnnotateContext(context.Context, article.Article) (article.Annotation, error)
}

// Result is an article with its annotation, or with the reason in Item.Err why
// there is none.
type Result struct {
	Item       source.Item
	Annotation article.Annotation
}

// maxBytes is how many bytes of text are annotated and printed at a time: hundreds
// of common articles, or two of the longest.
const maxBytes = 2 * source.MaxText

// Run annotates items and calls emit with each result, in order, until emit
// returns an error or ctx ends. Then it returns at once, without waiting for an
// article that is being annotated or for items that do not come.
func Run(ctx context.Context, x Annotator, items iter.Seq[source.Item], emit func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &pipeline{annotator: x, queue: make(chan pending, 4*runtime.GOMAXPROCS(0)), memory: semaphore.NewWeighted(maxBytes)}
	p.jobs = make(chan func(), cap(p.queue))
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for job := range p.jobs {
				job()
			}
		}()
	}
	go p.feed(ctx, items)
	return p.drain(ctx, emit)
}

// pipeline passes articles to workers and keeps the order in which they came.
type pipeline struct {
	annotator Annotator
	queue     chan pending // in order; closed after the last article
	jobs      chan func()
	memory    *semaphore.Weighted
}

// pending is an article that is being annotated.
type pending struct {
	result chan Result // buffered, so that a worker never waits
	weight int64       // bytes of text
}

// feed queues every article, and the job that annotates it.
func (p *pipeline) feed(ctx context.Context, items iter.Seq[source.Item]) {
	defer close(p.jobs)
	defer close(p.queue)
	for item := range items {
		next := pending{make(chan Result, 1), int64(len(item.Article.Text))}
		if p.memory.Acquire(ctx, next.weight) != nil ||
			send(ctx, p.queue, next) != nil ||
			send(ctx, p.jobs, func() { p.annotate(ctx, item, next.result) }) != nil {
			return
		}
	}
}

func (p *pipeline) annotate(ctx context.Context, item source.Item, out chan<- Result) {
	result := Result{Item: item}
	if item.Err == nil {
		var err error
		if result.Annotation, err = p.annotator.AnnotateContext(ctx, item.Article); err != nil {
			return // the caller stopped, and nobody waits for the result
		}
	}
	out <- result
}

// drain emits the results in order.
func (p *pipeline) drain(ctx context.Context, emit func(Result) error) error {
	for {
		next, more, err := receive(ctx, p.queue)
		if err != nil {
			return interrupted(err)
		}
		if !more {
			return nil
		}
		result, _, err := receive(ctx, next.result)
		if err != nil {
			return interrupted(err)
		}
		if err := emit(result); err != nil {
			return err
		}
		p.memory.Release(next.weight)
	}
}

func interrupted(err error) error {
	return fmt.Errorf("interrupted: articles are missing after those printed: %w", err)
}

// send sends v, or returns the error of a context that ended first.
func send[T any](ctx context.Context, to chan<- T, v T) error {
	select {
	case to <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// receive returns the next value, or the error of a context that ended first. more
// is false if the channel is closed.
func receive[T any](ctx context.Context, from <-chan T) (v T, more bool, err error) {
	select {
	case v, more = <-from:
		if !more { // closed at its end, or because the context ended
			err = ctx.Err()
		}
		return v, more, err
	case <-ctx.Done():
		return v, false, ctx.Err()
	}
}
