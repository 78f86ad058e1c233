package ingest

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// Watch brings in what the folders dirs (and those below) hold, and after that
// each file that is made or changed there, when nothing wrote to it for Quiet,
// until ctx ends; it returns ctx's error. It does not give up: a file that cannot
// be read, a folder that is not there and a full disk are tried again, and Status
// tells of them. The articles of a file that is deleted are removed: see gone.go.
func (g *Ingester) Watch(ctx context.Context, dirs []string, o WatchOptions) error {
	return g.newWatcher(dirs, o).loop(ctx)
}

func (g *Ingester) newWatcher(dirs []string, o WatchOptions) *watcher {
	w := &watcher{Ingester: g, options: o, finder: newFinder(), claims: newClaims(), read: map[string]signature{},
		waiting: map[string]*waiting{}, crossed: map[string]string{}, noted: map[string]note{}, start: fsnotify.NewWatcher}
	for _, dir := range dirs {
		w.roots = append(w.roots, root{path: filepath.Clean(dir)})
	}
	return w
}

// loop looks at the roots, at everything, and at what changed, each when it is due.
func (w *watcher) loop(ctx context.Context) error {
	defer func() { w.listen(nil) }()
	tick := time.NewTicker(Quiet / 5)
	defer tick.Stop()
	checkRoots := time.Time{}
	for {
		now := time.Now()
		if now.Sub(checkRoots) >= rootsEvery {
			w.checkRoots(ctx)
			checkRoots = now
		}
		if w.scanDue(now) {
			w.scan(ctx)
		}
		if w.hold == nil || !now.Before(w.hold.due) {
			w.readDue(ctx, now)
		}
		if w.sweepDue(now) {
			w.sweep(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.tell()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// checkRoots looks whether the roots are there and are the folders that they were.
func (w *watcher) checkRoots(ctx context.Context) {
	seen, err := answers(ctx, w, func() []root {
		seen := make([]root, len(w.roots))
		for i, r := range w.roots {
			seen[i] = root{path: r.path}
			seen[i].info, seen[i].err = os.Stat(r.path)
			if seen[i].err == nil && !seen[i].info.IsDir() {
				seen[i] = root{path: r.path, err: errors.New("it is not a folder")}
			}
		}
		return seen
	})
	if err != nil {
		return
	}
	for i, now := range seen {
		before := w.roots[i]
		switch {
		case now.err != nil && before.err == nil:
			w.log().Warn("a watched folder is not there; waiting for it", slog.String("folder", now.path), slog.Any("error", now.err))
		case now.err == nil && before.err != nil:
			w.log().Info("a watched folder is there again", slog.String("folder", now.path))
		}
		if now.err == nil && before.info != nil && !os.SameFile(now.info, before.info) || now.err == nil && before.err != nil {
			w.askScan()
			w.lastScan = time.Time{} // at once
		}
	}
	w.roots = seen
}

func (w *watcher) askScan() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rescan = true
}

func (w *watcher) scanDue(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !now.Before(w.nextScan) || w.rescan && now.Sub(w.lastScan) >= scanGap
}

// found is the result of a scan.
type found struct {
	jobs    []job
	events  *fsnotify.Watcher
	failure error // why not all folders report their changes
}

// scan looks at all files, and has the system report changes from then on. What
// changed since it was last read is noted.
func (w *watcher) scan(ctx context.Context) {
	w.mu.Lock()
	w.rescan = false
	w.mu.Unlock()
	first := w.lastScan.IsZero() && len(w.read) == 0
	f, err := answers(ctx, w, func() found { return w.find(ctx) })
	if err != nil {
		return
	}
	now := time.Now()
	w.lastScan, w.nextScan, w.polling = now, now.Add(scanEvery), ""
	if f.failure != nil {
		w.nextScan, w.polling = now.Add(PollEvery), f.failure.Error()
	}
	w.listen(f.events)
	at := now
	if first {
		at = now.Add(-Quiet)
	}
	there := make(map[string]bool, len(f.jobs))
	for _, j := range f.jobs {
		there[j.path] = true
		if !w.read[j.path].unchanged(j.sign) && w.waiting[j.path] == nil {
			w.note(j.path, note{at, true})
		}
	}
	if w.forget(there) || first || len(w.emptied) > 0 {
		w.askSweep()
	}
}

// forget drops what is known of files that are no longer there, and reports whether
// there are any.
func (w *watcher) forget(there map[string]bool) bool {
	before := len(w.read)
	maps.DeleteFunc(w.read, func(path string, _ signature) bool { return !there[path] })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.removed = w.removed || len(w.read) < before
	return len(w.read) < before
}

// find walks the roots. A folder is watched before it is read, so that nothing is
// missed in between.
func (w *watcher) find(ctx context.Context) found {
	events, failure := w.start()
	w.finder.jobs = nil
	w.finder.folder = func(path string) {
		if failure != nil {
			return
		}
		// What must not be read, or is gone, the walk itself finds out.
		if err := events.Add(path); !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) {
			failure = err
		}
	}
	for _, r := range w.roots {
		if err := remote(r.path); err != nil && failure == nil {
			failure = err
		}
		if r.err == nil {
			w.finder.walk(ctx, r.path, r.path)
		}
	}
	return found{w.finder.jobs, events, failure}
}

// listen notes the events of a new watcher in place of the old one.
func (w *watcher) listen(events *fsnotify.Watcher) {
	old := w.events
	if w.events = events; events != nil {
		go func() {
			for event := range events.Events {
				w.event(event)
			}
		}()
		go func() {
			for err := range events.Errors {
				if !errors.Is(err, fsnotify.ErrEventOverflow) {
					w.log().Warn("watching folders failed; all files are looked at", slog.Any("error", err))
				}
				w.askScan()
			}
		}()
	}
	if old != nil {
		_ = old.Close()
	}
}

// event notes what an event is about.
func (w *watcher) event(event fsnotify.Event) {
	path := filepath.Clean(event.Name)
	gone := event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename)
	switch {
	case strings.HasPrefix(filepath.Base(path), "."):
	case event.Has(fsnotify.Create), event.Has(fsnotify.Write), gone && strings.HasSuffix(path, source.MetaSuffix):
		w.note(path, note{time.Now(), true})
	case event.Has(fsnotify.Chmod):
		w.note(path, note{time.Now(), false})
	case gone:
		w.mu.Lock()
		w.removed, w.sweepAt = true, time.Now().Add(Grace)
		w.mu.Unlock()
	}
}

func (w *watcher) note(path string, n note) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n.always = n.always || w.noted[path].always
	w.noted[path] = n
}

