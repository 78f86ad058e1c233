package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// Quiet is how long a watched file must stay as it is before it is read.
const Quiet = 500 * time.Millisecond

// watcher is one call of Watch.
type watcher struct {
	*Ingester
	events  *fsnotify.Watcher
	roots   []string
	changed map[string]time.Time // files, and when something last wrote to them
	done    func(Report, error)
}

// Watch brings in what the folders dirs (and those below) hold, and after that
// each file that is made or changed there, when nothing wrote to it for Quiet,
// until ctx ends. An article whose file is removed stays: a folder that is being
// tidied takes no answer away. Done is told of every run that did something; it
// may be nil. Folders of a network give no word of changes that other machines
// make.
func (g *Ingester) Watch(ctx context.Context, dirs []string, done func(Report, error)) error {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watching folders: %w", err)
	}
	defer events.Close()
	w := &watcher{Ingester: g, events: events, changed: map[string]time.Time{}, done: done}
	for _, dir := range dirs {
		w.roots = append(w.roots, filepath.Clean(dir))
		if err := w.add(dir); err != nil {
			return err
		}
	}
	w.run(ctx, findJobs(ctx, w.roots))
	return w.loop(ctx)
}

// loop takes events and reads what has become quiet.
func (w *watcher) loop(ctx context.Context) error {
	tick := time.NewTicker(Quiet / 5)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-w.events.Events:
			w.note(event)
		case err := <-w.events.Errors:
			if errors.Is(err, fsnotify.ErrEventOverflow) {
				w.run(ctx, findJobs(ctx, w.roots)) // some events were lost
				continue
			}
			w.log().Warn("watching folders", "error", err)
		case now := <-tick.C:
			w.readQuiet(ctx, now)
		}
	}
}

// add watches a folder and those below. One that cannot be watched is a warning,
// except where it was named.
func (w *watcher) add(dir string) error {
	return filepath.WalkDir(dir+string(filepath.Separator), func(path string, entry fs.DirEntry, err error) error {
		path = filepath.Clean(path)
		switch {
		case err == nil && hidden(dir, path):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case err == nil && !entry.IsDir():
			return nil
		case err == nil:
			err = w.events.Add(path)
		}
		if err != nil && slices.Contains(w.roots, path) {
			return fmt.Errorf("watching %s: %w", path, err)
		}
		if err != nil {
			w.log().Warn("a folder cannot be watched", "folder", path, "error", err)
		}
		return nil
	})
}

// note remembers what an event speaks of. A new folder may hold files already.
func (w *watcher) note(event fsnotify.Event) {
	if event.Op&(fsnotify.Create|fsnotify.Write) == 0 || strings.HasPrefix(filepath.Base(event.Name), ".") {
		return
	}
	if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
		_ = w.add(event.Name)
	}
	w.changed[filepath.Clean(event.Name)] = time.Now()
}

// readQuiet brings in the files that nothing wrote to for Quiet.
func (w *watcher) readQuiet(ctx context.Context, now time.Time) {
	var quiet []string
	for path, at := range w.changed {
		if now.Sub(at) >= Quiet {
			quiet = append(quiet, path)
			delete(w.changed, path)
		}
	}
	if len(quiet) == 0 {
		return
	}
	jobs := slices.DeleteFunc(findJobs(ctx, w.roots), func(j job) bool {
		return !slices.ContainsFunc(quiet, func(path string) bool { return concerns(path, j.path) })
	})
	w.run(ctx, jobs)
}

// concerns says whether a change of path can change what the file holds: it is
// the file, a folder above it, or its meta file.
func concerns(path, file string) bool {
	file = filepath.Clean(file)
	if base, ok := strings.CutSuffix(path, source.MetaSuffix); ok {
		return file == base+".txt" || file == base+".txt.gz"
	}
	return file == path || strings.HasPrefix(file, path+string(filepath.Separator))
}

// run reads jobs and tells of it.
func (w *watcher) run(ctx context.Context, jobs []job) {
	if len(jobs) == 0 {
		return
	}
	report, err := w.runJobs(ctx, jobs, Options{})
	nothing := report.Added+report.Updated+len(report.Rejected) == 0 && err == nil
	if w.done != nil && ctx.Err() == nil && !nothing {
		w.done(report, err)
	}
}
