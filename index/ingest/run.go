package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// Run reads inputs in their order: files, folders (in order of their names,
// without hidden ones), "-" for standard input, http and https addresses. What it
// counts as added or updated is safe in the archive, also where an error or the
// end of ctx stops it. The error says why it stopped, in words for people.
func (g *Ingester) Run(ctx context.Context, inputs []string, o Options) (Report, error) {
	found, err := offload(ctx, func() (*finder, error) { return findJobs(ctx, inputs), nil })
	if err != nil {
		r := g.newRun(nil, o)
		return r.report, r.explain(err)
	}
	r := g.newRun(found.jobs, o)
	r.report.LeftOut = append(r.report.LeftOut, found.leftOut...)
	err = r.do(ctx)
	if err == nil {
		r.report.Unread = r.unread(inputs)
	}
	return r.report, err
}

func (g *Ingester) newRun(jobs []job, o Options) *run {
	r := &run{Ingester: g, options: o, jobs: jobs, claims: newClaims(), held: held{of: map[string]article.Article{}}, wake: make(chan struct{}, 1),
		faults: map[int]error{}, conflicts: map[int]string{}, good: map[int]int{}, refused: map[int]string{}, writing: map[string]underway{}}
	r.report.Rejected, r.report.Unread, r.report.LeftOut = []Rejection{}, []string{}, []string{}
	r.progress.Total, r.progress.Size = measure(jobs)
	return r
}

// do runs the stages to their end, or to the first error of one of them.
func (r *run) do(ctx context.Context) error {
	r.claims.begin()
	items, batches, extracted := make(chan item), make(chan batch), make(chan batch, 1)
	stages, ctx2 := errgroup.WithContext(ctx)
	stages.Go(func() error { defer close(items); return r.read(ctx2, items) })
	stages.Go(func() error { defer close(batches); return collect(ctx2, items, batches) })
	stages.Go(func() error { defer close(extracted); return r.extract(ctx2, batches, extracted) })
	stages.Go(func() error { defer close(r.wake); return r.store(ctx2, extracted) })
	stages.Go(func() error { return r.index(ctx2) })
	err := stages.Wait()
	r.tally.close(&r.report)
	if err == nil {
		r.done = len(r.jobs)
	}
	if failed := r.origins.save(context.WithoutCancel(ctx), r.Archive); failed != nil && err == nil {
		r.log().Warn("which files articles came from was not noted", slog.Any("error", failed))
	}
	if failed := r.reader().Save(context.WithoutCancel(ctx)); failed != nil && err == nil {
		r.log().Warn("saving the aliases of articles failed", slog.Any("error", failed))
	}
	if r.watching {
		return err
	}
	return r.explain(err)
}

// unread returns the inputs that gave no article.
func (r *run) unread(inputs []string) []string {
	gave := map[int]bool{}
	for i, j := range r.jobs {
		gave[j.input] = gave[j.input] || r.good[i] > 0
	}
	out := []string{}
	for i, in := range inputs {
		if !gave[i] {
			out = append(out, shownInput(in))
		}
	}
	return out
}

// explain words why a run stopped.
func (r *run) explain(err error) error {
	safe := r.report.Added + r.report.Updated + r.report.Unchanged
	unread := len(r.jobs) - r.done
	switch {
	case errors.Is(err, archive.ErrFull):
		return fmt.Errorf("the disk is full: %d articles are safe; make room and run the same again, it goes on from there: %w", safe, err)
	case errors.Is(err, context.Canceled) && r.jobs == nil:
		return stopped{"interrupted before anything was read", err}
	case errors.Is(err, context.Canceled):
		return stopped{fmt.Sprintf("interrupted: %d articles are safe, and %d of %d inputs were not read to their end. Run the same again to go on", safe, unread, len(r.jobs)), err}
	}
	return err
}

// read sends what the jobs hold.
func (r *run) read(ctx context.Context, out chan<- item) error {
	var before int64
	for i, j := range r.jobs {
		last, err := r.readJob(ctx, i, before, out)
		if err != nil {
			return err
		}
		before += max(j.size, last)
	}
	return ctx.Err()
}

// ahead is the number of articles read ahead of those that wait for extraction.
// Each may have source.MaxArticle bytes.
const ahead = 4

