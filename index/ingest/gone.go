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
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// When a file of a watched folder is deleted, its articles are removed; they return
// with the file. Three things must not look like a deletion:
//
//   - An editor that saves a file by renaming another over it, and a program that
//     synchronizes folders. A file must be gone for Grace.
//   - A disk that is not mounted. Nothing is removed of a folder that is not there, nor
//     of one that is there and empty if it had more than one file.
//   - A file whose articles another file gives too. Files of many articles are read
//     again before any is removed.

// Grace is how long a file of a watched folder must be gone before its articles are
// removed.
const Grace = 5 * time.Second

// askSweep has the watcher look, after Grace, for articles whose files are gone.
func (w *watcher) askSweep() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sweepAt = time.Now().Add(Grace)
}

func (w *watcher) sweepDue(now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.sweepAt.IsZero() && !now.Before(w.sweepAt) && len(w.noted) == 0 && w.hold == nil
}

// sweep removes the articles whose files are gone.
func (w *watcher) sweep(ctx context.Context) {
	w.mu.Lock()
	w.sweepAt = time.Time{}
	w.mu.Unlock()
	gone, err := w.findGone(ctx)
	if err == nil && slices.ContainsFunc(slices.Collect(maps.Values(gone)), func(path string) bool { return !source.Single(path) }) {
		w.readShared(ctx)
		gone, err = w.findGone(ctx)
	}
	if err == nil && len(gone) > 0 {
		err = w.Remove(ctx, article.SourceGone, slices.Sorted(maps.Keys(gone))...)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		w.log().Warn("removing articles of deleted files failed; will retry", slog.Any("error", err))
		w.askSweep()
	case len(gone) > 0:
		w.log().Info("articles of deleted files removed", slog.Int("articles", len(gone)), slog.String("path", slices.Min(slices.Collect(maps.Values(gone)))))
	}
}

// findGone returns the articles whose files were deleted, each with its file, and notes
// the folders that seem to be unmounted.
func (w *watcher) findGone(ctx context.Context) (map[string]string, error) {
	files := map[string][]string{} // IDs by file
	err := w.Archive.EachOutline(ctx, func(r article.Record) {
		if r.File != "" && !r.Removed && w.rootOf(r.File) != "" {
			files[r.File] = append(files[r.File], r.ID)
		}
	})
	if err != nil {
		return nil, err
	}
	lost, err := answers(ctx, w, func() map[string][]string { return w.lostFiles(slices.Sorted(maps.Keys(files))) })
	if err != nil {
		return nil, err
	}
	gone, emptied := map[string]string{}, []string{}
	for folder, paths := range lost {
		if len(paths) > 1 && isEmpty(folder) {
			emptied = append(emptied, folder)
			continue
		}
		for _, path := range paths {
			for _, id := range files[path] {
				gone[id] = path
			}
		}
	}
	slices.Sort(emptied)
	for _, folder := range emptied {
		if !slices.Contains(w.emptied, folder) {
			w.log().Warn("a watched folder is empty; its articles are kept, since it may be a disk that is not mounted", slog.String("folder", folder), slog.Int("files", len(lost[folder])))
		}
	}
	w.emptied = emptied
	return gone, nil
}

// rootOf returns the watched folder that a file lies in, "" if there is none.
func (w *watcher) rootOf(file string) string {
	for _, r := range w.roots {
		if root := absolute(r.path); within(root, file) {
			return root
		}
	}
	return ""
}

// lostFiles returns the files that are gone, by the innermost folder that is left of
// their path. Those whose watched folder is not there are left out.
func (w *watcher) lostFiles(files []string) map[string][]string {
	lost := map[string][]string{}
	for _, file := range files {
		if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		root := w.rootOf(file)
		for folder := filepath.Dir(file); within(root, folder); folder = filepath.Dir(folder) {
			info, err := os.Stat(folder)
			if err == nil && info.IsDir() {
				lost[folder] = append(lost[folder], file)
			}
			if !errors.Is(err, fs.ErrNotExist) {
				break
			}
		}
	}
	return lost
}

// isEmpty reports whether a folder has no files, hidden ones apart, or cannot be read.
func isEmpty(folder string) bool {
	entries, err := os.ReadDir(folder)
	return err != nil || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") })
}

// readShared reads the files of many articles again, which notes them as the files of
// the articles that they give.
func (w *watcher) readShared(ctx context.Context) {
	jobs, err := answers(ctx, w, func() []job {
		w.finder.jobs, w.finder.folder = nil, nil
		for _, r := range w.roots {
			if r.err == nil {
				w.finder.walk(ctx, r.path, r.path)
			}
		}
		return slices.DeleteFunc(w.finder.jobs, func(j job) bool { return j.kind != fileJob || source.Single(j.path) })
	})
	if err == nil && len(jobs) > 0 {
		w.run(ctx, jobs, map[string]*waiting{})
	}
}

// absolute returns a path from the root of the file system; "" of "".
func absolute(path string) string {
	if path == "" {
		return ""
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
