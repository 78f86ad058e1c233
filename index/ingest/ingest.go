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

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
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
