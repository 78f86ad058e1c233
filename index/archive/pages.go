package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
)

// bbolt keeps no checksum of its pages: a flipped bit in a branch page hides
// records without a word. So the file's pages are read here, apart from bbolt,
// and held against each other: each page that the file has is either reached
// once from the root or free, has its own number, lies exactly as bbolt writes
// it, and holds its keys in order and within the bounds that its parent gives.
// The layout is that of go.etcd.io/bbolt/internal/common, in the machine's byte
// order.

const (
	pageHeader    = 16 // id uint64, flags uint16, count uint16, overflow uint32
	elementHeader = 16 // branch: pos, ksize uint32, pgid uint64; leaf: flags, pos, ksize, vsize uint32
	bucketHeader  = 16 // root, sequence uint64
	metaLength    = 64

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	boltMagic     = 0xED0CDAED
	boltVersion   = 2
	noFreelist    = 1<<64 - 1
	bucketElement = 0x01
	maxDepth      = 64
	minPageSize   = 1024
	maxPageSize   = 64 << 10
)

var native = binary.NativeEndian

// pageFile is a bbolt file read page by page.
type pageFile struct {
	file     io.ReaderAt
	size     int64
	pageSize int
	meta     fileMeta
	used     []bool   // pages that were reached
	free     []bool   // pages of the free list
	problems []string // of the structure
	oneMeta  bool     // only one of the two meta pages is valid
}

// fileMeta is what a meta page says.
type fileMeta struct {
	pageSize             uint32
	root, freelist, high uint64
	txid                 uint64
}

// maxProblems bounds what is kept of the problems of one file.
const maxProblems = 20

func (p *pageFile) problem(format string, args ...any) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, fmt.Sprintf(format, args...))
	}
}

// openPages reads the meta pages of a file. It returns an error if neither is
// valid.
func openPages(file io.ReaderAt, size int64) (*pageFile, error) {
	p := &pageFile{file: file, size: size}
	first, err := p.readMeta(0)
	if err == nil {
		p.pageSize = int(first.pageSize)
	}
	var second fileMeta
	err2 := errors.New("it is missing")
	for _, size := range p.pageSizes() {
		if second, err2 = p.readMeta(int64(size)); err2 == nil && int(second.pageSize) == size {
			p.pageSize = size
			break
		}
		err2 = errors.New("it is damaged")
	}
	switch {
	case err != nil && err2 != nil:
		return p, errors.New("both of its first pages are damaged")
	case err != nil:
		p.meta, p.oneMeta = second, true
	case err2 != nil:
		p.meta, p.oneMeta = first, true
	case first.txid > second.txid:
		p.meta, p.oneMeta = first, first.txid != second.txid+1
	default:
		p.meta, p.oneMeta = second, second.txid != first.txid+1
	}
	if int64(p.meta.high) > size/int64(p.pageSize) {
		p.problem("the file ends before its last page: it has %d bytes of %d", size, int64(p.meta.high)*int64(p.pageSize))
		p.meta.high = uint64(size / int64(p.pageSize))
	}
	p.used, p.free = make([]bool, p.meta.high), make([]bool, p.meta.high)
	return p, nil
}

// pageSizes returns the page sizes that the file may have.
func (p *pageFile) pageSizes() []int {
	if p.pageSize != 0 {
		return []int{p.pageSize}
	}
	var out []int
	for size := minPageSize; size <= maxPageSize; size *= 2 {
		out = append(out, size)
	}
	return out
}

// readMeta reads a meta page at an offset.
func (p *pageFile) readMeta(at int64) (fileMeta, error) {
	var m fileMeta
	var raw [metaLength]byte
	if _, err := p.file.ReadAt(raw[:], at+pageHeader); err != nil {
		return m, err
	}
	sum := fnv.New64a()
	sum.Write(raw[:metaLength-8])
	m = fileMeta{native.Uint32(raw[8:]), native.Uint64(raw[16:]), native.Uint64(raw[32:]), native.Uint64(raw[40:]), native.Uint64(raw[48:])}
	size := int(m.pageSize)
	if native.Uint32(raw[:]) != boltMagic || native.Uint32(raw[4:]) != boltVersion || native.Uint64(raw[56:]) != sum.Sum64() ||
		size < minPageSize || size > maxPageSize || size&(size-1) != 0 {
		return m, errors.New("its checksum does not match")
	}
	return m, nil
}

