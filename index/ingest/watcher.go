package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/fsnotify/fsnotify"
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

// within reports whether path is root or lies below it.
func within(root, path string) bool {
	return path == root || strings.HasPrefix(path, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator))
}

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
