package segment

import (
	"context"
	"fmt"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// Posting is one unit that holds a term, and how often.
type Posting struct {
	Unit, Times uint32
}

// Postings are the units with a term in a field, removed ones apart, in no
// order to rely on. They are appended to out.
func (v *Snapshot) Postings(ctx context.Context, field, term string, out []Posting) ([]Posting, error) {
	return v.PostingsFrom(ctx, field, term, 0, out)
}

// PostingsFrom leaves out articles before oldest.
func (v *Snapshot) PostingsFrom(ctx context.Context, field, term string, oldest uint32, out []Posting) ([]Posting, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, true, false, false)
	if err != nil {
		return out, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	var doc bleveindex.TermFieldDoc
	d, err := reader.Next(&doc)
	looked := uint64(0) // documents before it need not be skipped
	first := v.firstUnit(field, oldest)
	for n := 1; d != nil && err == nil; n++ {
		at := d.ID.Value()
		if n%checkEvery == 0 && ctx.Err() != nil {
			return out, ctx.Err()
		}
		if oldest > 0 && at >= looked {
			var to uint64
			if to, looked = v.skip(at, oldest); to == noDocument {
				break
			}
			if to > at {
				d, err = reader.Advance(bleveindex.NewIndexInternalID(nil, to), &doc)
				continue
			}
		}
		if unit := v.units[at]; unit != noUnit && unit >= first {
			out = append(out, Posting{unit, uint32(d.Freq)})
		}
		d, err = reader.Next(&doc)
	}
	if err != nil {
		return out, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	return out, nil
}

// AnyPosting reports whether a unit that passes a test has a term in a field. It
// reads no further than the first one.
func (v *Snapshot) AnyPosting(ctx context.Context, field, term string, passes func(unit uint32) bool) (bool, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return false, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	for {
		d, err := reader.Next(nil)
		if err != nil {
			return false, fmt.Errorf("reading %s in the index: %w", term, err)
		}
		if d == nil {
			return false, nil
		}
		if unit := v.units[d.ID.Value()]; unit != noUnit && passes(unit) {
			return true, nil
		}
	}
}

// Frequency returns how many units have a term in a field, removed ones included.
func (v *Snapshot) Frequency(ctx context.Context, field, term string) (int, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return 0, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	n := int(reader.Count())
	if err := reader.Close(); err != nil {
		return 0, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	return n, nil
}

// ArticleOf is the article of a unit of a field.
func (v *Snapshot) ArticleOf(field string, unit uint32) uint32 {
	switch field {
	case FieldPassage:
		return v.Passages.At(unit).Article
	case FieldStatement, FieldExact:
		return v.Statements.At(unit).Article
	case FieldEvent:
		return v.Events.At(unit).Article
	}
	return unit
}

// checkEvery is after how many postings a reader looks whether it is still wanted.
const checkEvery = 1 << 14

// Stopped returns the context's error once it is done, looking every checkEvery
// rounds of a loop.
func Stopped(ctx context.Context, round int) error {
	if round%checkEvery != checkEvery-1 {
		return nil
	}
	return ctx.Err()
}
