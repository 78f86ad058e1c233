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
	var words []storedWords
	for _, segment := range reader.Segments() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, more, _, err := rowsOf(segment, &Columns{})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all, words = append(all, found...), append(words, more...)
	}
	b := newColumns()
	if err := b.addAll(words, all); err != nil {
		return nil, err
	}
	return b, checkCount(reader, &b.Columns)
}

// addAll adds words and rows in the order in which they were written.
func (b *builder) addAll(words []storedWords, all []stored) error {
	slices.SortFunc(words, func(a, b storedWords) int { return int(a.first) - int(b.first) })
	for _, w := range words {
		if int(w.first) != b.numbers.len() || b.numbers.unpackWords(w.data, w.first, w.many) != nil {
			return fmt.Errorf("%w: %d words from word %d on are not those after word %d", ErrDamaged, w.many, w.first, b.numbers.len()-1)
		}
		b.lists++
	}
	b.Vocabulary = b.numbers.Vocabulary
	slices.SortFunc(all, func(a, b stored) int { return int(a.slot) - int(b.slot) })
	for _, r := range all {
		if r.row.most() >= uint64(b.Vocabulary.len()) {
			return fmt.Errorf("%w: the row of article %s has a word without a number", ErrDamaged, r.row.id)
		}
		b.add(r.slot, r.row)
	}
	return nil
}

// checkCount compares the number of Bleve's documents with that of the rows.
func checkCount(reader *scorch.IndexSnapshot, c *Columns) error {
	count, err := reader.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := c.Alive
	if want := t.Articles + t.Passages + t.Statements + t.own + c.lists; int(count) != want {
		return fmt.Errorf("%w: it has %d documents, its articles account for %d", ErrDamaged, count, want)
	}
	return nil
}

// stored is an article's row as read from Bleve.
type stored struct {
	slot uint32
	row  *row
}

// storedWords are words as read from Bleve, and the number of the first.
type storedWords struct {
	first, many uint32
	data        []byte
}

// rowsOf returns the words of a segment that columns do not have, and the rows of its articles that are not
// removed, but of those that columns have the numbers.
func rowsOf(segment *scorch.SegmentSnapshot, c *Columns) (rows []stored, words []storedWords, known []uint32, err error) {
	live := segment.DocNumbersLive().Iterator()
	for live.HasNext() {
		n := uint64(live.Next())
		id, err := segment.DocID(n)
		if err != nil {
			return nil, nil, nil, err
		}
		slot, kind, many, err := parseDocumentID(id)
		if err != nil {
			return nil, nil, nil, err
		}
		if kind == 'v' && int(slot) >= c.Vocabulary.len() {
			data, err := storedIn(segment, n)
			if err != nil {
				return nil, nil, nil, err
			}
			words = append(words, storedWords{slot, many, data})
		}
		if kind != 'a' {
			continue
		}
		if a, ok := c.articleOfSlot(slot); ok {
			known = append(known, a)
			continue
		}
		data, err := storedIn(segment, n)
		if err != nil {
			return nil, nil, nil, err
		}
		r, err := unpackRow(data)
		if err != nil {
			return nil, nil, nil, err
		}
		rows = append(rows, stored{slot, r})
	}
	return rows, words, known, nil
}

// storedIn returns a copy of what is stored of a document.
func storedIn(segment *scorch.SegmentSnapshot, n uint64) (out []byte, err error) {
	err = segment.VisitDocument(n, segmentapi.StoredFieldValueVisitor(func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldStored {
			out = slices.Clone(value)
		}
		return out == nil
	}))
	return out, err
}
