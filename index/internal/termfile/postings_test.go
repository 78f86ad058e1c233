package termfile

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// listOf returns documents as a file would have them.
func listOf(docs []uint32) list {
	l := list{count: uint32(len(docs))}
	switch len(docs) {
	case 0:
	case 1:
		l.single = docs[0]
	default:
		l.data = append(appendPostings(nil, docs), make([]byte, padding)...)
	}
	return l
}

// documentsOf returns ascending documents that bytes describe: each a distance, or a run of neighbours.
func documentsOf(data []byte) (out []uint32) {
	doc := uint64(0)
	for in := (input{data}); len(in.rest) > 0; {
		step := in.uint()
		doc += step >> 1
		for range 1 + step&1*step%200 {
			if doc > math.MaxInt32 {
				return out
			}
			out = append(out, uint32(doc))
			doc++
		}
	}
	return out
}

// FuzzPostings writes documents and reads them: all, without some, and from each of some on.
func FuzzPostings(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0})
	f.Add([]byte{2, 2, 2})
	f.Add([]byte{255, 1, 255, 255, 1, 199})
	f.Add([]byte{254, 255, 255, 255, 15, 0})
	random := rand.New(rand.NewPCG(1, 2))
	for range 8 {
		var seed []byte
		for range random.IntN(600) {
			seed = binary.AppendUvarint(seed, random.Uint64N(1<<random.IntN(22)))
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs := documentsOf(data)
		l := listOf(docs)
		var c cursor
		got, err := l.all(&c, nil)
		if err != nil || !slices.Equal(got, docs) {
			t.Fatalf("%d documents are read as %d, %v", len(docs), len(got), err)
		}
		except, rest := roaring.New(), docs[:0:0]
		for i, doc := range docs {
			if i%3 == len(data)%3 || i/130%2 == 1 {
				except.Add(doc)
			} else {
				rest = append(rest, doc)
			}
		}
		p := &postingsList{list: l, except: except}
		if p.Count() != uint64(len(rest)) {
			t.Fatalf("%d documents are counted as %d", len(rest), p.Count())
		}
		checkAdvance(t, p, rest, len(data))
	})
}

// checkAdvance reads a list in steps of changing width.
func checkAdvance(t *testing.T, p *postingsList, docs []uint32, width int) {
	t.Helper()
	it := p.Iterator(false, false, false, nil)
	for at, round := 0, 0; ; round++ {
		var got uint64 = math.MaxUint64
		wanted := uint64(0)
		step := at + (round*7+width)%300
		if round%3 > 0 && step < len(docs) {
			wanted, at = uint64(docs[step])-uint64(round%2), step
			if round%2 == 1 && step > 0 && docs[step-1] == docs[step]-1 && at > 0 {
				wanted = uint64(docs[step])
			}
			posting, err := it.Advance(wanted)
			if err != nil {
				t.Fatal(err)
			}
			if posting != nil {
				got = posting.Number()
			}
		} else {
			posting, err := it.Next()
			if err != nil {
				t.Fatal(err)
			}
			if posting != nil {
				got = posting.Number()
			}
		}
		if at == len(docs) {
			if got != math.MaxUint64 {
				t.Fatalf("document %d after the last", got)
			}
			return
		}
		if got != uint64(docs[at]) {
			t.Fatalf("from %d on: document %d, want %d", wanted, got, docs[at])
		}
		at++
	}
}

// FuzzMalformedPostings reads bytes that nobody wrote: documents or an error, and no panic.
func FuzzMalformedPostings(f *testing.F) {
	f.Add([]byte{0, 40, 1, 2, 3}, uint32(3), uint32(1))
	f.Add([]byte{200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200}, uint32(300), uint32(1))
	f.Add(append(appendPostings(nil, []uint32{1, 5, 9, 1 << 20}), 0, 0, 0, 0, 0, 0, 0, 0), uint32(900), uint32(8))
	f.Fuzz(func(t *testing.T, data []byte, count, wanted uint32) {
		l := list{data: data, count: count%5000 + 2}
		var c cursor
		docs, err := l.all(&c, nil)
		if err == nil && len(docs) != int(l.count) {
			t.Errorf("%d documents of %d without an error", len(docs), l.count)
		}
		c.start(l)
		for err = nil; err == nil; {
			if docs, err = c.seek(&l, wanted); len(docs) == 0 {
				break
			}
		}
	})
}

// BenchmarkPostings reads the documents of a list, some of which follow each other.
func BenchmarkPostings(b *testing.B) {
	for name, distance := range map[string]int{"1 of 4": 7, "1 of 100": 200} {
		var docs []uint32
		random := rand.New(rand.NewPCG(1, 1))
		for doc := uint32(0); len(docs) < 100_000; doc += 1 + random.Uint32N(uint32(distance)) {
			docs = append(docs, doc)
		}
		l := listOf(docs)
		b.Run(name, func(b *testing.B) {
			var c cursor
			for b.Loop() {
				c.start(l)
				for got, err := c.next(&l); len(got) > 0; got, err = c.next(&l) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(docs)), "ns/document")
			b.ReportMetric(float64(len(l.data)-padding)/float64(len(docs)), "bytes/document")
		})
	}
}
