package ingest

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/fsnotify/fsnotify"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// How often a watched folder is looked at.
const (
	Quiet       = 500 * time.Millisecond // how long a file must stay as it is before it is read
	rootsEvery  = 2 * time.Second        // whether the folder named is there, and is the same one
	scanEvery   = 15 * time.Minute       // all files, in case an event was missed
	PollEvery   = 30 * time.Second       // all files, where the system does not report changes
	scanGap     = 5 * time.Second        // between two scans because of faults
	slowScan    = time.Minute            // a scan that takes longer is reported
	firstRetry  = time.Second            // of a file that could not be read, or of the archive
	retryEvery  = 5 * time.Minute        // at most, between retries
	retryFactor = 2
)

// WatchOptions of Watch. Both functions are called by one goroutine at a time and
// may be nil.
type WatchOptions struct {
	// Done is called after every run that did something, and when runs begin to
	// fail for a reason that is not a file's: a full disk. They are retried.
	Done func(Report, error)
	// Status is called when the status changes, first once all was read.
	Status func(WatchStatus)
}

// WatchStatus describes what keeps watched folders from being read, or read at once. The
// zero value means nothing does.
type WatchStatus struct {
	Missing   []string // folders that are not there, with the reason
	Waiting   int      // files that cannot be read for now and are tried again
	Rejected  int      // files of which something is no article
	Rejection string   // one of them, with the reason
	Example   string   // one of them, with the reason
	Blocked   error    // why nothing can be stored now; nil if it can
	Slow      bool     // a file system does not answer
	Polling   string   // why changes are found by looking every PollEvery; "" if the system reports them
	Emptied   []string // folders that had files and have none now; their articles are kept
}

// Behind reports whether there can be articles in the folders that were not read.
func (s WatchStatus) Behind() bool {
	return len(s.Missing) > 0 || s.Waiting > 0 || s.Blocked != nil || s.Slow
}

// watcher is one call of Watch. All but what mu guards belongs to the goroutine
// of loop.
type watcher struct {
	*Ingester
	options WatchOptions
	status  WatchStatus // as last told
	roots   []root
	finder  *finder
	claims  *claims
	read    map[string]signature // files as they were when they were last read
	waiting map[string]*waiting  // files and folders that could not be read
	rejects rejects
	crossed map[string]string // files with an article whose ID another file has, and that file
	hold    *waiting          // why nothing can be stored; nil if it can
	emptied []string          // folders that had files and have none

	start    func() (*fsnotify.Watcher, error) // fsnotify.NewWatcher but in tests
	events   *fsnotify.Watcher                 // nil where the system reports nothing
	polling  string
	slow     bool
	nextScan time.Time
	lastScan time.Time

	mu      sync.Mutex
	noted   map[string]note
	rescan  bool      // an event was lost, or a root changed
	removed bool      // a file was removed or renamed
	sweepAt time.Time // when to look for articles whose files are gone; zero if nothing was removed
}

// root is a folder that was named.
type root struct {
	path string
	info os.FileInfo // as it was last seen; nil if it was not there
	err  error       // why it is not there
}

// note is a path that may have changed.
type note struct {
	at     time.Time
	always bool // read it even if its signature is the same
}

// waiting is something that failed and is tried again.
type waiting struct {
	backoff *backoff.ExponentialBackOff
	due     time.Time
	err     error
}

// fail sets the time of the next try.
func (w *waiting) fail(now time.Time, err error) *waiting {
	if w == nil {
		b := backoff.NewExponentialBackOff()
		b.InitialInterval, b.MaxInterval, b.Multiplier = firstRetry, retryEvery, retryFactor
		w = &waiting{backoff: b}
	}
	w.due, w.err = now.Add(w.backoff.NextBackOff()), err
	return w
}

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

// answers returns what look returns. While that takes longer than slowScan, the
// status means that a file system does not answer.
func answers[T any](ctx context.Context, w *watcher, look func() T) (T, error) {
	slow := time.NewTimer(slowScan)
	defer slow.Stop()
	done := make(chan T, 1)
	go func() { done <- look() }()
	for {
		select {
		case v := <-done:
			w.slow = false
			return v, nil
		case <-slow.C:
			w.slow = true
			w.log().Warn("the file system of a watched folder does not answer; waiting for it")
			w.tell()
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
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

// within reports whether path is root or lies below it.
func within(root, path string) bool {
	return path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator))
}
