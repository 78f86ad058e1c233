package segment

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Snapshot is the index at one moment: Bleve's reader and the columns that belong
// to it. It is immutable. Who acquires one releases it.
type Snapshot struct {
	Columns
	reader   *scorch.IndexSnapshot
	segments map[uint64]segment
	units    []uint32 // of each document of the snapshot
	blocks   []block  // of all documents
	users    atomic.Int64
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

// noDocument is greater than every document number.
const noDocument = 1<<64 - 1

// newSnapshot numbers the documents of a reader. Segments that the snapshot
// before has are not read again.
func newSnapshot(c *Columns, slots map[uint32]uint32, reader *scorch.IndexSnapshot, before *Snapshot) (*Snapshot, error) {
	v := &Snapshot{Columns: *c, reader: reader, segments: map[uint64]segment{}}
	v.users.Store(1)
	for _, part := range reader.Segments() {
		var s segment
		if before != nil {
			s = before.segments[part.Id()]
		}
		if s.units == nil {
			var err error
			if s, err = newSegment(part, c, slots); err != nil {
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

func newSegment(part *scorch.SegmentSnapshot, c *Columns, slots map[uint32]uint32) (segment, error) {
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
			out.units[i] = c.Articles[a].unit(kind, n)
		}
		latest := &out.latest[i/blockSize]
		*latest = max(*latest, a)
	}
	return out, nil
}

// skip is the first document from doc on that stands in a block with an
// article from oldest on, noDocument where there is none, and where that block ends.
func (v *Snapshot) skip(doc uint64, oldest uint32) (to, end uint64) {
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

// Acquire counts one more user, who must call release.
func (v *Snapshot) Acquire() { v.users.Add(1) }

// Release counts one user less; after the last one the files are closed.
func (v *Snapshot) Release() error {
	if v.users.Add(-1) == 0 {
		return v.reader.Close()
	}
	return nil
}

// Check compares the snapshot's files with their checksums.
func (v *Snapshot) Check(ctx context.Context) error { return checkSegments(ctx, v.reader) }
