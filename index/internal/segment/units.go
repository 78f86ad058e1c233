package segment

import (
	"context"
	"fmt"

	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// each visits the units that are documents with a term in a field, removed ones and those of
// articles before oldest apart, and passages that do not hold all of holds. It reads the bitmaps
// of the postings lists, segment by segment.
func (v *Snapshot) each(ctx context.Context, field, term string, oldest, holds uint32, visit func(unit uint32)) error {
	first, start := v.firstUnit(field, oldest), 0
	for _, part := range v.reader.Segments() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n := int(part.FullSize())
		of := v.units[start : start+n]
		start += n
		dictionary, err := part.Segment().Dictionary(field)
		if err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
		list, err := dictionary.PostingsList([]byte(term), part.Deleted(), nil)
		if err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
		docs, ok := list.Iterator(false, false, false, nil).(segmentapi.OptimizablePostingsIterator)
		if !ok {
			return fmt.Errorf("reading %s in the index: its postings are of an unknown kind", term)
		}
		err = eachDocument(ctx, docs, func(doc uint32) {
			if unit := of[doc]; unit != noUnit && unit&holds == holds && unit&unitMask >= first {
				visit(unit & unitMask)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// eachDocument visits the documents of a list that Bleve has not removed, in ascending
// order.
func eachDocument(ctx context.Context, list segmentapi.OptimizablePostingsIterator, visit func(doc uint32)) error {
	if list.ActualBitmap() == nil {
		if doc, ok := list.DocNum1Hit(); ok {
			visit(uint32(doc))
		}
		return nil
	}
	var docs [256]uint32
	for many, round := list.ActualBitmap().ManyIterator(), 1; ; round++ {
		n := many.NextMany(docs[:])
		if n == 0 {
			return nil
		}
		if round%(checkEvery/len(docs)) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, doc := range docs[:n] {
			visit(doc)
		}
	}
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
	case FieldStatement:
		return a.Statements.First
	case FieldEvent:
		return a.Events.First
	}
	return oldest
}
