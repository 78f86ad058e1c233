package index

import (
	"context"
	"fmt"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// posting is one unit that holds a term, and how often.
type posting struct {
	unit, times uint32
}

// postings are the units with a term in a field, removed ones apart, in no
// order to rely on. They are appended to out.
func (v *segmentSnapshot) postings(ctx context.Context, field, term string, out []posting) ([]posting, error) {
	return v.postingsFrom(ctx, field, term, 0, out)
}

// postingsFrom leaves out articles before oldest.
func (v *segmentSnapshot) postingsFrom(ctx context.Context, field, term string, oldest uint32, out []posting) ([]posting, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, true, false, false)
	if err != nil {
		return out, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	var doc bleveindex.TermFieldDoc
	d, err := reader.Next(&doc)
	looked := uint64(0) // documents before it need not be skipped
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
		if unit := v.units[at]; unit != noUnit && (oldest == 0 || v.articleOf(field, unit) >= oldest) {
			out = append(out, posting{unit, uint32(d.Freq)})
		}
		d, err = reader.Next(&doc)
	}
	if err != nil {
		return out, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	return out, nil
}

// anyPosting reports whether a unit that passes a test has a term in a field. It
// reads no further than the first one.
func (v *segmentSnapshot) anyPosting(ctx context.Context, field, term string, passes func(unit uint32) bool) (bool, error) {
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

// frequency returns how many units have a term in a field, removed ones included.
func (v *segmentSnapshot) frequency(ctx context.Context, field, term string) (int, error) {
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

// articleOf is the article of a unit of a field.
func (v *segmentSnapshot) articleOf(field string, unit uint32) uint32 {
	switch field {
	case fieldPassage:
		return v.passages[unit].article
	case fieldStatement, fieldExact:
		return v.statements[unit].article
	case fieldEvent:
		return v.events[unit].article
	}
	return unit
}

// checkEvery is after how many postings a reader looks whether it is still wanted.
const checkEvery = 1 << 14

// stopped returns the context's error once it is done, looking every checkEvery
// rounds of a loop.
func stopped(ctx context.Context, round int) error {
	if round%checkEvery != checkEvery-1 {
		return nil
	}
	return ctx.Err()
}
