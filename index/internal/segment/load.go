package segment

import (
	"context"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// load builds the columns from the rows of a snapshot, in the order in which
// they were added.
func load(ctx context.Context, reader *scorch.IndexSnapshot) (*builder, error) {
	var all []stored
	for _, segment := range reader.Segments() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, _, err := rowsOf(segment, &Columns{})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all = append(all, found...)
	}
	b := newColumns()
	b.addAll(all)
	return b, checkCount(reader, b.Alive)
}

// addAll adds rows in the order in which they were written.
func (b *builder) addAll(all []stored) {
	slices.SortFunc(all, func(a, b stored) int { return int(a.slot) - int(b.slot) })
	for _, r := range all {
		b.add(r.slot, r.row)
	}
}

// checkCount compares the number of Bleve's documents with that of the rows.
func checkCount(reader *scorch.IndexSnapshot, t Totals) error {
	count, err := reader.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if want := t.Articles + t.Passages + t.Statements + t.Events; int(count) != want {
		return fmt.Errorf("%w: it has %d documents, its articles account for %d", ErrDamaged, count, want)
	}
	return nil
}

// stored is an article's row as read from Bleve.
type stored struct {
	slot uint32
	row  *row
}

// rowsOf returns the rows of a segment's articles that are not removed, but of those
// that columns have the numbers.
func rowsOf(segment *scorch.SegmentSnapshot, c *Columns) (rows []stored, known []uint32, err error) {
	live := segment.DocNumbersLive().Iterator()
	for live.HasNext() {
		n := uint64(live.Next())
		id, err := segment.DocID(n)
		if err != nil {
			return nil, nil, err
		}
		slot, kind, _, err := parseDocumentID(id)
		if err != nil {
			return nil, nil, err
		}
		if kind != 'a' {
			continue
		}
		if a, ok := c.articleOfSlot(slot); ok {
			known = append(known, a)
			continue
		}
		r, err := rowOf(segment, n)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, stored{slot, r})
	}
	return rows, known, nil
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