// page reads a page with its overflow into buf. It marks the page as used and
// returns an error if the page cannot be one of the given kinds.
func (p *pageFile) page(id uint64, buf []byte, kinds ...uint16) ([]byte, error) {
	if id < 2 || id >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d is not in the file", id)
	}
	buf = slices.Grow(buf[:0], p.pageSize)[:p.pageSize]
	at := int64(id) * int64(p.pageSize)
	if _, err := p.file.ReadAt(buf, at); err != nil {
		return nil, fmt.Errorf("page %d cannot be read", id)
	}
	overflow := uint64(native.Uint32(buf[12:]))
	if native.Uint64(buf) != id || !slices.Contains(kinds, native.Uint16(buf[8:])) || id+overflow >= uint64(len(p.used)) {
		return nil, fmt.Errorf("page %d is damaged", id)
	}
	for i := id; i <= id+overflow; i++ {
		if p.used[i] {
			return nil, fmt.Errorf("page %d is used twice", i)
		}
	}
	for i := id; i <= id+overflow; i++ {
		p.used[i] = true
	}
	if overflow == 0 {
		return buf, nil
	}
	whole := int(overflow+1) * p.pageSize
	buf = slices.Grow(buf, whole-len(buf))[:whole]
	if _, err := p.file.ReadAt(buf[p.pageSize:], at+int64(p.pageSize)); err != nil {
		return nil, fmt.Errorf("page %d cannot be read", id)
	}
	return buf, nil
}

// element is one of a page. Its bytes are valid until the page's buffer is used
// again.
type element struct {
	flags      uint32
	key, value []byte
	child      uint64 // of a branch
}

// elements returns what a page holds. The error says that the page does not lie
// as bbolt writes it; what could be read is returned beside it.
func elements(page []byte, out []element) ([]element, error) {
	count := int(native.Uint16(page[10:]))
	branch := native.Uint16(page[8:])&branchPage != 0
	data := pageHeader + count*elementHeader
	for i := range count {
		at := pageHeader + i*elementHeader
		if at+elementHeader > len(page) {
			return out, errors.New("its records lie outside it")
		}
		raw := page[at:]
		var e element
		var pos, keySize, valueSize uint32
		if branch {
			pos, keySize, e.child = native.Uint32(raw), native.Uint32(raw[4:]), native.Uint64(raw[8:])
		} else {
			e.flags, pos, keySize, valueSize = native.Uint32(raw), native.Uint32(raw[4:]), native.Uint32(raw[8:]), native.Uint32(raw[12:])
		}
		end := int64(data) + int64(keySize) + int64(valueSize)
		if at+int(pos) != data || end > int64(len(page)) {
			return out, errors.New("its records lie outside it")
		}
		e.key, e.value = page[data:data+int(keySize)], page[data+int(keySize):end]
		out, data = append(out, e), int(end)
	}
	return out, nil
}

// walker goes through the records of one bucket.
type walker struct {
	*pageFile
	name  string
	last  []byte // key
	begun bool
	each  func(element)
	bufs  [maxDepth][]byte
	elems [maxDepth][]element
}

// walk calls each with every record of the tree below page root, in order. What
// is wrong with the tree is noted as a problem; the rest of it is still walked.
func (p *pageFile) walk(name string, root uint64, each func(element)) {
	w := &walker{pageFile: p, name: name, each: each}
	w.walk(root, 0, nil, nil)
}

