package boltfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// ErrPages is wrapped by the errors of CheckExtents and CheckPath about damaged pages.
var ErrPages = errors.New("its pages are damaged")

// CheckExtents returns an error if a page of an open file claims more pages behind it than
// the file has. bbolt believes such a header when it frees the page, and would fill the
// memory with a list of four billion pages. It reads the header of every page in use.
func CheckExtents(tx *bbolt.Tx) error {
	pages := int(tx.Size() / int64(tx.DB().Info().PageSize))
	for id := firstPage; id < pages; id++ { // roots have no pages behind them and are never freed
		p, err := tx.Page(id)
		if err != nil || p == nil { // behind the last page in use
			return err
		}
		if p.Type == "free" {
			continue
		}
		if p.OverflowCount >= pages-id {
			return fmt.Errorf("page %d claims %d more: %w", id, p.OverflowCount, ErrPages)
		}
		id += p.OverflowCount
	}
	return nil
}

// Extents checks the extents of a large file before its writes, as often as costs little.
// The zero value is ready for use.
type Extents struct {
	mu   sync.Mutex
	next time.Time // before it a check is left out
}

// A check that took longer than extentsFree is left out for extentsShare times as long.
const (
	extentsFree  = time.Millisecond
	extentsShare = 50
)

// Check is CheckExtents, or nothing if the last one was a moment ago.
func (e *Extents) Check(tx *bbolt.Tx) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	began := time.Now()
	if began.Before(e.next) {
		return nil
	}
	err := CheckExtents(tx)
	if took := time.Since(began); took > extentsFree {
		e.next = began.Add(extentsShare * took)
	}
	return err
}

// CheckPath returns an error if a page on the way to a key, in the tree of a bucket, is not
// as bbolt writes it: then the key may be there though bbolt does not find it. The bucket is
// one of tx, and file the file that tx reads.
func CheckPath(tx *bbolt.Tx, bucket *bbolt.Bucket, file io.ReaderAt, key []byte) error {
	f := &File{r: file, pageSize: tx.DB().Info().PageSize}
	pages := uint64(tx.Size()) / uint64(f.pageSize)
	id := uint64(bucket.Root())
	var buf, low, high []byte
	var all []element
	for depth := 0; id != 0; depth++ { // 0: a small bucket, which lies in its entry
		page, err := f.pageOnPath(buf, id, pages)
		if err != nil || depth == maxDepth {
			return fmt.Errorf("page %d: %w", id, errors.Join(ErrPages, err))
		}
		all, err = elements(page, all[:0])
		if err != nil || !ordered(all, low, high) {
			return fmt.Errorf("page %d: %w", id, errors.Join(ErrPages, err))
		}
		if native.Uint16(page[8:]) == leafPage || len(all) == 0 {
			return nil
		}
		at := 0
		for at+1 < len(all) && bytes.Compare(all[at+1].key, key) <= 0 {
			at++
		}
		low = bytes.Clone(all[at].key)
		if at+1 < len(all) {
			high = bytes.Clone(all[at+1].key)
		}
		buf, id = page, all[at].child
	}
	return nil
}

// pageOnPath reads a page of a tree with its overflow into buf, which it grows.
func (f *File) pageOnPath(buf []byte, id, pages uint64) ([]byte, error) {
	if id < firstPage || id >= pages {
		return nil, errors.New("it is not in the file")
	}
	buf, err := f.read(buf, id, 1)
	if err != nil {
		return nil, err
	}
	extent, kind := uint64(native.Uint32(buf[12:]))+1, native.Uint16(buf[8:])
	if native.Uint64(buf) != id || kind != leafPage && kind != branchPage || extent > pages-id {
		return nil, errors.New("its header is damaged")
	}
	if extent == 1 {
		return buf, nil
	}
	return f.read(buf, id, extent)
}

// ordered reports whether keys ascend, from low on and before high; nil is no bound.
func ordered(all []element, low, high []byte) bool {
	for i, e := range all {
		if i > 0 && bytes.Compare(all[i-1].key, e.key) >= 0 {
			return false
		}
	}
	return len(all) == 0 || (low == nil || bytes.Compare(all[0].key, low) >= 0) &&
		(high == nil || bytes.Compare(all[len(all)-1].key, high) < 0)
}
