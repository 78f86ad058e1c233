package termfile

import (
	"encoding/binary"
	"fmt"
	"math"
	"sort"
)

// Run is documents of one kind and slot whose numbers follow each other, as their places do.
type Run struct {
	Name               // of the first document
	First, Many uint32 // place of the first, and how many there are
}

// end returns the place after the last document.
func (r Run) end() uint32 { return r.First + r.Many }

// Names are kept by run, blockRuns of one kind to a block. A block is a head of fixed size in the
// index, which is searched, and its runs: the distance of the slot from that of the run before; how many
// documents, less one, and above the lowest bit whether their numbers begin with another than 0; then that number.
const (
	blockRuns = 64
	headSize  = 20
)

// blockHead is the head of a block: its first document, and where its runs begin.
type blockHead struct {
	Name
	first, offset uint32
}

// nameWriter writes names, which must ascend.
type nameWriter struct {
	index, data []byte
	last        Run // not yet written
	slot        uint32
	kind        byte
	runs        int // of the block
	docs        uint32
	least, most uint32 // slots
}

// add appends the names of a run.
func (w *nameWriter) add(first Name, many uint32) error {
	if w.docs > 0 {
		after := w.last.Name
		after.Number += w.last.Many - 1
		if after.compare(first) >= 0 {
			return fmt.Errorf("document %+v does not come after %+v", first, after)
		}
	}
	if many > math.MaxInt32-w.docs || many == 0 {
		return fmt.Errorf("%d documents after %d", many, w.docs)
	}
	if w.docs > 0 && w.last.key() == first.key() && w.last.Number+w.last.Many == first.Number {
		w.last.Many += many
	} else {
		w.flush()
		w.last = Run{first, w.docs, many}
	}
	if w.docs == 0 {
		w.least, w.most = first.Slot, first.Slot
	}
	w.least, w.most = min(w.least, first.Slot), max(w.most, first.Slot)
	w.docs += many
	return nil
}

// flush writes the last run.
func (w *nameWriter) flush() {
	if w.last.Many == 0 {
		return
	}
	if r := w.last; len(w.index) == 0 || w.runs == blockRuns || w.kind != r.Kind {
		w.runs, w.kind, w.slot = 0, r.Kind, r.Slot
		for _, v := range []uint32{uint32(r.Kind), r.Slot, r.Number, r.First, uint32(len(w.data))} {
			w.index = binary.LittleEndian.AppendUint32(w.index, v)
		}
	}
	w.data = binary.AppendUvarint(w.data, uint64(w.last.Slot-w.slot))
	numbered := w.last.Number > 0
	w.data = binary.AppendUvarint(w.data, uint64(w.last.Many-1)<<1|bit(numbered))
	if numbered {
		w.data = binary.AppendUvarint(w.data, uint64(w.last.Number))
	}
	w.slot = w.last.Slot
	w.runs++
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// names are the names of a file's documents.
type names struct {
	index, data []byte
	docs        uint32
	least, most uint32 // slots
}

func (n *names) blocks() int { return len(n.index) / headSize }

func (n *names) head(block int) blockHead {
	at := n.index[block*headSize:]
	field := func(i int) uint32 { return binary.LittleEndian.Uint32(at[i*4:]) }
	return blockHead{Name{byte(field(0)), field(1), field(2)}, field(3), field(4)}
}

// eachOf visits the runs of a block until visit returns false.
func (n *names) eachOf(block int, visit func(r Run) bool) (more bool, err error) {
	head := n.head(block)
	end := len(n.data)
	if block+1 < n.blocks() {
		end = int(n.head(block + 1).offset)
	}
	if int(head.offset) > end || end > len(n.data) {
		return false, ErrMalformed
	}
	in := input{n.data[head.offset:end]}
	r := Run{Name: Name{Kind: head.Kind, Slot: head.Slot}, First: head.first}
	for len(in.rest) > 0 {
		slot, many := in.uint(), in.uint()
		r.Slot, r.Many, r.Number = r.Slot+uint32(slot), uint32(many>>1)+1, 0
		if many&1 == 1 {
			r.Number = uint32(in.uint())
		}
		if in.rest == nil || r.First > n.docs || r.Many > n.docs-r.First {
			return false, ErrMalformed
		}
		if !visit(r) {
			return false, nil
		}
		r.First += r.Many
	}
	return true, nil
}

// each visits all runs in their order.
func (n *names) each(visit func(r Run)) error {
	for block := range n.blocks() {
		if _, err := n.eachOf(block, func(r Run) bool { visit(r); return true }); err != nil {
			return err
		}
	}
	return nil
}

// at returns the name of a document.
func (n *names) at(doc uint32) (out Name, err error) {
	block := sort.Search(n.blocks(), func(i int) bool { return n.head(i).first > doc }) - 1
	found := false
	if block >= 0 {
		_, err = n.eachOf(block, func(r Run) bool {
			if doc < r.end() {
				out, found = r.Name, doc >= r.First
				out.Number += doc - r.First
				return false
			}
			return true
		})
	}
	if err == nil && !found {
		err = fmt.Errorf("document %d of %d: %w", doc, n.docs, ErrMalformed)
	}
	return out, err
}

// find returns the document with a name. Most are looked for in files that are older than their slot.
func (n *names) find(wanted Name) (doc uint32, ok bool, err error) {
	if wanted.Slot < n.least || wanted.Slot > n.most {
		return 0, false, nil
	}
	block := sort.Search(n.blocks(), func(i int) bool { return n.head(i).Name.compare(wanted) > 0 }) - 1
	if block < 0 {
		return 0, false, nil
	}
	_, err = n.eachOf(block, func(r Run) bool {
		if r.Name.compare(wanted) > 0 {
			return false
		}
		if r.key() == wanted.key() && wanted.Number-r.Number < r.Many {
			doc, ok = r.First+wanted.Number-r.Number, true
		}
		return !ok
	})
	return doc, ok, err
}

// from returns the first document whose name is not before one; how many there are if none is.
func (n *names) from(wanted Name) (doc uint32, err error) {
	block := sort.Search(n.blocks(), func(i int) bool { return n.head(i).Name.compare(wanted) > 0 }) - 1
	if block < 0 {
		return 0, nil
	}
	_, err = n.eachOf(block, func(r Run) bool {
		switch {
		case r.key() < wanted.key():
			doc = r.end()
		case r.key() == wanted.key() && r.Number < wanted.Number:
			doc = r.First + min(r.Many, wanted.Number-r.Number)
		default:
			doc = r.First
			return false
		}
		return doc == r.end()
	})
	return doc, err
}
