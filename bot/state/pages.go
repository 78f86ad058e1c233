package state

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"os"
)

// bbolt trusts its file: a damaged page makes it panic, read beyond its memory
// map, or return other records than were written. So a file is read here first,
// page by page with every offset checked, before bbolt may open it, and what a
// damaged file still holds is saved by the same code. The layout is that of
// https://pkg.go.dev/go.etcd.io/bbolt/internal/common: 16 bytes of page header
// (id, flags, count, overflow), then 16 bytes an element.
const (
	headerSize  = 16
	elementSize = 16
	metaSize    = 64
	metaMagic   = 0xED0CDAED
	metaVersion = 2

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10
	bucketLeaf   = 0x01 // flag of a leaf element that is a bucket

	noFreelist = math.MaxUint64
	maxDepth   = 64
)

// meta is one of the two meta pages: the root of a committed transaction.
type meta struct {
	pageSize           int
	root               uint64
	freelist           uint64
	end                uint64 // the first page that is in no use
	txid               uint64
	checksum, computed uint64
	plausible          bool // magic and version are right
}

func (m meta) valid() bool { return m.plausible && m.checksum == m.computed }

func decodeMeta(raw []byte) meta {
	order := binary.NativeEndian
	m := meta{
		pageSize: int(order.Uint32(raw[8:])), root: order.Uint64(raw[16:]), freelist: order.Uint64(raw[32:]),
		end: order.Uint64(raw[40:]), txid: order.Uint64(raw[48:]), checksum: order.Uint64(raw[56:]),
		plausible: order.Uint32(raw) == metaMagic && order.Uint32(raw[4:]) == metaVersion,
	}
	m.computed = metaSum(raw)
	if m.pageSize < 512 || m.pageSize > 1<<20 {
		m.plausible = false
	}
	return m
}

func metaSum(raw []byte) uint64 {
	h := fnv.New64a()
	h.Write(raw[:metaSize-8]) // never fails (hash.Hash)
	return h.Sum64()
}

// pageFile is a bbolt file as bytes.
type pageFile struct {
	r    io.ReaderAt
	meta meta
	// faults are what is wrong with the file as a whole; stale is set when the
	// last transaction may be among what is lost.
	faults []string
	stale  bool
	used   map[uint64]bool // pages that were read
}

var errNoMeta = errors.New("neither of its two roots can be read")

// newPageFile finds the newest root of a file.
func newPageFile(r io.ReaderAt) (*pageFile, error) {
	f := &pageFile{r: r, used: map[uint64]bool{0: true, 1: true}}
	first, raw := f.metaAt(0)
	size := int64(first.pageSize)
	second, rawSecond := meta{}, []byte(nil)
	if first.valid() {
		second, rawSecond = f.metaAt(size)
	} else {
		for size = 512; size <= 1<<16 && !second.valid(); size *= 2 {
			second, rawSecond = f.metaAt(size)
		}
	}
	switch {
	case first.valid() && second.valid():
		if f.meta = first; second.txid > first.txid {
			f.meta = second
		}
	case first.valid():
		f.chooseBeside(first, second, rawSecond)
	case second.valid():
		f.chooseBeside(second, first, raw)
	default:
		return nil, errNoMeta
	}
	return f, nil
}

// chooseBeside takes the root that is whole. The damaged one beside it may have
// been the newer: then the last transaction is lost.
func (f *pageFile) chooseBeside(whole, damaged meta, raw []byte) {
	f.meta, f.stale = whole, true
	f.faults = append(f.faults, "one of its two roots is damaged")
	if len(raw) < metaSize || damaged.txid != whole.txid-1 {
		return
	}
	// It says that it is the older one. Is that what is damaged?
	newer := bytes.Clone(raw)
	binary.NativeEndian.PutUint64(newer[48:], whole.txid+1)
	f.stale = metaSum(newer) == damaged.checksum
}

// metaAt decodes the meta page at an offset; its zero value cannot be read.
func (f *pageFile) metaAt(offset int64) (meta, []byte) {
	raw := make([]byte, headerSize+metaSize)
	if _, err := f.r.ReadAt(raw, offset); err != nil {
		return meta{}, nil
	}
	return decodeMeta(raw[headerSize:]), raw[headerSize:]
}