// readJob sends what one job holds and returns how many bytes it read. A file
// that gives nothing for the time stalled is given up, and whatever blocks is
// left behind when ctx ends.
func (r *run) readJob(ctx context.Context, number int, before int64, out chan<- item) (last int64, err error) {
	j := r.jobs[number]
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	found := make(chan source.Item, ahead)
	go func() {
		defer close(found)
		for it := range r.open(ctx, j) {
			if send(ctx, found, it) != nil {
				return
			}
		}
	}()
	timer := time.NewTimer(stalled)
	defer timer.Stop()
	for {
		if timer.Reset(stalled); j.kind != fileJob {
			timer.Stop() // a pipe may be silent for hours, and fetch has its own limit
		}
		select {
		case it, ok := <-found:
			if !ok {
				return last, ctx.Err()
			}
			last = it.Bytes
			if err := send(ctx, out, item{it, number, before + last}); err != nil {
				return last, err
			}
		case <-timer.C:
			return last, send(ctx, out, item{source.Item{Path: j.path, Err: errStalled}, number, before + last})
		case <-ctx.Done():
			return last, ctx.Err()
		}
	}
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
		if err := r.extractBatch(ctx, b, out); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil || len(r.held.of) == 0 {
		return err
	}
	return r.extractBatch(ctx, batch{}, out) // what was held to the end
}

func (r *run) extractBatch(ctx context.Context, b batch, out chan<- batch) (err error) {
	var articles []article.Article
	b.same = map[string]string{}
	if articles, b.paths, err = r.changed(ctx, b.items, b.same); err != nil {
		return err
	}
	if b.records, err = r.annotate(ctx, articles); err != nil {
		return err
	}
	for i := range b.records {
		b.records[i].File = absolute(b.paths[i])
	}
	return send(ctx, out, b)
}

// changed returns the articles of items that the archive does not hold as they
// are, and the files that they came from; it adds the files of the others to same. An
// article whose ID belongs to another file, or that was removed by hand, becomes a
// rejection.
func (r *run) changed(ctx context.Context, items []item, same map[string]string) (out []article.Article, paths []string, err error) {
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
		return nil, nil, err
	}
	store := func(a article.Article, path string) {
		r.writing[a.ID] = underway{r.writing[a.ID].records + 1, a}
		out, paths = append(out, a), append(paths, path)
	}
	release := func(job int) {
		path := r.jobs[r.held.job].path
		for _, a := range r.release(job) {
			store(a, path)
		}
	}
	for i := range items {
		release(items[i].job)
		if items[i].Err != nil {
			continue
		}
		var change archive.Change
		change, changes = changes[0], changes[1:]
		a, path := items[i].Article, r.jobs[items[i].job].file()
		switch {
		case change == archive.Refused:
			items[i].Err = &removedError{a.ID}
			continue
		case change == archive.Unchanged && path != "":
			same[a.ID] = absolute(path)
		}
		keep, err := r.wanted(ctx, a, path, change)
		if err != nil {
			items[i].Err = err
			continue
		}
		if keep {
			store(a, path)
		}
	}
	if len(items) == 0 {
		release(len(r.jobs)) // the end of all
	}
	return out, paths, ctx.Err()
}

// wanted reports whether an article from the file at path is to be stored. Its
// error means that the article's ID belongs to another file.
func (r *run) wanted(ctx context.Context, a article.Article, path string, change archive.Change) (bool, error) {
	before, busy := r.writing[a.ID]
	same := change == archive.Unchanged
	if busy {
		same = sameArticle(before.last, a) // whatever the archive has now
	}
	if path == "" {
		return !same, nil
	}
	if !same && !busy && change == archive.Updated {
		older, err := r.superseded(ctx, a, path)
		if older || err != nil {
			return false, err
		}
	}
	if other, ok := r.claims.claim(ctx, a.ID, path); !ok && !same {
		return false, &conflictError{a.ID, other}
	}
	delete(r.held.of, a.ID)
	if !same && !busy && change == archive.Updated && r.isEarlier(ctx, a, path) {
		r.held.of[a.ID] = a
		return false, nil
	}
	return !same, nil
}

