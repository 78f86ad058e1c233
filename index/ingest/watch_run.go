package ingest

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"reflect"
	"time"
)

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
