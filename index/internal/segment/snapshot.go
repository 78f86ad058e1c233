package segment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/briefing-bot/briefing-bot/index/internal/termfile"
)

// Snapshot is the index at one moment: Bleve's reader and the columns that belong
// to it. It is immutable. Who acquires one releases it.
type Snapshot struct {
	Columns
	reader   *scorch.IndexSnapshot
	segments map[uint64]segment
	units    []uint32 // of each document of the snapshot; see unitMask
	users    atomic.Int64
}

// segment is the unit of each of a segment's documents.
type segment struct {
	units []uint32
	sum   uint32 // of the segment's file, where a checkpoint knows it
}

// unitMask selects the unit of a document; what a passage holds is in the bits above, so that
// it is known without a look at the passage. No unit has all bits.
const (
	unitMask   = 1<<holdsShift - 1
	holdsShift = 30
)

// newSnapshot numbers the documents of a reader. Segments that are known are not read
// again.
func newSnapshot(c *Columns, reader *scorch.IndexSnapshot, known map[uint64]segment) (*Snapshot, error) {
	v := &Snapshot{Columns: *c, reader: reader, segments: map[uint64]segment{}}
	v.users.Store(1)
	var each [][]uint32
	for _, part := range reader.Segments() {
		s, ok := known[part.Id()]
		if !ok {
			var err error
			if s, err = newSegment(part, c); err != nil {
				return nil, err
			}
		}
		v.segments[part.Id()] = s
		each = append(each, s.units)
	}
	v.units = joined(each)
	if v.file != nil {
		v.file.Acquire()
	}
	return v, nil
}

// joined returns parts one after another; without a copy if they already lie so.
func joined(parts [][]uint32) []uint32 {
	var out []uint32
	for i, p := range parts {
		if n := len(out); i == 0 || n == 0 {
			out = p
		} else if next := out[:min(n+len(p), cap(out))]; len(next) == n+len(p) && len(p) > 0 && &next[n] == &p[0] {
			out = next
		} else if len(p) > 0 {
			return slices.Concat(parts...)
		}
	}
	return out
}

func newSegment(part *scorch.SegmentSnapshot, c *Columns) (segment, error) {
	out := segment{units: make([]uint32, 0, part.FullSize())}
	terms, err := termsOf(part)
	if err != nil {
		return out, err
	}
	err = terms.Runs(func(r termfile.Run) {
		article, ok := c.articleOfSlot(r.Slot)
		for n := range r.Many {
			unit := uint32(noUnit)
			if ok && r.Kind == termfile.KindArticle {
				unit = article
			} else if ok {
				unit = c.Articles.At(article).unit(r.Kind, r.Number+n)
			}
			if r.Kind == termfile.KindPassage && unit != noUnit {
				unit |= c.Passages.At(unit).holds() << holdsShift
			}
			out.units = append(out.units, unit)
		}
	})
	if n := part.FullSize(); err == nil && int64(len(out.units)) != n {
		err = fmt.Errorf("a segment has %d names for %d documents", len(out.units), n)
	}
	return out, err
}

// termsOf returns what is read of a segment of Bleve.
func termsOf(part *scorch.SegmentSnapshot) (termfile.Segment, error) {
	terms, ok := part.Segment().(termfile.Segment)
	if !ok {
		return nil, fmt.Errorf("a segment of the index is of an unknown kind %T", part.Segment())
	}
	return terms, nil
}

// Acquire counts one more user, who must call release.
func (v *Snapshot) Acquire() { v.users.Add(1) }

// Release counts one user less; after the last one the files are closed.
func (v *Snapshot) Release() error {
	if v.users.Add(-1) > 0 {
		return nil
	}
	err := v.reader.Close()
	if v.file != nil {
		err = errors.Join(err, v.file.Release())
	}
	return err
}

// Check compares the snapshot's files with their checksums. The one that columns are mapped
// from can be damaged since it was opened.
func (v *Snapshot) Check(ctx context.Context) error {
	if v.file != nil {
		if err := v.file.Verify(); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return checkSegments(ctx, v.reader)
}
