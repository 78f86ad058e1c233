package segment

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
)

// Store is the index on disk: Bleve's files, and the columns with what a checkpoint and the journal keep of them. It
// must be used by one goroutine at a time; its snapshots by many.
type Store struct {
	Failed      bool  // a write failed: Bleve must not be used any more, but closed
	Rebuilt     error // why Open could not take the columns as a checkpoint had them; nil if it could
	bleve       bleve.Index
	builder     *builder
	sequence    sequence
	checkpoints checkpoints
	journal     *journal.Journal
	compacted   bool               // the columns were rebuilt since the last snapshot
	outdated    bool               // the columns are to be rebuilt for the next snapshot
	remapped    map[uint64]segment // that the next snapshot need not read: those of the checkpoint that the columns were mapped from since
}

// Open opens the index in dir, or makes an empty one if dir is missing or
// empty, and returns it with its first snapshot. The error wraps ErrDamaged if
// only rebuilding it helps; a panic of Bleve means damage, and so does a fault of a
// library that reads beyond the end of a file that was cut off.
func Open(ctx context.Context, dir string) (s *Store, first *Snapshot, err error) {
	s = &Store{checkpoints: checkpoints{dir: dir}, journal: journal.In(dir)}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
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

// firstSnapshot checks the files, and returns them with the columns.
func (s *Store) firstSnapshot(ctx context.Context) (*Snapshot, error) {
	reader, err := bleveSnapshot(s.bleve)
	if err != nil {
		return nil, err
	}
	var known map[uint64]segment
	if err = checkSegments(ctx, reader); err == nil {
		known, err = s.columns(ctx, reader)
	}
	if err != nil {
		reader.Close()
		return nil, err
	}
	return s.numbered(reader, known)
}

// columns takes the columns of the checkpoint and adds the batches of the journal. It returns
// the segments that the checkpoint knows.
func (s *Store) columns(ctx context.Context, reader *scorch.IndexSnapshot) (known map[uint64]segment, err error) {
	noted, err := readLineage(s.bleve, s.sequence.last)
	if err != nil {
		return nil, err
	}
	s.sequence.lineage = noted.lineage
	s.builder, known, s.Rebuilt = s.checkpoints.restore(noted, s.sequence.last)
	b, articles, dead := s.builder, s.checkpoints.covered, s.checkpoints.dead
	err = s.journal.Replay(noted.lineage, b.sequence, s.sequence.last, func(batch journal.Batch) error {
		return errors.Join(ctx.Err(), b.replayed(batch))
	})
	if err == nil {
		err = checkCount(reader, &b.Columns)
	}
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		} else {
			err = openError(errors.Join(err, s.Rebuilt))
		}
		return nil, errors.Join(err, s.checkpoints.close())
	}
	b.next = max(b.next, noted.next)
	s.checkpoints.exact = articles == b.Articles.Len() && dead == b.Articles.Len()-b.Alive.Articles
	return knownOf(reader, known), nil
}

// numbered returns a snapshot of a reader and the columns. It closes the reader on
// an error.
func (s *Store) numbered(reader *scorch.IndexSnapshot, known map[uint64]segment) (*Snapshot, error) {
	s.builder.sequence = s.sequence.last
	v, err := newSnapshot(&s.builder.Columns, reader, known)
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
	if s.builder.wasteful() || s.outdated { // the snapshot before keeps the old columns until it is released
		s.builder, s.compacted, s.outdated = s.builder.compacted(), true, false
		s.checkpoints.renumbered()
	}
	var known map[uint64]segment
	switch {
	case s.compacted:
	case s.remapped != nil: // the others may be in the file that was mapped before
		known = knownOf(reader, s.remapped)
	case before != nil:
		known = before.segments
	}
	s.remapped = nil
	if v, err = s.numbered(reader, known); err != nil {
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
	n := s.builder.numbers
	n.Begin()
	go buildDocuments(ctx, n, lastOfEach(records), s.builder.next, ready)
	for p := range ready {
		if err := s.writeBatch(p); err != nil {
			cancel()
			for range ready { // let the other goroutine end
			}
			n.Rollback(s.builder.Vocabulary)
			return err
		}
	}
	n.Rollback(s.builder.Vocabulary) // words of articles that were given up
	return s.sequence.acknowledge()
}

// writeBatch puts one batch into Bleve, then into the columns.
func (s *Store) writeBatch(p documentBatch) error {
	batch := s.bleve.NewBatch()
	for _, r := range p.rows {
		for _, id := range s.builder.documentIDs(r.ID) {
			batch.Delete(id)
		}
	}
	for _, e := range p.documents {
		if err := addDocument(batch, e); err != nil {
			return fmt.Errorf("adding to the index: %w", err)
		}
	}
	next := s.builder.next
	if n := len(p.slots); n > 0 {
		next = max(next, p.slots[n-1]+1)
	}
	if err := s.journal.Append(s.sequence.lineage, s.journaled(p)); err != nil {
		return err
	}
	s.sequence.count(batch, next)
	if err := s.bleve.Batch(batch); err != nil {
		s.Failed = true
		return fmt.Errorf("writing the index: %w", err)
	}
	s.builder.Vocabulary = p.Vocabulary
	for i, r := range p.rows {
		s.builder.replace(p.slots[i], r)
	}
	return nil
}

// journaled returns a batch as the journal keeps it.
func (s *Store) journaled(p documentBatch) *journal.Batch {
	first := s.builder.WordCount()
	b := &journal.Batch{Number: s.sequence.last + 1, First: uint32(first), Many: uint32(p.WordCount() - first)}
	if b.Many > 0 {
		b.Words = p.PackWords(b.First)
	}
	for i, r := range p.rows {
		b.Rows = append(b.Rows, journal.SlotRow{Slot: p.slots[i], Row: r})
	}
	return b
}

// Compact merges the files of Bleve into one without what was removed. The next
// snapshot has columns without it, and no checkpoint has it either.
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
	s.outdated = true
	return ctx.Err()
}

// Article returns an article that was written, and the name of its group.
func (s *Store) Article(id string) (a Article, group string, ok bool) {
	n, ok := s.builder.live(id)
	if !ok {
		return Article{}, "", false
	}
	a = *s.builder.Articles.At(n)
	return a, s.builder.Groups.At(a.Group), true
}

// OnHeap returns how many articles, removed ones too, are in no mapped file.
func (s *Store) OnHeap() int { return s.builder.Articles.Len() - s.builder.Articles.Mapped() }

// Versions returns the version of every article.
func (s *Store) Versions() map[string]int {
	b := s.builder
	out := make(map[string]int, b.Alive.Articles)
	for n, a := range b.Articles.All() {
		if !b.IsDead(uint32(n)) {
			out[b.IDs.At(uint32(n))] = int(a.Version)
		}
	}
	return out
}

// Close closes the files. Snapshots must be released before.
func (s *Store) Close() error {
	return errors.Join(s.journal.Close(), s.checkpoints.close(), s.bleve.Close())
}
