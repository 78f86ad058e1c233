package boltfile

import (
	"bytes"
	"errors"
	"maps"
	"slices"
)

// Record is a key and its value. The bytes are valid until the function that
// was given them returns.
type Record struct {
	Key, Value []byte
	// Bucket is set for an entry that bbolt takes for a nested bucket. Each
	// reports it as a problem: its record is damaged or none.
	Bucket bool
}

// rootBucket names the list of buckets in problems.
const rootBucket = "the list of buckets"

const (
	bucketHeader = 16 // root page, sequence uint64
	maxDepth     = 64
)

// Buckets returns the names of the buckets that can be read, sorted.
func (f *File) Buckets() []string { return slices.Sorted(maps.Keys(f.buckets)) }

func (f *File) readBuckets() {
	w := &walker{File: f, name: rootBucket}
	w.visit = func(e element) {
		if e.flags != bucketElement || len(e.value) < bucketHeader {
			w.problem("the entry %q is damaged", e.key)
			return
		}
		b := bucket{page: native.Uint64(e.value)}
		if b.page == 0 {
			b.inline = slices.Clone(e.value[bucketHeader:])
		}
		f.buckets[string(e.key)] = b
	}
	w.walk(f.meta.root, 0, nil, nil)
}

// Each calls visit with every record of a bucket, in the order of its pages, and
// reports whether the bucket's pages are whole. What is wrong with them is added
// to Problems, and the rest of the bucket is still visited: then keys may come
// out of order and more than once. A bucket that is missing is whole and empty;
// Buckets tells. Each is called once for a bucket: a page that was reached before
// is a problem.
func (f *File) Each(name string, visit func(Record)) (whole bool) {
	b, ok := f.buckets[name]
	if !ok {
		return true
	}
	w := &walker{File: f, name: name}
	w.visit = func(e element) {
		if e.flags != 0 {
			w.problem("the entry %x is not a record", e.key)
		}
		visit(Record{e.key, e.value, e.flags&bucketElement != 0})
	}
	if b.page != 0 {
		w.walk(b.page, 0, nil, nil)
	} else {
		w.inline(b.inline)
	}
	return !w.damaged
}

// walker goes through the entries of one tree.
type walker struct {
	*File
	name     string
	visit    func(element)
	damaged  bool
	last     []byte // key
	begun    bool
	buffers  [maxDepth][]byte
	elements [maxDepth][]element
}

func (w *walker) problem(format string, args ...any) {
	w.damaged = true
	w.File.problem(w.name, format, args...)
}

// walk goes through a page and what is below it, whose keys are from low on and
// before high; nil is no bound.
func (w *walker) walk(id uint64, depth int, low, high []byte) {
	if depth == maxDepth {
		w.problem("the tree is too deep")
		return
	}
	page, err := w.page(id, w.buffers[depth], branchPage, leafPage)
	if err != nil {
		w.problem("%v", err)
		return
	}
	w.buffers[depth] = page
	w.elements[depth], err = elements(page, w.elements[depth][:0])
	if err != nil {
		w.problem("page %d is damaged: %v", id, err)
	}
	all := w.elements[depth]
	branch := native.Uint16(page[8:]) == branchPage
	if len(all) == 0 && (depth > 0 || branch) {
		w.problem("page %d is empty", id)
	}
	if !branch {
		w.leaf(id, all, low, high)
		return
	}
	for i, e := range all {
		childHigh := high
		if i+1 < len(all) {
			childHigh = all[i+1].key
		}
		w.walk(e.child, depth+1, e.key, childHigh)
	}
}

// inline goes through a bucket that lies within its entry.
func (w *walker) inline(page []byte) {
	if len(page) < pageHeader || native.Uint16(page[8:]) != leafPage {
		w.problem("the bucket is damaged")
		return
	}
	all, err := elements(page, nil)
	if err == nil && (native.Uint64(page) != 0 || native.Uint32(page[12:]) != 0 || len(all) == 0 && len(page) > pageHeader) {
		err = errors.New("the header of its page is wrong")
	}
	if err != nil {
		w.problem("the bucket is damaged: %v", err)
	}
	w.leaf(0, all, nil, nil)
}

func (w *walker) leaf(id uint64, all []element, low, high []byte) {
	for _, e := range all {
		if w.begun && bytes.Compare(w.last, e.key) >= 0 || low != nil && bytes.Compare(e.key, low) < 0 || high != nil && bytes.Compare(e.key, high) >= 0 {
			w.problem("the keys of page %d are out of order", id)
		}
		w.last, w.begun = append(w.last[:0], e.key...), true
		w.visit(e)
	}
}
