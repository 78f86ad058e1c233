package termfile

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// The documents with a term are kept in blocks of blockDocs, the last one of what is left: the distance of the first document from
// that of the block before, a byte with how many bits each further one takes, and these: the distance from the one before, less one. A
// single document takes no block: its number is in the dictionary.
const (
	blockDocs = 128
	maxWidth  = 32
	padding   = 8 // bytes behind the last block that may be read
)

// appendPostings appends documents, which ascend.
func appendPostings(out []byte, docs []uint32) []byte {
	before := uint32(0)
	for block := range slices.Chunk(docs, blockDocs) {
		out = binary.AppendUvarint(out, uint64(block[0]-before))
		before = block[0]
		all := uint32(0)
		for i, doc := range block[1:] {
			all |= doc - block[i] - 1
		}
		width := bits.Len32(all)
		out = append(out, byte(width))
		out = appendBlock(out, block, width)
	}
	return out
}

// appendBlock appends the distances of all documents but the first.
func appendBlock(out []byte, block []uint32, width int) []byte {
	held, many := uint64(0), 0
	for i, doc := range block[1:] {
		held |= uint64(doc-block[i]-1) << many
		for many += width; many >= 8; many -= 8 {
			out = append(out, byte(held))
			held >>= 8
		}
	}
	if many > 0 {
		out = append(out, byte(held))
	}
	return out
}

// blockSize returns how many bytes so many documents of a block take, the first apart.
func blockSize(docs, width int) int { return ((docs-1)*width + 7) / 8 }

// list is the documents with a term. Of a single one, data is nil.
type list struct {
	data   []byte // from the first block on, with what is behind the last one
	count  uint32
	single uint32
}

// cursor reads the documents of a list in their order, a block at a time.
type cursor struct {
	in    input
	left  uint32 // documents behind the block
	first uint32 // of the block
	docs  [blockDocs]uint32
}

// start goes to the beginning of a list.
func (c *cursor) start(l list) { c.in, c.left, c.first = input{l.data}, l.count, 0 }

// next returns the documents of the next block, none after the last. They are valid until the next call.
func (c *cursor) next(l *list) ([]uint32, error) {
	if c.left == 0 {
		return nil, nil
	}
	if l.data == nil {
		c.left, c.docs[0] = 0, l.single
		return c.docs[:1], nil
	}
	width, ok := c.header()
	if !ok {
		return nil, ErrMalformed
	}
	return c.block(width)
}

// header reads the first document of the next block and the width of the others.
func (c *cursor) header() (width int, ok bool) {
	c.first += uint32(c.in.uint())
	if len(c.in.rest) == 0 || c.in.rest[0] > maxWidth {
		return 0, false
	}
	width, c.in.rest = int(c.in.rest[0]), c.in.rest[1:]
	return width, true
}

// block reads the documents behind a header.
func (c *cursor) block(width int) ([]uint32, error) {
	n := int(min(c.left, blockDocs))
	size := blockSize(n, width)
	if size+padding > len(c.in.rest) {
		return nil, ErrMalformed
	}
	unpack(c.docs[:n], c.first, c.in.rest, width)
	c.in.rest = c.in.rest[size:]
	c.left -= uint32(n)
	return c.docs[:n], nil
}

// unpack reads documents of a width, of which the first is known.
func unpack(out []uint32, first uint32, data []byte, width int) {
	mask := uint64(1)<<width - 1
	doc, at := first, 0
	out[0] = first
	for i := 1; i < len(out); i++ {
		doc += uint32(binary.LittleEndian.Uint64(data[at>>3:])>>(at&7)&mask) + 1
		out[i] = doc
		at += width
	}
}

// seek returns the block that has the first document not before one, if any has: the next one, or one
// behind it, of which the blocks between are not unpacked.
func (c *cursor) seek(l *list, doc uint32) ([]uint32, error) {
	for c.left > blockDocs && l.data != nil {
		width, ok := c.header()
		if !ok {
			return nil, ErrMalformed
		}
		size := blockSize(blockDocs, width)
		if size+padding > len(c.in.rest) {
			return nil, ErrMalformed
		}
		following := input{c.in.rest[size:]}
		if first := c.first + uint32(following.uint()); first > doc {
			return c.block(width)
		}
		c.in.rest = c.in.rest[size:]
		c.left -= blockDocs
	}
	return c.next(l)
}

// all appends all documents to out.
func (l *list) all(c *cursor, out []uint32) ([]uint32, error) {
	c.start(*l)
	for {
		docs, err := c.next(l)
		if err != nil || len(docs) == 0 {
			return out, err
		}
		out = append(out, docs...)
	}
}

// sieve takes documents out of ascending ones.
type sieve struct {
	except roaring.IntPeekable
	next   uint64 // the next one to take out
}

// newSieve returns a sieve for documents, nil if there are none.
func newSieve(except *roaring.Bitmap) *sieve {
	if except == nil || except.IsEmpty() {
		return nil
	}
	s := &sieve{except: except.Iterator()}
	s.advance(0)
	return s
}

func (s *sieve) advance(doc uint32) {
	s.except.AdvanceIfNeeded(doc)
	s.next = math.MaxUint64
	if s.except.HasNext() {
		s.next = uint64(s.except.PeekNext())
	}
}

// of returns what is left of documents. It takes them out in place. No earlier ones may follow.
func (s *sieve) of(docs []uint32) []uint32 {
	if s == nil || len(docs) == 0 || s.next > uint64(docs[len(docs)-1]) {
		return docs
	}
	out := docs[:0]
	for _, doc := range docs {
		if s.next < uint64(doc) {
			s.advance(doc)
		}
		if s.next != uint64(doc) {
			out = append(out, doc)
		}
	}
	return out
}
