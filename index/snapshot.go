package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// snapshot is the index at one moment: Bleve's reader and the columns that belong
// to it. It is immutable. Who acquires one releases it.
type snapshot struct {
	columns
	reader      *scorch.IndexSnapshot
	segments    map[uint64]segment
	units       []uint32 // of each document of the snapshot
	blocks      []block  // of all documents
	users       atomic.Int64
	generation  string
	maxPostings int // Options.MaxPostings

	once       struct{ words, uses, grams, topics, sources, timeline, groups, stats sync.Once }
	identities *identities
	resolved   bool      // identities were resolved with all names
	counts     []uint32  // statements with each topic word
	used       []wordUse // of each stem
	gramTotals []uint32  // statements with each gram
	about      []Topic   // of everything
	outlets    []Source
	copies     []uint8    // of each group: its articles, at most 2
	timeline   *chronicle // of everything
	stats      Stats      // without Partial
}

// segment is the unit of each of a segment's documents, and the latest article
// of each of its blocks.
type segment struct{ units, latest []uint32 }

// block is a run of documents within a segment: the number of the first, and
// the latest article of any.
type block struct {
	first  uint64
	latest uint32
}

const blockSize = 1024

// noUnit stands for documents of articles that were removed.
const noUnit = 1<<32 - 1

// newSnapshot numbers the documents of a reader. Segments that the snapshot
// before has are not read again.
func newSnapshot(c columns, slots map[uint32]uint32, reader *scorch.IndexSnapshot, before *snapshot) (*snapshot, error) {
	v := &snapshot{columns: c, reader: reader, segments: map[uint64]segment{}}
	v.users.Store(1)
	for _, part := range reader.Segments() {
		var s segment
		if before != nil {
			s = before.segments[part.Id()]
		}
		if s.units == nil {
			var err error
			if s, err = newSegment(part, &c, slots); err != nil {
				return nil, err
			}
		}
		v.segments[part.Id()] = s
		for i, latest := range s.latest {
			v.blocks = append(v.blocks, block{uint64(len(v.units) + i*blockSize), latest})
		}
		v.units = append(v.units, s.units...)
	}
	return v, nil
}

func newSegment(part *scorch.SegmentSnapshot, c *columns, slots map[uint32]uint32) (segment, error) {
	n := part.FullSize()
	out := segment{make([]uint32, n), make([]uint32, (n+blockSize-1)/blockSize)}
	for i := range out.units {
		out.units[i] = noUnit
		id, err := part.DocID(uint64(i))
		if err != nil {
			return out, fmt.Errorf("reading the name of entry %d: %w", i, err)
		}
		slot, kind, n, err := parseDocumentID(id)
		if err != nil {
			return out, err
		}
		a, ok := slots[slot]
		if !ok {
			continue
		}
		if out.units[i] = a; kind != 'a' {
			out.units[i] = c.articles[a].unit(kind, n)
		}
		latest := &out.latest[i/blockSize]
		*latest = max(*latest, a)
	}
	return out, nil
}

// skip is the first document from doc on that stands in a block with an
// article from oldest on, noDocument where there is none, and where that block ends.
func (v *snapshot) skip(doc uint64, oldest uint32) (to, end uint64) {
	at, exact := slices.BinarySearchFunc(v.blocks, doc, func(b block, doc uint64) int { return cmp.Compare(b.first, doc) })
	if !exact {
		at-- // the block that holds doc
	}
	for ; at >= 0 && at < len(v.blocks); at++ {
		if v.blocks[at].latest < oldest {
			continue
		}
		end = uint64(len(v.units))
		if at+1 < len(v.blocks) {
			end = v.blocks[at+1].first
		}
		return max(doc, v.blocks[at].first), end
	}
	return noDocument, noDocument
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

func (v *snapshot) release() error {
	if v.users.Add(-1) == 0 {
		return v.reader.Close()
	}
	return nil
}

// posting is one unit that holds a term, and how often.
type posting struct {
	unit, times uint32
}

// postings are the units with a term in a field, removed ones apart, in no
// order to rely on. They are appended to out.
func (v *snapshot) postings(ctx context.Context, field, term string, out []posting) ([]posting, error) {
	return v.postingsFrom(ctx, field, term, 0, out)
}

// postingsFrom leaves out articles before oldest.
func (v *snapshot) postingsFrom(ctx context.Context, field, term string, oldest uint32, out []posting) ([]posting, error) {
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

// articleOf is the article of a unit of a field.
func (v *snapshot) articleOf(field string, unit uint32) uint32 {
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