// store writes batches and counts what is safe.
func (r *run) store(ctx context.Context, in <-chan batch) error {
	for b := range in {
		if err := r.Archive.NoteFiles(ctx, b.same); err != nil {
			return err
		}
		if len(b.records) > 0 {
			outcomes, err := r.Archive.Put(ctx, b.records)
			if err != nil {
				return err
			}
			r.written(b.records)
			r.count(ctx, b, outcomes)
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
		if u := r.writing[rec.ID]; u.records > 1 {
			r.writing[rec.ID] = underway{u.records - 1, u.last}
		} else {
			delete(r.writing, rec.ID)
		}
	}
}

// count counts what was stored and records the files of the new versions.
func (r *run) count(ctx context.Context, b batch, outcomes []archive.Outcome) {
	for i, o := range outcomes {
		switch o.Change {
		case archive.Added:
			r.report.Added++
		case archive.Updated:
			r.report.Updated++
			r.origins.set(ctx, r.Archive, b.records[i].ID, b.paths[i])
		default:
			r.report.Unchanged++
			continue
		}
		r.report.Lacking.add(b.records[i].Article, b.paths[i])
		if o.Copy {
			r.report.Duplicates++
		}
	}
}

// tell counts the rest of a batch and reports the progress.
func (r *run) tell(b batch) {
	good := 0
	for _, it := range b.items {
		if r.done = it.job; it.Err == nil {
			good++
			r.good[it.job]++
		} else {
			r.reject(it)
		}
	}
	r.report.Unchanged += good - len(b.records)
	r.progress.Done = r.report.Added + r.report.Updated + r.report.Unchanged
	r.progress.Rejected = r.report.RejectedTotal
	if len(b.items) > 0 {
		r.progress.Bytes = b.items[len(b.items)-1].read
	}
	if r.options.Progress != nil {
		r.options.Progress(r.progress)
	}
}

// reject counts an item that is no article. When watching, a file that cannot be
// read for now is left to the watcher.
func (r *run) reject(it item) {
	if c, ok := errors.AsType[*conflictError](it.Err); ok {
		r.conflicts[it.job] = c.path
	}
	if r.watching && passing(it.Err) {
		r.faults[it.job] = it.Err
		return
	}
	if r.refused[it.job] == "" {
		r.refused[it.job] = it.Err.Error()
	}
	if errors.Is(it.Err, source.ErrGivenUp) {
		r.tally.giveUp(&r.report, Rejection{it.Path, it.Err.Error()})
		return
	}
	r.tally.reject(&r.report, r.jobs[it.job].path, Rejection{it.Path, it.Err.Error()})
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

// open returns what a job holds.
func (r *run) open(ctx context.Context, j job) iter.Seq[source.Item] {
	switch j.kind {
	case fileJob:
		if r.opened != nil {
			if err := r.opened(j.path); err != nil {
				j.err = err
				break
			}
		}
		return source.ReadFile(j.path, j.id)
	case stdinJob:
		if in := r.options.Stdin; in != nil {
			return source.Read(source.Input{Name: stdin, Reader: in})
		}
		j.err = errors.New("there is no standard input here")
	case addressJob:
		return r.reader().Read(ctx, j.url)
	}
	return func(yield func(source.Item) bool) { yield(source.Item{Path: j.path, Err: j.err}) }
}

// isEarlier reports whether an article is an earlier version of what the same file
// of many articles gave last.
func (r *run) isEarlier(ctx context.Context, a article.Article, path string) bool {
	if source.Single(path) || len(r.held.of) >= maxHeld || r.origins.get(ctx, r.Archive, a.ID) != path {
		return false
	}
	return r.isOlder(ctx, a)
}

// release returns the held articles, in order of their IDs, once items come from
// another job.
func (r *run) release(job int) []article.Article {
	if r.held.job == job {
		return nil
	}
	r.held.job = job
	if len(r.held.of) == 0 {
		return nil
	}
	var out []article.Article
	for _, id := range slices.Sorted(maps.Keys(r.held.of)) {
		out = append(out, r.held.of[id])
	}
	clear(r.held.of)
	return out
}

// superseded reports whether an article from the file at path is an older version
// of what another file gave since. It is then an error, except between files of
// many articles: an older one of a series is as it should be.
func (g *Ingester) superseded(ctx context.Context, a article.Article, path string) (bool, error) {
	other := g.origins.get(ctx, g.Archive, a.ID)
	if other == "" || other == path || other != elsewhere && !exists(ctx, other) {
		return false, nil
	}
	older := g.isOlder(ctx, a)
	if older && other != elsewhere && (source.Single(path) || source.Single(other)) {
		return true, &conflictError{a.ID, other}
	}
	return older, nil
}

// isOlder reports whether an article is an older version of itself. What cannot be
// compared is not: it is then stored, which loses nothing.
func (g *Ingester) isOlder(ctx context.Context, a article.Article) bool {
	versions, err := g.Archive.Versions(ctx, a.ID)
	return err == nil && len(versions) > 1 &&
		slices.ContainsFunc(versions[:len(versions)-1], func(r article.Record) bool { return sameArticle(r.Article, a) })
}
