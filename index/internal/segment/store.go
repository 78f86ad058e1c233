package segment

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// ErrDamaged means that the index cannot be used and must be rebuilt from the
// archive: files are missing or altered, or another version of the program made
// it. Remove the folder, Open it again, and Add everything.
var ErrDamaged = errors.New("the index is damaged or of another version")

// schemaVersion is increased with every change of what is written to Bleve.
const schemaVersion = 4

var schemaKey = []byte("schema")

// Store is the index on disk, and the columns that are built from its rows. It
// must be used by one goroutine at a time; its snapshots by many.
type Store struct {
	dir      string
	bleve    bleve.Index
	builder  *builder
	slots    map[uint32]uint32 // article of a slot
	next     uint32            // slot
	sequence int               // of the last batch

	compacted bool // the columns were rebuilt since the last snapshot
}

// Open opens the index in dir, or makes an empty one if dir is missing or
// empty, and returns it with its first snapshot. The error wraps ErrDamaged if
// only rebuilding it helps; a panic of Bleve means damage.
func Open(ctx context.Context, dir string) (s *Store, first *Snapshot, err error) {
	s = &Store{dir: dir, builder: newBuilder(), slots: map[uint32]uint32{}}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
		if err != nil && s.bleve != nil {
			s.bleve.Close()
		}
	}()
	opened, err := openBleve(s.dir)
	if err != nil {
		return s, nil, openError(err)
	}
	s.bleve = opened
	if err = s.checkSchema(); err != nil {
		return s, nil, err
	}
	if err = s.checkSequence(); err != nil {
		return s, nil, err
	}
	first, err = s.firstSnapshot(ctx)
	return s, first, err
}

// firstSnapshot checks the files, builds the columns and returns them.
func (s *Store) firstSnapshot(ctx context.Context) (*Snapshot, error) {
	reader, err := bleveSnapshot(s.bleve)
	if err != nil {
		return nil, err
	}
	err = checkSegments(ctx, reader)
	if err == nil {
		err = s.load(ctx, reader)
	}
	if err != nil {
		reader.Close()
		return nil, err
	}
	return s.numbered(reader, nil)
}

// numbered returns a snapshot of a reader and the columns. It closes the reader on
// an error.
func (s *Store) numbered(reader *scorch.IndexSnapshot, before *Snapshot) (*Snapshot, error) {
	v, err := newSnapshot(s.builder.Columns, s.slots, reader, before)
	if err != nil {
		reader.Close()
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return v, nil
}

// Snapshot returns the index as it is now; segments that before has are not read
// again. If renumbered is true, the columns were rebuilt, and the numbers of before
// mean nothing any more.
func (s *Store) Snapshot(before *Snapshot) (v *Snapshot, renumbered bool, err error) {
	reader, err := bleveSnapshot(s.bleve)
	if err != nil {
		return nil, false, fmt.Errorf("reading the index after writing: %w", err)
	}
	if s.builder.wasteful() {
		if err := s.compact(reader); err != nil {
			reader.Close()
			return nil, false, fmt.Errorf("compacting the index: %w", err)
		}
	}
	if s.compacted {
		before = nil
	}
	if v, err = s.numbered(reader, before); err != nil {
		return nil, false, err
	}
	renumbered, s.compacted = s.compacted, false
	return v, renumbered, nil
}

// Article returns an article that was written, and the name of its group.
func (s *Store) Article(id string) (a Article, group string, ok bool) {
	n, ok := s.builder.byID[id]
	if !ok {
		return Article{}, "", false
	}
	a = s.builder.Articles[n]
	return a, s.builder.Groups[a.Group], true
}

// Versions returns the version of every article.
func (s *Store) Versions() map[string]int {
	out := make(map[string]int, len(s.builder.byID))
	for id, n := range s.builder.byID {
		out[id] = s.builder.Articles[n].Version
	}
	return out
}

// Close closes the files. Snapshots must be released before.
func (s *Store) Close() error { return s.bleve.Close() }

// openError distinguishes damage from an index that is in use.
func openError(err error) error {
	if err.Error() == "timeout" || errors.Is(err, os.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// checkSchema refuses an index that another version made and marks a new one.
func (s *Store) checkSchema() error {
	found, err := s.bleve.GetInternal(schemaKey)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	want := strconv.Itoa(schemaVersion)
	count, err := s.bleve.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if found == nil && count == 0 {
		return s.bleve.SetInternal(schemaKey, []byte(want))
	}
	if string(found) != want {
		return fmt.Errorf("%w: its schema is %q, this program writes %q", ErrDamaged, found, want)
	}
	return nil
}