// walk goes through the page and what is below it, whose keys are from low on
// and before high; nil for no bound.
func (w *walker) walk(id uint64, depth int, low, high []byte) {
	if depth == maxDepth {
		w.problem("%s: the tree is too deep", w.name)
		return
	}
	page, err := w.page(id, w.bufs[depth], branchPage, leafPage)
	if err != nil {
		w.problem("%s: %s", w.name, err)
		return
	}
	w.bufs[depth] = page
	w.elems[depth], err = elements(page, w.elems[depth][:0])
	if err != nil {
		w.problem("%s: page %d is damaged: %s", w.name, id, err)
	}
	all := w.elems[depth]
	branch := native.Uint16(page[8:])&branchPage != 0
	if len(all) == 0 && (depth > 0 || branch) {
		w.problem("%s: page %d is empty", w.name, id)
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

// leaf gives the records of a leaf page, or of a bucket that lies in its parent.
func (w *walker) leaf(id uint64, all []element, low, high []byte) {
	for _, e := range all {
		if w.begun && bytes.Compare(w.last, e.key) >= 0 || low != nil && bytes.Compare(e.key, low) < 0 || high != nil && bytes.Compare(e.key, high) >= 0 {
			w.problem("%s: the keys of page %d are out of order", w.name, id)
		}
		w.last, w.begun = append(w.last[:0], e.key...), true
		w.each(e)
	}
}

// bucketRoot is where a bucket of the file begins: at a page, or within its
// entry where it is small.
type bucketRoot struct {
	page   uint64
	inline []byte
}

// roots reads the entries of all buckets.
func (p *pageFile) roots() map[string]bucketRoot {
	out := map[string]bucketRoot{}
	p.walk("the list of buckets", p.meta.root, func(e element) {
		if e.flags != bucketElement || len(e.value) < bucketHeader {
			p.problem("the list of buckets: the entry %q is damaged", e.key)
			return
		}
		r := bucketRoot{page: native.Uint64(e.value)}
		if r.page == 0 {
			r.inline = slices.Clone(e.value[bucketHeader:])
		}
		out[string(e.key)] = r
	})
	return out
}

// bucket calls each with every record of a bucket, in order.
func (p *pageFile) bucket(name string, r bucketRoot, each func(element)) {
	record := func(e element) {
		if e.flags != 0 {
			p.problem("%s: record %x is no record", name, e.key)
			return
		}
		each(e)
	}
	if r.inline == nil {
		p.walk(name, r.page, record)
		return
	}
	w := &walker{pageFile: p, name: name, each: record}
	if len(r.inline) < pageHeader || native.Uint16(r.inline[8:]) != leafPage {
		p.problem("%s: the bucket is damaged", name)
		return
	}
	all, err := elements(r.inline, nil)
	if err != nil {
		p.problem("%s: the bucket is damaged: %s", name, err)
	}
	w.leaf(0, all, nil, nil)
}

// account checks that every page is reached or free, and none both. It is
// called after all buckets were walked.
func (p *pageFile) account() {
	if p.meta.freelist == noFreelist {
		p.problem("there is no list of free pages")
		return
	}
	page, err := p.page(p.meta.freelist, nil, freelistPage)
	if err != nil {
		p.problem("the list of free pages: %s", err)
		return
	}
	for _, id := range freePages(page) {
		if id < 2 || id >= uint64(len(p.free)) || p.free[id] || p.used[id] {
			p.problem("the list of free pages names page %d, which is not free", id)
			continue
		}
		p.free[id] = true
	}
	for id := 2; id < len(p.used); id++ {
		if !p.used[id] && !p.free[id] {
			p.problem("page %d is neither used nor free", id)
		}
	}
}

// freePages returns the page numbers of a free list's page.
func freePages(page []byte) []uint64 {
	count, ids := uint64(native.Uint16(page[10:])), page[pageHeader:]
	if count == 0xFFFF { // the count does not fit into its field
		count, ids = native.Uint64(ids), ids[8:]
	}
	out := make([]uint64, 0, min(count, uint64(len(ids)/8)))
	for ; count > 0 && len(ids) >= 8; count-- {
		out, ids = append(out, native.Uint64(ids)), ids[8:]
	}
	return out
}

// orphans calls each with every record of the leaf pages that were not reached:
// those that a damaged page hides, and old ones that are free.
func (p *pageFile) orphans(each func(element)) {
	if p.pageSize == 0 {
		p.pageSize = 4096
	}
	pages := p.size / int64(p.pageSize)
	var buf []byte
	var all []element
	for id := int64(2); id < pages; id++ {
		if id < int64(len(p.used)) && p.used[id] {
			continue
		}
		buf = slices.Grow(buf[:0], p.pageSize)[:p.pageSize]
		if _, err := p.file.ReadAt(buf, id*int64(p.pageSize)); err != nil || native.Uint16(buf[8:]) != leafPage {
			continue
		}
		overflow := min(int64(native.Uint32(buf[12:])), pages-id-1)
		whole := int(overflow+1) * p.pageSize
		buf = slices.Grow(buf, whole-len(buf))[:whole]
		if _, err := p.file.ReadAt(buf[p.pageSize:], (id+1)*int64(p.pageSize)); err != nil {
			continue
		}
		all, _ = elements(buf, all[:0])
		for _, e := range all {
			each(e)
		}
	}
}
