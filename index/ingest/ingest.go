// Package ingest brings articles in: from files, folders, standard input and
// addresses, through source and extraction into the archive, and from there into
// the index. One bad item never stops the rest; it is listed with its reason.
package ingest

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
	"github.com/briefing-bot/briefing-bot/index/web"
)

// Index is the part of the index that ingest uses.
type Index interface {
	// Add makes records findable, durably: those with an ID already there replace
	// it, those that are Removed are taken out.
	Add(ctx context.Context, records []article.Record) error
	// Holds reports whether the index has a record as it is, by its ID, Version,
	// Extraction and Group; of a Removed one, whether it is gone.
	Holds(r article.Record) bool
	// Versions returns the version of every article that the index holds.
	Versions() map[string]int
	// SetPartial marks the answers as incomplete while much is being indexed.
	SetPartial(partial bool)
	// Compact takes what was removed out of the files of the index.
	Compact(ctx context.Context) error
}

// Ingester brings articles in. Its fields are set before its first use; after
// that it may be used by many goroutines.
type Ingester struct {
	Archive *archive.Archive
	Index   Index // nil: articles are archived, and indexed by a later CatchUp
	// Extract annotates an article; it is called on all cores. It fails only
	// when ctx is done.
	Extract func(ctx context.Context, a article.Article) (article.Annotation, []article.Event, error)
	Version int           // of Extract, from 1: articles that an older one annotated are annotated again
	Log     *slog.Logger  // slog.Default where nil
	Fetch   *fetch.Client // for addresses; one with the default options if nil

	proven   atomic.Uint64 // Stamp of the archive at which nothing was left to catch up with; 0 if unknown
	indexing sync.Mutex    // one goroutine at a time brings the index up to date
	pushing  sync.Mutex    // one push at a time, so that a key is seen once
	origins  origins
	webOnce  sync.Once
	web      *web.Reader             // of addresses
	opened   func(path string) error // called before a file is read; nil but in tests
}

// Options of Run.
type Options struct {
	Stdin    io.Reader      // what "-" reads
	Progress func(Progress) // called after every batch, by one goroutine at a time; may be nil
}

// Progress is the progress of a run.
type Progress struct {
	Done     int // articles safe in the archive, new or not
	Total    int // of all articles; 0 where unknown
	Rejected int
	Bytes    int64 // read so far, as stored
	Size     int64 // of all files; 0 where unknown
}

// reader returns what reads addresses.
func (g *Ingester) reader() *web.Reader {
	g.webOnce.Do(func() {
		client := g.Fetch
		if client == nil {
			client = fetch.New(fetch.Options{})
		}
		g.web = &web.Reader{Client: client, Archive: g.Archive, Log: g.log()}
	})
	return g.web
}

func (g *Ingester) log() *slog.Logger {
	if g.Log == nil {
		return slog.Default()
	}
	return g.Log
}

// run is one call of Run: four stages with a channel between them, each in its
// order, so that reading, extraction, writing and indexing go on at once.
type run struct {
	*Ingester
	options  Options
	jobs     []job
	claims   *claims
	held     held
	watching bool // faults of files are for the watcher, not for the report
	report   Report
	progress Progress
	tally    tally
	wake     chan struct{} // the indexer has work

	done      int            // jobs before it are in the archive, whole
	faults    map[int]error  // of jobs whose files could not be read, for now
	conflicts map[int]string // jobs with an article whose ID another file has, and that file
	good      map[int]int    // articles by job, new or not
	refused   map[int]string // jobs of which something was rejected, with the first reason

	mu      sync.Mutex
	writing map[string]underway
}

// underway is an ID on its way into the archive.
type underway struct {
	records int
	last    article.Article
}

// item is an article as read, with the reader's progress.
type item struct {
	source.Item
	job  int   // the number of the job that it came from
	read int64 // bytes of all inputs so far
}

// batch is some items in order. Records are those of its articles that are new or
// changed; paths are the files that they came from, "" if not from a file.
type batch struct {
	items   []item
	records []article.Record
	paths   []string
	same    map[string]string // files by the ID of articles that the archive holds as they are
}

// A batch is what one durable write takes. A larger one costs memory and delays
// what is read from a pipe; a smaller one costs an fsync each.
const (
	batchArticles = 256
	batchBytes    = 1 << 20
	batchWait     = 500 * time.Millisecond // for more, when the input is slow
)
