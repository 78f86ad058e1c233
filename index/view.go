package index

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// view is the index at one moment: Bleve's snapshot and the columns that belong
// to it. It is never changed. Whoever uses one releases it.
type view struct {
	columns
	snapshot   *scorch.IndexSnapshot
	segments   map[uint64][]uint32 // of a segment: the unit of each of its documents
	units      []uint32            // of each document of the snapshot
	users      atomic.Int64
	generation string

	once       struct{ words, uses, grams, topics, sources, timeline, groups, stats sync.Once }
	who        *people
	settled    bool      // who is who was worked out with all names
	counts     []uint32  // statements with each topic word
	used       []wordUse // of each stem
	gramTotals []uint32  // statements with each gram
	about      []Topic   // of everything
	outlets    []Source
	copies     []uint8    // of each group: its articles, at most 2
	timeline   *chronicle // of everything
	stats      Stats      // without Partial
}

// noUnit stands for documents of articles that were removed.
const noUnit = 1<<32 - 1

// newView numbers the documents of a snapshot. Segments that the view before
// knew are not read again.
func newView(c columns, slots map[uint32]uint32, snapshot *scorch.IndexSnapshot, before *view) (*view, error) {
	v := &view{columns: c, snapshot: snapshot, segments: map[uint64][]uint32{}}
	v.users.Store(1)
	for _, segment := range snapshot.Segments() {
		var units []uint32
		if before != nil {
			units = before.segments[segment.Id()]
		}
		if units == nil {
			var err error
			if units, err = unitsOf(segment, &c, slots); err != nil {
				return nil, err
			}
		}
		v.segments[segment.Id()] = units
		v.units = append(v.units, units...)
	}
	return v, nil
}

// unitsOf is the unit of each document of a segment.
func unitsOf(segment *scorch.SegmentSnapshot, c *columns, slots map[uint32]uint32) ([]uint32, error) {
	out := make([]uint32, segment.FullSize())
	for i := range out {
		out[i] = noUnit
		id, err := segment.DocID(uint64(i))
		if err != nil {
			return nil, fmt.Errorf("reading the name of entry %d: %w", i, err)
		}
		slot, kind, n, err := parseEntryID(id)
		if err != nil {
			return nil, err
		}
		if a, ok := slots[slot]; ok {
			out[i] = c.articles[a].unit(kind, n)
			if kind == 'a' {
				out[i] = a
			}
		}
	}
	return out, nil
}

// unit is the number among all units of the article's n-th of a kind.
func (a *articleColumn) unit(kind byte, n uint32) uint32 {
	var e extent
	switch kind {
	case 'p':
		e = a.passages
	case 's':
		e = a.statements
	case 'e':
		e = a.events
	}
	if e.first+n >= e.end {
		return noUnit
	}
	return e.first + n
}

func (v *view) release() error {
	if v.users.Add(-1) == 0 {
		return v.snapshot.Close()
	}
	return nil
}

// posting is one unit that holds a term, and how often.
type posting struct {
	unit, times uint32
}

// postings are the units with a term in a field, removed ones apart, in no
// order to rely on. They are appended to out.
func (v *view) postings(ctx context.Context, field, term string, out []posting) ([]posting, error) {
	err := v.walk(ctx, field, term, false, func(unit uint32, d *bleveindex.TermFieldDoc) {
		out = append(out, posting{unit, uint32(d.Freq)})
	})
	return out, err
}

// checkEvery is after how many postings a walk looks whether it is still wanted.
const checkEvery = 1 << 14

// walk visits the units with a term in a field.
func (v *view) walk(ctx context.Context, field, term string, positions bool, visit func(uint32, *bleveindex.TermFieldDoc)) error {
	reader, err := v.snapshot.TermFieldReader(ctx, []byte(term), field, true, false, positions)
	if err != nil {
		return fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	var doc bleveindex.TermFieldDoc
	for n := 1; ; n++ {
		d, err := reader.Next(&doc)
		if err != nil {
			return fmt.Errorf("reading %s in the index: %w", term, err)
		}
		if d == nil {
			return nil
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if unit := v.units[d.ID.Value()]; unit != noUnit {
			visit(unit, d)
		}
	}
}
