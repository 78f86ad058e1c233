package termfile

import (
	"bufio"
	"bytes"
	"container/heap"
	"maps"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// dropped is the new number of a document that a merge leaves out, as Bleve has it.
const dropped = math.MaxUint64

// merge writes files to one, without some documents of each, and returns the new number of each one's
// documents and the size of the file.
func merge(files []*file, drops []*roaring.Bitmap, path string, closed <-chan struct{}) (numbers [][]uint64, size uint64, err error) {
	err = persist(path, func(out *bufio.Writer) error {
		w := newWriter(out)
		var err error
		if numbers, err = mergeNames(w, files, drops); err != nil {
			return err
		}
		fields := map[string]bool{}
		for _, f := range files {
			for _, name := range f.fields {
				fields[name] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if err := mergeTerms(w, name, files, numbers, closed); err != nil {
				return err
			}
		}
		if err := w.close(); err != nil {
			return err
		}
		size = w.at
		return nil
	})
	return numbers, size, err
}

// queue is a heap of sources that are merged, the one with the first value on top.
type queue[S any] struct {
	all  []S
	less func(a, b S) bool
}

// Len returns how many sources are left.
func (q *queue[S]) Len() int { return len(q.all) }

// Less reports whether source i comes before source j.
func (q *queue[S]) Less(i, j int) bool { return q.less(q.all[i], q.all[j]) }

// Swap exchanges two sources.
func (q *queue[S]) Swap(i, j int) { q.all[i], q.all[j] = q.all[j], q.all[i] }

// Push appends a source, as heap.Interface has it.
func (q *queue[S]) Push(x any) { q.all = append(q.all, x.(S)) }

// Pop drops the last source; what it returns is of no use.
func (q *queue[S]) Pop() any { q.all = q.all[:len(q.all)-1]; return nil }

// moved restores the order after the top moved on; false takes it out.
func (q *queue[S]) moved(more bool) {
	if more {
		heap.Fix(q, 0)
		return
	}
	q.Swap(0, len(q.all)-1)
	q.all = q.all[:len(q.all)-1]
	if len(q.all) > 0 {
		heap.Fix(q, 0)
	}
}

// runSource is the runs of a file that stay.
type runSource struct {
	runs []Run
	file int
}

// mergeNames writes the names that stay, and returns the new number of each file's documents.
func mergeNames(w *writer, files []*file, drops []*roaring.Bitmap) ([][]uint64, error) {
	q := &queue[*runSource]{less: func(a, b *runSource) bool { return a.runs[0].compare(b.runs[0].Name) < 0 }}
	numbers := make([][]uint64, len(files))
	for i, f := range files {
		numbers[i] = make([]uint64, f.names.docs)
		for doc := range numbers[i] {
			numbers[i][doc] = dropped
		}
		runs, err := staying(f, drops[i])
		if err != nil {
			return nil, err
		}
		if len(runs) > 0 {
			q.all = append(q.all, &runSource{runs, i})
		}
	}
	heap.Init(q)
	for len(q.all) > 0 {
		s := q.all[0]
		r := s.runs[0]
		for i := range r.Many {
			numbers[s.file][r.First+i] = uint64(w.names.docs + i)
		}
		if err := w.names.add(r.Name, r.Many); err != nil {
			return nil, err
		}
		s.runs = s.runs[1:]
		q.moved(len(s.runs) > 0)
	}
	return numbers, nil
}

// staying returns the runs of a file without some documents.
func staying(f *file, drop *roaring.Bitmap) (out []Run, err error) {
	keepAll := drop == nil || drop.IsEmpty()
	err = f.names.each(func(r Run) {
		if keepAll {
			out = append(out, r)
			return
		}
		begun := false
		for i := range r.Many {
			if drop.Contains(r.First + i) {
				begun = false
				continue
			}
			if !begun {
				out = append(out, Run{Name{r.Kind, r.Slot, r.Number + i}, r.First + i, 0})
				begun = true
			}
			out[len(out)-1].Many++
		}
	})
	return out, err
}

// termSource is the terms of a field of a file.
type termSource struct {
	termReader
	file int
}

// mergeTerms writes the terms of a field.
func mergeTerms(w *writer, field string, files []*file, numbers [][]uint64, closed <-chan struct{}) error {
	q := &queue[*termSource]{less: func(a, b *termSource) bool {
		c := bytes.Compare(a.term, b.term)
		return c < 0 || c == 0 && a.file < b.file
	}}
	for i, f := range files {
		if d := f.terms[field]; d != nil && d.terms > 0 {
			s := &termSource{d.from(0), i}
			if !s.next() {
				return s.err()
			}
			q.all = append(q.all, s)
		}
	}
	heap.Init(q)
	w.field(field)
	m := merger{numbers: numbers}
	for len(q.all) > 0 {
		select {
		case <-closed:
			return segmentapi.ErrClosed
		default:
		}
		m.term, m.docs = append(m.term[:0], q.all[0].term...), m.docs[:0]
		for len(q.all) > 0 && bytes.Equal(q.all[0].term, m.term) {
			s := q.all[0]
			if err := m.take(s); err != nil {
				return err
			}
			more := s.next()
			if err := s.err(); err != nil {
				return err
			}
			q.moved(more)
		}
		if !slices.IsSorted(m.docs) {
			slices.Sort(m.docs)
		}
		w.term(m.term, m.docs)
	}
	return w.err
}

// merger gathers the documents with a term.
type merger struct {
	numbers [][]uint64 // the new number of each file's documents
	term    []byte
	docs    []uint32
	cursor  cursor
}

// take adds the documents of a source under their new numbers.
func (m *merger) take(s *termSource) error {
	to := m.numbers[s.file]
	for m.cursor.start(s.list); ; {
		docs, err := m.cursor.next(&s.list)
		if err != nil || len(docs) == 0 {
			return err
		}
		for _, doc := range docs {
			if uint64(doc) >= uint64(len(to)) {
				return ErrMalformed
			}
			if n := to[doc]; n != dropped {
				m.docs = append(m.docs, uint32(n))
			}
		}
	}
}
