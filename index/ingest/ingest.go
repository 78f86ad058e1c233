// Package ingest brings articles in: from files, folders, standard input and
// addresses, through source and extraction into the archive, and from there into
// the index. One bad item never stops the rest; it is listed with its reason.
package ingest

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index is what ingest needs of the index.
type Index interface {
	// Add makes records findable, durably: those with an ID already there replace it.
	Add(ctx context.Context, records []article.Record) error
	// Remove takes articles out; IDs that are not there are passed over.
	Remove(ctx context.Context, ids []string) error
	// SetPartial marks the answers as incomplete while much is being indexed.
	SetPartial(partial bool)
}

// Ingester brings articles in. Its fields are set before its first use; after
// that it may be used by many goroutines.
type Ingester struct {
	Archive *archive.Archive
	Index   Index // nil: articles are archived, and indexed by a later CatchUp
	// Extract finds what an article says; it is called on all cores.
	Extract func(article.Article) (article.Annotation, []article.Event)
	Version int          // of Extract: articles that an older one annotated are annotated again
	Log     *slog.Logger // slog.Default where nil
}

// Options of Run.
type Options struct {
	Stdin    io.Reader      // what "-" reads
	Progress func(Progress) // called now and then, by one goroutine at a time; may be nil
}

// Progress is how far a run is.
type Progress struct {
	Done     int // articles safe in the archive, new or not
	Total    int // of all articles; 0 while unknown
	Rejected int
	Bytes    int64 // read so far, as stored
	Size     int64 // of all files; 0 while unknown
}

// Report is what a run did. Its JSON form is what `ingest --json` prints.
type Report struct {
	Added      int         `json:"added"`
	Updated    int         `json:"updated"`
	Unchanged  int         `json:"unchanged"`
	Duplicates int         `json:"duplicates"` // of those added or updated: near-copies of an earlier article
	Rejected   []Rejection `json:"rejected"`
}

// Rejection is something that is no article, and why.
type Rejection struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Run reads inputs in their order: files, folders (in order of their names,
// without hidden ones), "-" for standard input, http and https addresses. What it
// counts as added or updated is safe in the archive, also where an error or the
// end of ctx stops it. The error says why it stopped, in words for people.
func (g *Ingester) Run(ctx context.Context, inputs []string, o Options) (Report, error) {
	return Report{}, nil
}

// CatchUp brings the index to the state of the archive after a stop at any
// moment, and annotates again what an older Version annotated. It does nothing
// where there is nothing to do, and may run beside everything else.
func (g *Ingester) CatchUp(ctx context.Context) error { return nil }

// Rebuild gives every article to the index again, marked partial meanwhile. The
// caller opens an empty index for it where the old one is damaged.
func (g *Ingester) Rebuild(ctx context.Context) error { return nil }

// Watch brings in files of the folders dirs (and those below) as they are made or
// changed, each when nothing wrote to it for Quiet, until ctx ends. An article
// whose file is removed stays. Done is told of every run; it may be nil.
func (g *Ingester) Watch(ctx context.Context, dirs []string, done func(Report)) error { return nil }

// Quiet is how long a watched file must stay as it is before it is read.
const Quiet = 500 * time.Millisecond
