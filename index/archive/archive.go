// Package archive keeps the articles themselves, with every version they had
// and what extraction found in them. It is the truth that the index is derived
// from: what Put acknowledged survives kill -9 and power loss.
//
// Everything stands in one bbolt file, articles.db in the data folder, which
// one process owns at a time. Each record carries a checksum; a damaged one is
// reported and passed over, and never ends the program.
package archive

import (
	"context"
	"errors"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// FileName is the archive's file in the data folder.
const FileName = "articles.db"

// ErrInUse is returned by Open where another process owns the folder.
var ErrInUse = errors.New("the data folder is in use by another briefing-bot")

// ErrNotFound is returned for an article that the archive does not hold.
var ErrNotFound = errors.New("no such article")

// ErrDamaged is wrapped by every error about bytes that fail their checksum.
var ErrDamaged = errors.New("damaged")

// ErrFull is wrapped by every error of a write for which the disk had no room.
var ErrFull = errors.New("the disk is full")

// Archive is an open archive. It may be used by many goroutines.
type Archive struct{}

// Options of Open.
type Options struct {
	Timeout time.Duration // how long to wait for another process to leave; a second where zero
}

// Open opens the archive in the folder dir and makes both where absent. It
// returns ErrInUse where another process holds it, ErrDamaged where the file is
// no archive.
func Open(dir string, o Options) (*Archive, error) { return nil, nil }

// Close waits for reads and writes under way and gives the folder free.
func (a *Archive) Close() error { return nil }

// Change is what Put did with an article.
type Change uint8

// The changes.
const (
	Unchanged Change = iota // the same text and metadata are there already
	Added                   // its ID is new
	Updated                 // its text or metadata differ: a new version
)

// Outcome is what became of one article.
type Outcome struct {
	Change  Change
	Number  uint32
	Version int
	Copy    bool // it stands in a group of near-copies with others
}

// Put stores records, in their order, in one durable write: when it returns nil,
// all of them are safe; on an error none of them is in. The caller fills Article,
// Extraction, Annotation and Events; number, version, time and group are the
// archive's to give. A record whose ID is known becomes a new version where its
// article differs, and stays as it is where not. A removed article that comes
// again stays removed.
func (a *Archive) Put(ctx context.Context, records []article.Record) ([]Outcome, error) {
	return nil, nil
}

// Compare is what Put would do with each article, without its cost: extraction
// is for those that are not Unchanged.
func (a *Archive) Compare(ctx context.Context, articles []article.Article) ([]Change, error) {
	return nil, nil
}

// Get is the current version of an article, removed or not; ErrNotFound where
// there is none, ErrDamaged where it cannot be read.
func (a *Archive) Get(ctx context.Context, id string) (article.Record, error) {
	return article.Record{}, nil
}

// GetMany gets several articles of one moment, in the order asked; those that
// are missing or damaged are left out.
func (a *Archive) GetMany(ctx context.Context, ids []string) ([]article.Record, error) {
	return nil, nil
}

// Each calls f with every article's current version, removed ones too, in
// order of their numbers, beginning after number after (0 for all). It holds no
// lock while f runs, so f may write. An error of f ends it and is returned.
// Damaged records are passed over; Each then returns an error that wraps
// ErrDamaged and names them, after all others were given.
func (a *Archive) Each(ctx context.Context, after uint32, f func(article.Record) error) error {
	return nil
}

// Versions are all versions of an article, oldest first.
func (a *Archive) Versions(ctx context.Context, id string) ([]article.Record, error) {
	return nil, nil
}

// Remove marks an article as removed: its words are no longer shown, its
// receipts say so. Nothing is deleted. ErrNotFound where there is none.
func (a *Archive) Remove(ctx context.Context, id string) error { return nil }

// Restore takes Remove back.
func (a *Archive) Restore(ctx context.Context, id string) error { return nil }

// Stats counts what the archive holds.
type Stats struct {
	Articles int   // not removed
	Removed  int   // removed
	Versions int   // of all articles
	Copies   int   // articles that are near-copies of an earlier one
	Pending  int   // changes that the index has yet to learn
	Bytes    int64 // of the file
}

// Stats counts what is there now. It is cheap.
func (a *Archive) Stats(ctx context.Context) (Stats, error) { return Stats{}, nil }

// Meta is a value kept under a name, nil where none is.
func (a *Archive) Meta(ctx context.Context, name string) ([]byte, error) { return nil, nil }

// SetMeta keeps a value under a name.
func (a *Archive) SetMeta(ctx context.Context, name string, value []byte) error { return nil }
