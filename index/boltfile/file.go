package boltfile

import (
	"errors"
	"hash/fnv"
	"io"
	"slices"
)

const (
	metaLength  = 64
	magic       = 0xED0CDAED
	version     = 2
	noFreelist  = 1<<64 - 1 // in place of the free list's page
	firstPage   = 2         // pages 0 and 1 are the roots
	minPageSize = 1 << 10
	maxPageSize = 64 << 10
	// defaultPageSize is used by Orphans for a file whose roots are unreadable.
	defaultPageSize = 4 << 10
)

// ErrNoRoot is returned by Open if neither of a file's roots can be read.
var ErrNoRoot = errors.New("both of its first pages are damaged")

// Open reads the roots and the list of buckets of a file of the given size. If
// neither root can be read it returns ErrNoRoot and a File of which only Orphans
// finds anything. Everything else that is wrong is one of Problems.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r, size: size, buckets: map[string]bucket{}}
	if err := f.chooseRoot(); err != nil {
		f.problem("", "%v", err)
		return f, err
	}
	if pages := uint64(size / int64(f.pageSize)); f.meta.end > pages {
		f.problem("", "the file ends before its last page: it has %d of %d pages", pages, f.meta.end)
		f.meta.end = pages
	}
	f.used = make([]bool, f.meta.end)
	f.readBuckets()
	return f, nil
}

// Roots returns the condition of the file's roots. A damaged one is not among
// Problems: the other is enough to read the file.
func (f *File) Roots() Roots { return f.roots }

// Size returns the size that Open was given, in bytes.
func (f *File) Size() int64 { return f.size }

// Problems returns what Open, Each and CheckPages found wrong, at most 20
// problems, in the order in which they were found.
func (f *File) Problems() []Problem { return f.problems }

// Fresh reports whether bbolt has created the file and nothing was written to it.
func (f *File) Fresh() bool {
	return len(f.problems) == 0 && len(f.buckets) == 0 && !f.roots.Damaged && f.meta.txid <= 1 && f.meta.end <= 4
}

// meta is the content of one root.
type meta struct {
	pageSize int
	root     uint64 // page of the list of buckets
	freelist uint64
	end      uint64 // number of pages
	txid     uint64
	checksum uint64
	valid    bool
	raw      []byte // nil if it could not be read
}

// readMeta reads the root in the page at an offset.
func (f *File) readMeta(at int64) meta {
	raw := make([]byte, metaLength)
	if n, _ := f.r.ReadAt(raw, at+pageHeader); n < len(raw) {
		return meta{}
	}
	m := meta{pageSize: int(native.Uint32(raw[8:])), root: native.Uint64(raw[16:]), freelist: native.Uint64(raw[32:]),
		end: native.Uint64(raw[40:]), txid: native.Uint64(raw[48:]), checksum: native.Uint64(raw[56:]), raw: raw}
	m.valid = native.Uint32(raw) == magic && native.Uint32(raw[4:]) == version && m.checksum == metaChecksum(raw) &&
		m.pageSize >= minPageSize && m.pageSize <= maxPageSize && m.pageSize&(m.pageSize-1) == 0
	return m
}

func metaChecksum(raw []byte) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write(raw[:metaLength-8]) // never fails (hash.Hash)
	return sum.Sum64()
}

// chooseRoot takes the newest root that is valid.
func (f *File) chooseRoot() error {
	first := f.readMeta(0)
	second := f.readSecond(first)
	switch {
	case !first.valid && !second.valid:
		return ErrNoRoot
	case !second.valid:
		f.meta, f.roots = first, Roots{true, first.mayPrecede(second)}
	case !first.valid:
		f.meta, f.roots = second, Roots{true, second.mayPrecede(first)}
	default:
		if f.meta = second; first.txid > second.txid {
			f.meta, second = first, f.meta
		} else {
			second = first
		}
		gap := f.meta.txid != second.txid+1
		f.roots = Roots{gap, gap}
	}
	f.pageSize = f.meta.pageSize
	return nil
}

// readSecond reads the second root, whose offset the first one gives. If that is
// damaged every page size is tried.
func (f *File) readSecond(first meta) meta {
	if first.valid {
		second := f.readMeta(int64(first.pageSize))
		second.valid = second.valid && second.pageSize == first.pageSize
		return second
	}
	for size := minPageSize; size <= maxPageSize; size *= 2 {
		if m := f.readMeta(int64(size)); m.valid && m.pageSize == size {
			return m
		}
	}
	return meta{}
}

// mayPrecede reports whether the damaged root beside m may have been the newer.
// If its number is that of the change before, it is the older one, unless that
// number is what is damaged: its checksum shows that.
func (m meta) mayPrecede(damaged meta) bool {
	if damaged.raw == nil || damaged.txid != m.txid-1 {
		return true
	}
	newer := slices.Clone(damaged.raw)
	native.PutUint64(newer[48:], m.txid+1)
	return metaChecksum(newer) == damaged.checksum
}
