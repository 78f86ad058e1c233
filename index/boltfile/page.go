package boltfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	pageHeader    = 16 // id uint64, flags, count uint16, overflow uint32
	elementHeader = 16 // branch: pos, ksize uint32, pgid uint64; leaf: flags, pos, ksize, vsize uint32
	branchPage    = 0x01
	leafPage      = 0x02
	freelistPage  = 0x10
	bucketElement = 0x01
)

// page reads a page with its overflow into buf, which it grows, and marks it as
// used. It returns an error if the page is not of one of the given kinds.
func (f *File) page(id uint64, buf []byte, kinds ...uint16) ([]byte, error) {
	if id < firstPage || id >= uint64(len(f.used)) {
		return nil, fmt.Errorf("page %d is not in the file", id)
	}
	buf, err := f.read(buf, id, 1)
	if err != nil {
		return nil, err
	}
	pages := uint64(native.Uint32(buf[12:])) + 1
	if native.Uint64(buf) != id || !slices.Contains(kinds, native.Uint16(buf[8:])) || pages > uint64(len(f.used))-id {
		return nil, fmt.Errorf("page %d has a damaged header", id)
	}
	if i := slices.Index(f.used[id:id+pages], true); i >= 0 {
		return nil, fmt.Errorf("page %d is used twice", id+uint64(i))
	}
	for i := range pages {
		f.used[id+i] = true
	}
	if pages == 1 {
		return buf, nil
	}
	return f.read(buf, id, pages)
}

// read reads pages into buf, which it grows.
func (f *File) read(buf []byte, id, pages uint64) ([]byte, error) {
	size := int(pages) * f.pageSize
	buf = slices.Grow(buf[:0], size)[:size]
	if n, err := f.r.ReadAt(buf, int64(id)*int64(f.pageSize)); n < size {
		return nil, fmt.Errorf("page %d cannot be read: %w", id, err)
	}
	return buf, nil
}

// element is an entry of a page. Its bytes are those of the page's buffer.
type element struct {
	flags      uint32
	key, value []byte
	child      uint64 // of a branch
}

var errLayout = errors.New("its records do not lie as they were written")

// elements appends the entries of a page to out. The error says that they are
// not laid out as bbolt writes them, one after the other; those that lie within
// the page are returned beside it, up to twice the page's length of them, which
// bounds what entries that overlap can amount to.
func elements(page []byte, out []element) ([]element, error) {
	count := int(native.Uint16(page[10:]))
	branch := native.Uint16(page[8:]) == branchPage
	if count == 0 && slices.ContainsFunc(page[pageHeader:], func(b byte) bool { return b != 0 }) {
		return out, errLayout // bbolt clears what it does not use of a new page
	}
	next, budget := int64(pageHeader+count*elementHeader), int64(2*len(page))
	out = slices.Grow(out, min(count, len(page)/elementHeader))
	var err error
	for i := range count {
		at := pageHeader + i*elementHeader
		if at+elementHeader > len(page) {
			return out, errLayout
		}
		e, start, keyEnd, end := decodeElement(page[at:], int64(at), branch)
		if start != next {
			err = errLayout
		}
		if next = end; end > int64(len(page)) {
			err = errLayout
			continue
		}
		if budget -= end - start; budget < 0 {
			return out, errLayout
		}
		e.key, e.value = page[start:keyEnd], page[keyEnd:end]
		out = append(out, e)
	}
	return out, err
}

// decodeElement decodes the header of the entry at an offset of its page, and
// returns the offsets of its bytes there.
func decodeElement(raw []byte, at int64, branch bool) (e element, start, keyEnd, end int64) {
	if branch {
		e.child = native.Uint64(raw[8:])
		start = at + int64(native.Uint32(raw))
		keyEnd = start + int64(native.Uint32(raw[4:]))
		return e, start, keyEnd, keyEnd
	}
	e.flags = native.Uint32(raw)
	start = at + int64(native.Uint32(raw[4:]))
	keyEnd = start + int64(native.Uint32(raw[8:]))
	return e, start, keyEnd, keyEnd + int64(native.Uint32(raw[12:]))
}

var native = binary.NativeEndian

// maxProblems is the maximum number of problems kept of a file.
const maxProblems = 20

// Problem is something wrong with the pages of a file.
type Problem struct {
	Bucket string // empty if it is of the file as a whole
	Text   string // without a full stop
}

// String returns the problem with its bucket.
func (p Problem) String() string {
	if p.Bucket == "" {
		return p.Text
	}
	return p.Bucket + ": " + p.Text
}

// Roots is the condition of the two roots of a file, which its first two pages
// hold. Each change replaces the older one.
type Roots struct {
	// Damaged is set if one of them is unreadable, or is not of the change before
	// the other's.
	Damaged bool
	// Stale is set if the damaged one may have been the newer, so that the last
	// change may be missing. It implies Damaged.
	Stale bool
}

// File is a bbolt file that is read page by page. It is for one goroutine, and
// for a file that does not change meanwhile.
type File struct {
	r        io.ReaderAt
	size     int64
	pageSize int
	meta     meta
	roots    Roots
	used     []bool // pages that were reached
	buckets  map[string]bucket
	problems []Problem
}

func (f *File) problem(bucket, format string, args ...any) {
	if len(f.problems) < maxProblems {
		f.problems = append(f.problems, Problem{bucket, fmt.Sprintf(format, args...)})
	}
}

// bucket is where a bucket begins: at a page, or within its entry if it is small.
type bucket struct {
	page   uint64
	inline []byte
}
