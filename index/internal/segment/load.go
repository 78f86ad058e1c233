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
		found, err := rowsOf(segment)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b stored) int { return int(a.slot) - int(b.slot) })
	b := newBuilder()
	for _, r := range all {
		b.add(r.slot, r.row)
	}
	return b, checkCount(reader, b.Alive)
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
