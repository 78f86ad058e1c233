package segment

import (
	"context"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// stored is an article's row as read from Bleve.
type stored struct {
	slot uint32
	row  *row
}

// load builds the columns from the rows of a snapshot, in the order in which
// they were added.
func (s *Store) load(ctx context.Context, reader *scorch.IndexSnapshot) error {
	var all []stored
	for _, segment := range reader.Segments() {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := rowsOf(segment)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b stored) int { return int(a.slot) - int(b.slot) })
	for _, r := range all {
		s.addRow(r.slot, r.row)
	}
	return s.checkCount(reader)
}

// checkCount compares the number of Bleve's documents with that of the rows.
func (s *Store) checkCount(reader *scorch.IndexSnapshot) error {
	count, err := reader.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := s.builder.Alive
	if want := t.Articles + t.Passages + t.Statements + t.Events; int(count) != want {
		return fmt.Errorf("%w: it has %d documents, its articles account for %d", ErrDamaged, count, want)
	}
	return nil
}

// rowsOf returns the rows of a segment's articles that are not removed.
func rowsOf(segment *scorch.SegmentSnapshot) ([]stored, error) {
	var out []stored
	live := segment.DocNumbersLive().Iterator()
	for live.HasNext() {
		n := uint64(live.Next())
		id, err := segment.DocID(n)
		if err != nil {
			return nil, err
		}
		slot, kind, _, err := parseDocumentID(id)
		if err != nil {
			return nil, err
		}
		if kind != 'a' {
			continue
		}
		r, err := rowOf(segment, n)
		if err != nil {
			return nil, err
		}
		out = append(out, stored{slot, r})
	}
	return out, nil
}

func rowOf(segment *scorch.SegmentSnapshot, n uint64) (*row, error) {
	var r *row
	var bad error
	visit := segmentapi.StoredFieldValueVisitor(func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldRow {
			r, bad = unpackRow(value)
		}
		return r == nil && bad == nil
	})
	if err := segment.VisitDocument(n, visit); err != nil {
		return nil, err
	}
	if r == nil && bad == nil {
		bad = errRow
	}
	return r, bad
}

// addRow adds a row to the columns under a slot.
func (s *Store) addRow(slot uint32, r *row) {
	s.slots[slot] = uint32(len(s.builder.Articles))
	s.builder.add(slot, r)
	s.next = max(s.next, slot+1)
}

// minDead is the minimum of dead articles for the columns to be rebuilt.
const minDead = 256

// wasteful reports whether more articles of the columns are dead than live.
// Columns only grow, so each update of an article leaves its old rows behind.
func (b *builder) wasteful() bool {
	dead := len(b.Articles) - b.Alive.Articles
	return dead >= minDead && dead > b.Alive.Articles
}

// compact rebuilds the columns from the live rows of Bleve. The snapshot that is
// being read keeps the old ones until it is released.
func (s *Store) compact(reader *scorch.IndexSnapshot) error {
	old, slots := s.builder, s.slots
	s.builder, s.slots = newBuilder(), map[uint32]uint32{}
	if err := s.load(context.Background(), reader); err != nil {
		s.builder, s.slots = old, slots
		return err
	}
	s.compacted = true
	return nil
}
