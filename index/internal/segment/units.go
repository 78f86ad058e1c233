package segment

import (
	"context"
	"fmt"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// Units appends the units with a term in a field to out, removed ones and those of
// articles before oldest apart, in no order to rely on. Beside PostingsFrom it leaves
// out how often each holds the term, and takes a tenth of the time: it reads the bitmap
// of a postings list and none of the numbers beside it.
func (v *Snapshot) Units(ctx context.Context, field, term string, oldest uint32, out []uint32) ([]uint32, error) {
	err := v.eachList(ctx, field, term, oldest, func(l postingsList) error {
		out = l.units(out)
		return nil
	})
	return out, err
}

// PostingsAmong appends the postings of a term in a field of those units for which
// wanted is true, as PostingsFrom does. It calls wanted for each unit with the term.
func (v *Snapshot) PostingsAmong(ctx context.Context, field, term string, oldest uint32, wanted func(unit uint32) bool, out []Posting) ([]Posting, error) {
	err := v.eachList(ctx, field, term, oldest, func(l postingsList) (err error) {
		out, err = l.among(wanted, out)
		return err
	})
	return out, err
}

// postingsList is the postings list of a term in one segment of Bleve.
type postingsList struct {
	segmentapi.PostingsList
	docs   segmentapi.OptimizablePostingsIterator
	of     []uint32 // the unit of each of the segment's documents
	oldest uint32   // the first unit of an article that is not too old
}

// eachList visits the postings lists of a term, segment by segment.
func (v *Snapshot) eachList(ctx context.Context, field, term string, oldest uint32, visit func(postingsList) error) error {
	first := v.firstUnit(field, oldest)
	start := 0
	for _, part := range v.reader.Segments() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n := int(part.FullSize())
		l := postingsList{of: v.units[start : start+n], oldest: first}
		start += n
		dictionary, err := part.Segment().Dictionary(field)
		if err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
		if l.PostingsList, err = dictionary.PostingsList([]byte(term), part.Deleted(), nil); err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
		var ok bool
		if l.docs, ok = l.Iterator(false, false, false, nil).(segmentapi.OptimizablePostingsIterator); !ok {
			return fmt.Errorf("reading %s in the index: its postings are of an unknown kind", term)
		}
		if err := visit(l); err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
	}
	return nil
}

// eachDocument visits the documents of a list that Bleve has not removed, in ascending
// order.
func (l *postingsList) eachDocument(visit func(docs []uint32) error) error {
	var docs [256]uint32
	if l.docs.ActualBitmap() == nil {
		doc, ok := l.docs.DocNum1Hit()
		if !ok {
			return nil
		}
		docs[0] = uint32(doc)
		return visit(docs[:1])
	}
	for many := l.docs.ActualBitmap().ManyIterator(); ; {
		n := many.NextMany(docs[:])
		if n == 0 {
			return nil
		}
		if err := visit(docs[:n]); err != nil {
			return err
		}
	}
}

// units appends the units of a list to out.
func (l *postingsList) units(out []uint32) []uint32 {
	_ = l.eachDocument(func(docs []uint32) error { // nothing is read that may fail
		for _, doc := range docs {
			if unit := l.of[doc]; unit != noUnit && unit >= l.oldest {
				out = append(out, unit)
			}
		}
		return nil
	})
	return out
}

// among appends the postings of the wanted units of a list to out.
func (l *postingsList) among(wanted func(unit uint32) bool, out []Posting) ([]Posting, error) {
	var times segmentapi.PostingsIterator // made for the first wanted one
	err := l.eachDocument(func(docs []uint32) error {
		for _, doc := range docs {
			unit := l.of[doc]
			if unit == noUnit || unit < l.oldest || !wanted(unit) {
				continue
			}
			if times == nil {
				times = l.Iterator(true, false, false, nil)
			}
			p, err := times.Advance(uint64(doc))
			if err != nil {
				return err
			}
			if p != nil && p.Number() == uint64(doc) {
				out = append(out, Posting{unit, uint32(p.Frequency())})
			}
		}
		return nil
	})
	return out, err
}

// firstUnit returns the first unit of a field that is of an article from oldest on.
// Units are numbered in the order of their articles.
func (v *Snapshot) firstUnit(field string, oldest uint32) uint32 {
	if oldest == 0 || int(oldest) >= v.Articles.Len() {
		return oldest
	}
	a := v.Articles.At(oldest)
	switch field {
	case FieldPassage:
		return a.Passages.First
	case FieldStatement, FieldExact:
		return a.Statements.First
	case FieldEvent:
		return a.Events.First
	}
	return oldest
}
