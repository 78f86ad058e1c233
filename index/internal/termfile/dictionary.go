package termfile

import (
	"bytes"
	"encoding/binary"
	"sort"
)

// A dictionary has the terms of a field in their order, blockTerms to a block. A block is a head of fixed size in the
// index: where its terms begin, and the postings of the first. Of each term follow how many bytes it shares with the one before
// in the block; how many others it has, and these; how many documents; and how many bytes their postings take, or the number of a single one.
const (
	blockTerms   = 16
	termHeadSize = 12
)

// dictionaryWriter writes a dictionary.
type dictionaryWriter struct {
	index, data []byte
	terms       int
	last        []byte
}

// add appends a term with the place and the size of its postings, or with its single document.
func (w *dictionaryWriter) add(term []byte, count uint32, at uint64, size int, single uint32) {
	if w.terms%blockTerms == 0 {
		w.index = binary.LittleEndian.AppendUint32(w.index, uint32(len(w.data)))
		w.index = binary.LittleEndian.AppendUint64(w.index, at)
		w.last = w.last[:0]
	}
	shared := 0
	for shared < len(w.last) && shared < len(term) && w.last[shared] == term[shared] {
		shared++
	}
	w.data = binary.AppendUvarint(w.data, uint64(shared))
	w.data = binary.AppendUvarint(w.data, uint64(len(term)-shared))
	w.data = append(w.data, term[shared:]...)
	w.data = binary.AppendUvarint(w.data, uint64(count))
	if count == 1 {
		w.data = binary.AppendUvarint(w.data, uint64(single))
	} else {
		w.data = binary.AppendUvarint(w.data, uint64(size))
	}
	w.last = append(w.last[:0], term...)
	w.terms++
}

// dictionary is the terms of a field.
type dictionary struct {
	index, data []byte
	terms       int
	file        []byte // whole, for the postings
}

func (d *dictionary) blocks() int { return len(d.index) / termHeadSize }

// termReader visits the terms of a dictionary in their order, from a block on.
type termReader struct {
	d     *dictionary
	in    input
	at    uint64 // of the next postings
	read  int    // terms, those of the blocks before included
	term  []byte
	list  list
	wrong bool
}

// from returns a reader before the first term of a block.
func (d *dictionary) from(block int) termReader {
	r := termReader{d: d, read: block * blockTerms}
	head := d.index[block*termHeadSize:]
	r.at = binary.LittleEndian.Uint64(head[4:])
	if offset := binary.LittleEndian.Uint32(head); uint64(offset) <= uint64(len(d.data)) {
		r.in.rest = d.data[offset:]
	}
	return r
}

// next goes to the next term; false if there is none, or wrong.
func (r *termReader) next() bool {
	if r.read == r.d.terms {
		return false
	}
	if r.read%blockTerms == 0 {
		r.term = r.term[:0]
	}
	r.read++
	shared := r.in.uint()
	suffix := r.in.bytes(r.in.uint())
	count, size := r.in.uint(), r.in.uint()
	if r.in.rest == nil || shared > uint64(len(r.term)) || count == 0 || count >= 1<<31 {
		r.wrong = true
		return false
	}
	r.term = append(r.term[:shared], suffix...)
	r.list = list{count: uint32(count), single: uint32(size)}
	if count == 1 {
		return true
	}
	if r.at > uint64(len(r.d.file)) || size > uint64(len(r.d.file))-r.at {
		r.wrong = true
		return false
	}
	r.list.data = r.d.file[r.at:]
	r.at += size
	return true
}

func (r *termReader) err() error {
	if r.wrong {
		return ErrMalformed
	}
	return nil
}

// find returns the documents with a term, none if it is not there.
func (d *dictionary) find(term []byte) (list, error) {
	if d == nil {
		return list{}, nil
	}
	block := sort.Search(d.blocks(), func(i int) bool {
		r := d.from(i)
		r.in.uint()
		return bytes.Compare(r.in.bytes(r.in.uint()), term) > 0
	}) - 1
	if block < 0 {
		return list{}, nil
	}
	var space [64]byte
	r := d.from(block)
	r.term = space[:0]
	for range blockTerms {
		if !r.next() {
			break
		}
		if c := bytes.Compare(r.term, term); c == 0 {
			return r.list, nil
		} else if c > 0 {
			break
		}
	}
	return list{}, r.err()
}
