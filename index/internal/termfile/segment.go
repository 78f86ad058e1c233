package termfile

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"sort"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/mmap-go"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// Segment is what this package reads of a segment of Bleve.
type Segment interface {
	// Documents visits the documents with a term in a field, those named before from and those of except apart,
	// in their order, some at a time. They are valid until the next call, and may be changed.
	Documents(ctx context.Context, field, term string, from Name, except *roaring.Bitmap, visit func(docs []uint32)) error
	// Runs visits the names of all documents in their order.
	Runs(visit func(r Run)) error
}

// idField is the field of Bleve that has the name of a document.
const idField = "_id"

// base is what a segment in memory and one in a file have in common.
type base struct {
	noStats
	*file
	users atomic.Int64
	free  func() error
}

func newBase(data []byte, free func() error) (*base, error) {
	f, err := readFile(data)
	if err != nil {
		return nil, err
	}
	b := &base{file: f, free: free}
	b.users.Store(1)
	return b, nil
}

// noStats does not count bytes.
type noStats struct{}

// BytesRead returns 0.
func (noStats) BytesRead() uint64 { return 0 }

// ResetBytesRead does nothing.
func (noStats) ResetBytesRead(uint64) {}

// BytesWritten returns 0.
func (noStats) BytesWritten() uint64 { return 0 }

// checkEvery is after how many blocks Documents looks whether it is still wanted.
const checkEvery = 64

// Documents implements Segment.
func (b *base) Documents(ctx context.Context, field, term string, from Name, except *roaring.Bitmap, visit func(docs []uint32)) error {
	l, err := b.terms[field].find([]byte(term))
	if err != nil || l.count == 0 {
		return err
	}
	first, err := b.names.from(from)
	if err != nil {
		return err
	}
	var c cursor
	c.start(l)
	docs, err := c.seek(&l, first)
	docs = docs[sort.Search(len(docs), func(i int) bool { return docs[i] >= first }):]
	left := newSieve(except)
	for round := 1; ; round++ {
		if err != nil {
			return err
		}
		if round%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if docs = left.of(docs); len(docs) > 0 {
			visit(docs)
		}
		if docs, err = c.next(&l); len(docs) == 0 {
			return err
		}
	}
}

// Runs implements Segment.
func (b *base) Runs(visit func(r Run)) error { return b.names.each(visit) }

// Dictionary returns the terms of a field, none if there is no such field.
func (b *base) Dictionary(field string) (segmentapi.TermDictionary, error) {
	return termDictionary{b.terms[field]}, nil
}

// VisitStoredFields visits the name of a document; nothing else is stored.
func (b *base) VisitStoredFields(doc uint64, visit segmentapi.StoredFieldValueVisitor) error {
	id, err := b.DocID(doc)
	if err == nil {
		visit(idField, 't', id, nil)
	}
	return err
}

// DocID returns the ID of a document.
func (b *base) DocID(doc uint64) ([]byte, error) {
	if doc >= uint64(b.names.docs) {
		return nil, fmt.Errorf("document %d of %d: %w", doc, b.names.docs, ErrMalformed)
	}
	n, err := b.names.at(uint32(doc))
	return []byte(n.ID()), err
}

// Count returns how many documents there are.
func (b *base) Count() uint64 { return uint64(b.names.docs) }

// DocNumbers returns those of the documents with some IDs that are here.
func (b *base) DocNumbers(ids []string) (*roaring.Bitmap, error) {
	out := roaring.New()
	for _, id := range ids {
		n, err := ParseID(id)
		if err != nil {
			return nil, err
		}
		doc, ok, err := b.names.find(n)
		if err != nil {
			return nil, err
		}
		if ok {
			out.Add(doc)
		}
	}
	return out, nil
}

// Fields returns the fields, that of the name included.
func (b *base) Fields() []string { return append([]string{idField}, b.fields...) }

// Size returns the bytes of the segment.
func (b *base) Size() int { return len(b.data) }

// AddRef counts one more user.
func (b *base) AddRef() { b.users.Add(1) }

// DecRef counts one user less; after the last one the file is unmapped.
func (b *base) DecRef() error {
	if b.users.Add(-1) > 0 {
		return nil
	}
	return b.free()
}

// Close counts one user less.
func (b *base) Close() error { return b.DecRef() }

// memory is a segment that is in no file yet.
type memory struct{ *base }

func newMemory(data []byte) (memory, error) {
	b, err := newBase(data, func() error { return nil })
	return memory{b}, err
}

// Persist writes the segment to a file and waits until it is on the disk.
func (m memory) Persist(path string) error {
	return persist(path, func(out *bufio.Writer) error {
		_, err := out.Write(m.data)
		return err
	})
}

// persist calls write for a new file, which is on the disk afterwards, or gone after an error.
func persist(path string, write func(out *bufio.Writer) error) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(f, 1<<20)
	err = write(out)
	if err == nil {
		err = errors.Join(out.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// mapped is a segment in a file.
type mapped struct {
	*base
	path string
}

// open maps a file.
func open(path string) (mapped, error) {
	in, err := os.Open(path)
	if err != nil {
		return mapped{}, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return mapped{}, err
	}
	if info.Size() < int64(len(magic)+footerSize) {
		return mapped{}, fmt.Errorf("%s: %w", path, ErrMalformed)
	}
	data, err := mmap.Map(in, mmap.RDONLY, 0)
	if err != nil {
		return mapped{}, fmt.Errorf("mapping %s: %w", path, err)
	}
	b, err := newBase(data, data.Unmap)
	if err != nil {
		return mapped{}, errors.Join(fmt.Errorf("%s: %w", path, err), data.Unmap())
	}
	return mapped{b, path}, nil
}

// Path returns where the file is.
func (m mapped) Path() string { return m.path }

// CRC returns the checksum at the end of the file.
func (m mapped) CRC() uint32 { return m.sum() }
