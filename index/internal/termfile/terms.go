package termfile

import (
	"errors"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// termDictionary is the terms of a field as Bleve reads them.
type termDictionary struct{ *dictionary }

// PostingsList returns the documents with a term, those of except apart.
func (d termDictionary) PostingsList(term []byte, except *roaring.Bitmap, before segmentapi.PostingsList) (segmentapi.PostingsList, error) {
	l, err := d.find(term)
	out, ok := before.(*postingsList)
	if !ok {
		out = &postingsList{}
	}
	*out = postingsList{list: l, except: except}
	return out, err
}

// Contains reports whether a term is there.
func (d termDictionary) Contains(term []byte) (bool, error) {
	l, err := d.find(term)
	return l.count > 0, err
}

// Cardinality returns how many terms there are.
func (d termDictionary) Cardinality() int {
	if d.dictionary == nil {
		return 0
	}
	return d.terms
}

// AutomatonIterator returns an iterator that fails: nothing here looks for terms by pattern.
func (d termDictionary) AutomatonIterator(segmentapi.Automaton, []byte, []byte) segmentapi.DictionaryIterator {
	return noPatterns{}
}

type noPatterns struct{}

// Next returns an error.
func (noPatterns) Next() (*index.DictEntry, error) {
	return nil, errors.New("terms cannot be looked for by pattern")
}

// postingsList is the documents with a term.
type postingsList struct {
	noStats
	list
	except *roaring.Bitmap
}

// Size returns what the list takes in memory, about.
func (p *postingsList) Size() int { return blockDocs * 4 }

// Count returns how many documents there are.
func (p *postingsList) Count() uint64 {
	left := newSieve(p.except)
	if left == nil {
		return uint64(p.count)
	}
	n := uint64(0)
	var c cursor
	for c.start(p.list); ; {
		docs, err := c.next(&p.list)
		if err != nil || len(docs) == 0 {
			return n
		}
		n += uint64(len(left.of(docs)))
	}
}

// Iterator returns a reader of the documents; there are no frequencies, norms and locations.
func (p *postingsList) Iterator(_, _, _ bool, before segmentapi.PostingsIterator) segmentapi.PostingsIterator {
	out, ok := before.(*postingsIterator)
	if !ok {
		out = &postingsIterator{}
	}
	out.list, out.left, out.docs = p.list, newSieve(p.except), nil
	out.start(p.list)
	return out
}

// postingsIterator reads the documents of a list.
type postingsIterator struct {
	noStats
	cursor
	list list
	left *sieve
	docs []uint32 // of the block, from the next one on
	last posting
}

// Size returns what the iterator takes in memory, about.
func (i *postingsIterator) Size() int { return blockDocs * 4 }

// Next returns the next document, nil after the last.
func (i *postingsIterator) Next() (segmentapi.Posting, error) {
	for len(i.docs) == 0 {
		docs, err := i.cursor.next(&i.list)
		if err != nil || len(docs) == 0 {
			return nil, err
		}
		i.docs = i.left.of(docs)
	}
	i.last = posting(i.docs[0])
	i.docs = i.docs[1:]
	return &i.last, nil
}

// Advance returns the first document that is not before one, nil if there is none.
func (i *postingsIterator) Advance(doc uint64) (segmentapi.Posting, error) {
	wanted := uint32(min(doc, math.MaxUint32))
	if n := len(i.docs); n == 0 || i.docs[n-1] < wanted {
		docs, err := i.seek(&i.list, wanted)
		if err != nil {
			return nil, err
		}
		i.docs = i.left.of(docs)
	}
	at, _ := slices.BinarySearch(i.docs, wanted)
	i.docs = i.docs[at:] // if none is left, all of the next block come after it
	return i.Next()
}

// posting is a document with a term.
type posting uint64

// Number returns the document.
func (p *posting) Number() uint64 { return uint64(*p) }

// Frequency returns 1: how often it has the term is not kept.
func (*posting) Frequency() uint64 { return 1 }

// Norm returns 0: it is not kept.
func (*posting) Norm() float64 { return 0 }

// Locations returns nil: they are not kept.
func (*posting) Locations() []segmentapi.Location { return nil }

// Size returns what the posting takes in memory.
func (*posting) Size() int { return 8 }