// page reads a page with what overflows from it.
func (f *pageFile) page(id uint64) ([]byte, error) {
	if id < 2 || id >= f.meta.end {
		return nil, fmt.Errorf("page %d does not exist", id)
	}
	if f.used[id] {
		return nil, fmt.Errorf("page %d is used twice", id)
	}
	head := make([]byte, headerSize)
	at := int64(id) * int64(f.meta.pageSize)
	if _, err := f.r.ReadAt(head, at); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	overflow := uint64(binary.NativeEndian.Uint32(head[12:]))
	if binary.NativeEndian.Uint64(head) != id || id+overflow >= f.meta.end {
		return nil, fmt.Errorf("page %d has a damaged header", id)
	}
	raw := make([]byte, (overflow+1)*uint64(f.meta.pageSize))
	if n, err := f.r.ReadAt(raw, at); err != nil && (err != io.EOF || n < len(raw)) {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	for i := range overflow + 1 {
		if f.used[id+i] {
			return nil, fmt.Errorf("page %d is used twice", id+i)
		}
		f.used[id+i] = true
	}
	return raw, nil
}

// element is an entry of a page.
type element struct {
	key, value []byte
	bucket     bool
	child      uint64 // of a branch
}

// elements decodes the entries of a page, and where it is damaged those that can be.
func elements(raw []byte) (out []element, leaf bool, err error) {
	if len(raw) < headerSize {
		return nil, false, errors.New("a page is cut short")
	}
	order := binary.NativeEndian
	flags, count := order.Uint16(raw[8:]), int(order.Uint16(raw[10:]))
	if flags != branchPage && flags != leafPage {
		return nil, false, errors.New("a page is of no known kind")
	}
	for i := range count {
		at := uint64(headerSize + i*elementSize)
		if at+elementSize > uint64(len(raw)) {
			return out, flags == leafPage, errors.New("a page ends before its entries")
		}
		e := raw[at:]
		var pos, ksize, vsize uint64
		var item element
		if flags == leafPage {
			item.bucket = order.Uint32(e)&bucketLeaf != 0
			pos, ksize, vsize = uint64(order.Uint32(e[4:])), uint64(order.Uint32(e[8:])), uint64(order.Uint32(e[12:]))
		} else {
			pos, ksize, item.child = uint64(order.Uint32(e)), uint64(order.Uint32(e[4:])), order.Uint64(e[8:])
		}
		if at+pos+ksize+vsize > uint64(len(raw)) {
			err = errors.New("an entry lies outside its page")
			continue
		}
		item.key, item.value = raw[at+pos:at+pos+ksize], raw[at+pos+ksize:at+pos+ksize+vsize]
		out = append(out, item)
	}
	return out, flags == leafPage, err
}

// walk calls visit with every entry of the tree below a root page, and fault
// with what cannot be read. Keys that are out of order, which a search would
// not find, are a fault too, and visited.
func (f *pageFile) walk(root uint64, visit func(element), fault func(error)) {
	t := tree{pageFile: f, visit: visit, fault: fault}
	t.below(root, nil, nil, 0)
}

// walkInline is walk for a bucket that is kept within its parent's page.
func (f *pageFile) walkInline(raw []byte, visit func(element), fault func(error)) {
	t := tree{pageFile: f, visit: visit, fault: fault}
	t.entries(raw, nil, nil, maxDepth)
}

type tree struct {
	*pageFile
	visit func(element)
	fault func(error)
	last  []byte
	began bool
}

// below walks a page whose keys lie from low up to high, exclusive; nil is no limit.
func (t *tree) below(id uint64, low, high []byte, depth int) {
	raw, err := t.page(id)
	if err != nil {
		t.fault(err)
		return
	}
	t.entries(raw, low, high, depth)
}

func (t *tree) entries(raw, low, high []byte, depth int) {
	all, leaf, err := elements(raw)
	if err != nil {
		t.fault(err)
	}
	if !leaf && (depth >= maxDepth || err == nil && len(all) == 0) {
		t.fault(errors.New("a page leads nowhere"))
		return
	}
	for i, e := range all {
		if !leaf {
			from, to := low, high
			if i > 0 {
				from = e.key
			}
			if i+1 < len(all) {
				to = all[i+1].key
			}
			t.below(e.child, from, to, depth+1)
			continue
		}
		if t.began && bytes.Compare(e.key, t.last) <= 0 || low != nil && bytes.Compare(e.key, low) < 0 || high != nil && bytes.Compare(e.key, high) >= 0 {
			t.fault(errors.New("keys are out of order"))
		}
		t.last, t.began = e.key, true
		t.visit(e)
	}
}

// checkFreelist reports a list of free pages that names pages in use, which
// bbolt would overwrite. Call it when the whole file was walked.
func (f *pageFile) checkFreelist() error {
	id := f.meta.freelist
	if id == noFreelist {
		return nil
	}
	raw, err := f.page(id)
	if err != nil {
		return fmt.Errorf("the list of free pages: %w", err)
	}
	order := binary.NativeEndian
	if order.Uint16(raw[8:]) != freelistPage {
		return errors.New("the list of free pages is damaged")
	}
	ids, count := raw[headerSize:], uint64(order.Uint16(raw[10:]))
	if count == math.MaxUint16 {
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		return errors.New("the list of free pages is damaged")
	}
	last := uint64(0)
	for i := range count {
		free := order.Uint64(ids[8*i:])
		if free <= last || free >= f.meta.end || f.used[free] {
			return errors.New("the list of free pages is damaged")
		}
		last = free
	}
	return nil
}

// Buckets returns the names of the buckets of a bbolt file, which is neither
// locked nor changed.
func Buckets(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f, err := newPageFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	f.walk(f.meta.root, func(e element) {
		if e.bucket {
			names = append(names, string(e.key))
		}
	}, func(walkErr error) { err = walkErr })
	return names, err
}