// takeDue returns what is to be looked at now, and whether to read it even if it
// seems unchanged.
func (w *watcher) takeDue(now time.Time) map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	due := map[string]bool{}
	for path, n := range w.noted {
		if now.Sub(n.at) >= Quiet {
			due[path] = n.always
			delete(w.noted, path)
		}
	}
	for path, f := range w.waiting {
		if !now.Before(f.due) {
			due[path] = true
		}
	}
	return due
}

// readDue brings in what is due, and tries again to store what could not be.
func (w *watcher) readDue(ctx context.Context, now time.Time) {
	due := w.takeDue(now)
	w.mu.Lock()
	removed := w.removed
	w.removed = false
	w.mu.Unlock()
	if removed && len(w.rejects.reasons) > 0 {
		paths := slices.Collect(maps.Keys(w.rejects.reasons))
		gone, err := answers(ctx, w, func() []string { return absent(paths) })
		if err != nil {
			return
		}
		for _, path := range gone {
			w.rejects.set(path, "")
		}
	}
	if len(due) == 0 && w.hold == nil && !(removed && len(w.crossed) > 0) {
		return
	}
	events := w.events
	jobs, err := answers(ctx, w, func() []job { return w.look(ctx, due, events, removed) })
	if err != nil {
		return
	}
	before := map[string]*waiting{}
	for path := range due { // what is not among jobs is gone, or as it was
		if f := w.waiting[path]; f != nil {
			before[path] = f
			delete(w.waiting, path)
		}
	}
	jobs = w.settled(jobs)
	if len(jobs) > 0 || w.hold != nil {
		w.run(ctx, jobs, before)
	}
}

// settled returns the jobs whose files nothing wrote to for Quiet, and notes the
// others: a folder can be moved in while its files are still being written.
func (w *watcher) settled(jobs []job) []job {
	now := time.Now()
	return slices.DeleteFunc(jobs, func(j job) bool {
		age := now.Sub(time.Unix(0, j.sign.file.changed))
		if j.kind != fileJob || age < 0 || age >= Quiet {
			return false
		}
		w.note(j.path, note{now.Add(-age), true})
		return true
	})
}

