package segment

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Store is the index on disk, and the columns that are built from its rows. It
// must be used by one goroutine at a time; its snapshots by many.
type Store struct {
	Failed    bool // a write failed: Bleve must not be used any more, but closed
	bleve     bleve.Index
	builder   *builder
	sequence  sequence
	compacted bool // the columns were rebuilt since the last snapshot
}

// Open opens the index in dir, or makes an empty one if dir is missing or
// empty, and returns it with its first snapshot. The error wraps ErrDamaged if
// only rebuilding it helps; a panic of Bleve means damage.
func Open(ctx context.Context, dir string) (s *Store, first *Snapshot, err error) {
	s = &Store{}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
		if err != nil && s.bleve != nil {
			s.bleve.Close()
		}
	}()
	opened, err := openBleve(dir)
	if err != nil {
		return s, nil, openError(err)
	}
	s.bleve = opened
	if err = checkSchema(s.bleve); err != nil {
		return s, nil, err
	}
	if s.sequence, err = readSequence(s.bleve, dir); err != nil {
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
		s.builder, err = load(ctx, reader)
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
	v, err := newSnapshot(&s.builder.Columns, s.builder.slots, reader, before)
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
	if s.builder.wasteful() { // the snapshot before keeps the old columns until it is released
		b, err := load(context.Background(), reader)
		if err != nil {
			reader.Close()
			return nil, false, fmt.Errorf("compacting the index: %w", err)
		}
		s.builder, s.compacted = b, true
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

// Write puts records into Bleve and the columns. A record replaces what there is of
// its ID; one that is Removed is taken out. What Write returned nil for survives a
// crash.
func (s *Store) Write(ctx context.Context, records []article.Record) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready := make(chan documentBatch, 1)
	go buildDocuments(ctx, lastOfEach(records), s.builder.next, ready)
	for p := range ready {
		if err := s.writeBatch(p); err != nil {
			cancel()
			for range ready { // let the other goroutine end
			}
			return err
		}
	}
	return s.sequence.acknowledge()
}

// writeBatch puts one batch into Bleve, then into the columns.
func (s *Store) writeBatch(p documentBatch) error {
	batch := s.bleve.NewBatch()
	for _, r := range p.rows {
		for _, id := range s.builder.documentIDs(r.id) {
			batch.Delete(id)
		}
	}
	for _, e := range p.documents {
		if err := addDocument(batch, e); err != nil {
			return fmt.Errorf("adding to the index: %w", err)
		}
	}
	s.sequence.count(batch)
	if err := s.bleve.Batch(batch); err != nil {
		s.Failed = true
		return fmt.Errorf("writing the index: %w", err)
	}
	for i, r := range p.rows {
		s.builder.remove(r.id)
		if len(r.group) > 0 {
			s.builder.add(p.slots[i], r)
		}
	}
	return nil
}

// Compact merges the files of Bleve into one without what was removed.
func (s *Store) Compact(ctx context.Context) error {
	advanced, err := s.bleve.Advanced()
	if err != nil {
		return fmt.Errorf("compacting the index: %w", err)
	}
	if files, ok := advanced.(*scorch.Scorch); ok {
		if err := files.ForceMerge(ctx, nil); err != nil {
			return fmt.Errorf("compacting the index: %w", err)
		}
	}
	return ctx.Err()
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