// look returns jobs for what is at the paths now, and, if something was removed,
// for files that were rejected because of it.
func (w *watcher) look(ctx context.Context, due map[string]bool, events *fsnotify.Watcher, removed bool) []job {
	w.finder.folder = func(path string) {
		if events != nil && events.Add(path) != nil {
			w.askScan() // which finds out why
		}
	}
	paths := slices.Sorted(maps.Keys(due))
	always := maps.Clone(due)
	for path, other := range w.crossed {
		if _, err := os.Lstat(other); removed && errors.Is(err, fs.ErrNotExist) && !due[path] {
			paths, always[path] = append(paths, path), true
		}
	}
	var jobs []job
	seen := map[string]bool{}
	for _, path := range paths {
		w.finder.jobs = nil
		if i := slices.IndexFunc(w.roots, func(r root) bool { return within(r.path, path) }); i >= 0 {
			w.finder.look(ctx, w.roots[i].path, path)
		}
		for _, j := range w.finder.jobs {
			if !seen[j.path] && (always[path] || !w.read[j.path].unchanged(j.sign)) {
				seen[j.path] = true
				jobs = append(jobs, j)
			}
		}
	}
	return jobs
}

// finish reports a run, and an error when it begins and when it is over.
func (w *watcher) finish(report Report, err error, now time.Time) {
	began := w.hold == nil && err != nil
	switch {
	case err != nil:
		w.hold = w.hold.fail(now, err)
	case w.hold != nil:
		w.hold = nil
		w.log().Info("storing articles of watched folders goes on")
		w.askScan()
	}
	if !began {
		err = nil
	}
	if w.options.Done != nil && (err != nil || report.Added+report.Updated+report.RejectedTotal > 0) {
		w.options.Done(report, err)
	}
}

// tell reports the status if it has changed.
func (w *watcher) tell() {
	now := WatchStatus{Slow: w.slow, Polling: w.polling, Waiting: len(w.waiting), Rejected: len(w.rejects.reasons), Rejection: w.rejects.example(), Emptied: w.emptied}
	for _, r := range w.roots {
		if r.err != nil {
			now.Missing = append(now.Missing, plainPath(r.path, r.err))
		}
	}
	example := ""
	for path := range w.waiting {
		if example == "" || path < example {
			example = path
		}
	}
	if example != "" {
		now.Example = plainPath(example, w.waiting[example].err)
	}
	if w.hold != nil {
		now.Blocked = w.hold.err
		if w.status.Blocked != nil {
			now.Blocked = w.status.Blocked // the same cause, in other words
		}
	}
	if !reflect.DeepEqual(now, w.status) {
		w.status = now
		if w.options.Status != nil {
			w.options.Status(now)
		}
	}
}

// plainPath returns a path with the reason why it cannot be read.
func plainPath(path string, err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return path + ": " + err.Error()
}

// run reads jobs and remembers what became of each. Before holds those that failed
// already.
func (w *watcher) run(ctx context.Context, jobs []job, before map[string]*waiting) {
	r := w.newRun(jobs, Options{})
	r.watching, r.claims = true, w.claims
	err := r.do(ctx)
	if ctx.Err() != nil {
		return
	}
	now := time.Now()
	var failed []string
	for i, j := range jobs {
		delete(w.crossed, j.path)
		fault := r.faults[i]
		switch {
		case i >= r.done: // it waits for room, or whatever else the archive lacks
			w.note(j.path, note{now.Add(-Quiet), true})
			continue
		case fault != nil:
			w.waiting[j.path] = before[j.path].fail(now, fault)
			if before[j.path] == nil {
				failed = append(failed, j.path)
			}
			continue
		case r.conflicts[i] != "":
			w.crossed[j.path] = r.conflicts[i]
		}
		w.read[j.path] = j.sign
		w.rejects.set(j.path, r.refused[i])
	}
	if len(failed) > 0 {
		w.log().Warn("files cannot be read for now; they are tried again", slog.Int("files", len(failed)),
			slog.String("path", failed[0]), slog.Any("error", w.waiting[failed[0]].err))
	}
	w.finish(r.report, err, now)
}
