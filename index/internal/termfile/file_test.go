package termfile

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

func TestIDs(t *testing.T) {
	for _, slot := range []uint32{0, 1, 255, 1 << 20, 1<<32 - 1} {
		for _, kind := range []byte("apsev") {
			for _, number := range []uint32{0, 1, 255, 256, 1 << 16, 1<<32 - 1} {
				if kind == KindArticle {
					number = 0
				}
				want := Name{kind, slot, number}
				if got, err := ParseID(want.ID()); err != nil || got != want {
					t.Errorf("%+v is read as %+v, %v", want, got, err)
				}
			}
		}
	}
	for _, id := range []string{"", "abc", "0123456789"} {
		if _, err := ParseID(id); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q is read as a name: %v", id, err)
		}
	}
}

// model is documents with their terms by field, as they should be read.
type model map[Name]map[string][]string

// termField is a field of a document.
type termField struct {
	document.Field
	name  string
	terms []string
}

func (f termField) Name() string    { return f.name }
func (f termField) Terms() []string { return f.terms }

// made returns a segment of documents.
func (m model) made(t *testing.T) segmentapi.Segment {
	t.Helper()
	var all []index.Document
	for name, fields := range m {
		d := document.NewDocument(name.ID())
		for field, terms := range fields {
			d.AddField(termField{name: field, terms: terms})
		}
		d.AddIDField()
		all = append(all, d)
	}
	s, size, err := Plugin{}.New(all)
	if err != nil || size == 0 {
		t.Fatal(size, err)
	}
	return s
}

// sorted returns the names in the order of documents.
func (m model) sorted() []Name { return slices.SortedFunc(maps.Keys(m), Name.compare) }

// check compares a segment with the model.
func (m model) check(t *testing.T, s segmentapi.Segment) {
	t.Helper()
	want := map[string]map[string][]uint32{} // documents by field and term
	names := m.sorted()
	for doc, name := range names {
		if id, err := s.DocID(uint64(doc)); err != nil || string(id) != name.ID() {
			t.Fatalf("document %d is %q, %v; want %+v", doc, id, err, name)
		}
		found, err := s.DocNumbers([]string{name.ID(), Name{'z', name.Slot, name.Number}.ID()})
		if err != nil || !slices.Equal(found.ToArray(), []uint32{uint32(doc)}) {
			t.Fatalf("%+v is found at %v, %v; want %d", name, found, err, doc)
		}
		for field, terms := range m[name] {
			if want[field] == nil {
				want[field] = map[string][]uint32{}
			}
			for _, term := range terms {
				want[field][term] = append(want[field][term], uint32(doc))
			}
		}
	}
	if s.Count() != uint64(len(names)) {
		t.Fatalf("%d documents, want %d", s.Count(), len(names))
	}
	at := 0
	err := s.(Segment).Runs(func(r Run) {
		for i := range r.Many {
			if got := (Name{r.Kind, r.Slot, r.Number + i}); int(r.First+i) != at || got != names[at] {
				t.Fatalf("run %+v: %+v is at %d", r, got, at)
			}
			at++
		}
	})
	if err != nil || at != len(names) {
		t.Fatalf("runs of %d documents, %v; want %d", at, err, len(names))
	}
	for field, terms := range want {
		m.checkTerms(t, s, names, field, terms)
	}
}

// documents returns the documents with a term from a name on.
func documents(t *testing.T, s segmentapi.Segment, field, term string, from Name) (out []uint32, err error) {
	err = s.(Segment).Documents(t.Context(), field, term, from, nil, func(docs []uint32) { out = append(out, docs...) })
	return out, err
}

func (m model) checkTerms(t *testing.T, s segmentapi.Segment, names []Name, field string, terms map[string][]uint32) {
	t.Helper()
	d, err := s.Dictionary(field)
	if err != nil || d.Cardinality() != len(terms) {
		t.Fatalf("field %s: %d terms, %v; want %d", field, d.Cardinality(), err, len(terms))
	}
	for term, docs := range terms {
		got, err := documents(t, s, field, term, Name{})
		if err != nil || !slices.Equal(got, docs) {
			t.Fatalf("%s %q: %v, %v; want %v", field, term, got, err, docs)
		}
		for _, at := range []uint32{0, docs[0], docs[len(docs)/2], docs[len(docs)-1], uint32(len(names) - 1)} {
			for _, from := range []Name{names[at], {names[at].Kind, names[at].Slot, names[at].Number + 1}, {names[at].Kind, names[at].Slot + 1, 0}} {
				later := docs[sort.Search(len(docs), func(i int) bool { return names[docs[i]].compare(from) >= 0 }):]
				if got, err = documents(t, s, field, term, from); err != nil || !slices.Equal(got, later) {
					t.Fatalf("%s %q from %+v: %v, %v; want %v", field, term, from, got, err, later)
				}
			}
		}
		l, err := d.PostingsList([]byte(term), roaring.BitmapOf(docs[0]), nil)
		if err != nil || l.Count() != uint64(len(docs)-1) {
			t.Fatalf("%s %q: %d of %d, %v", field, term, l.Count(), len(docs), err)
		}
		for _, other := range []string{term + "a", term[:len(term)/2], "", "\xff" + term} {
			if ok, err := d.Contains([]byte(other)); err != nil || ok != (terms[other] != nil) {
				t.Fatalf("%s: %q is there: %v, %v", field, other, ok, err)
			}
		}
	}
}

// randomModel returns documents of some articles from a slot on.
func randomModel(random *rand.Rand, slot uint32, articles int) model {
	m := model{}
	for range articles {
		slot += 1 + random.Uint32N(3)
		m[Name{KindArticle, slot, 0}] = map[string][]string{"title": randomTerms(random)}
		for kind, many := range map[byte]uint32{KindPassage: random.Uint32N(400) * random.Uint32N(2), 's': random.Uint32N(4)} {
			for n := range many {
				if random.IntN(20) > 0 {
					m[Name{kind, slot, n}] = map[string][]string{string(kind): randomTerms(random)}
				}
			}
		}
	}
	return m
}

// randomTerms returns different terms, some of which many documents have.
func randomTerms(random *rand.Rand) []string {
	out := map[string]bool{}
	for range random.IntN(6) {
		out[fmt.Sprintf("%x", random.IntN(1<<random.IntN(14)))] = true
	}
	return slices.Collect(maps.Keys(out))
}

// FuzzMerge makes segments, removes documents of them, and merges them, in memory and from files.
func FuzzMerge(f *testing.F) {
	for seed := range uint64(6) {
		f.Add(seed, byte(seed), byte(seed*40))
	}
	f.Fuzz(func(t *testing.T, seed uint64, many, removed byte) {
		random := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		var segments []segmentapi.Segment
		var drops []*roaring.Bitmap
		whole := model{}
		for i := range int(many%4) + 1 {
			m := randomModel(random, uint32(i)*1000, random.IntN(8))
			s := m.made(t)
			m.check(t, s)
			if random.IntN(2) == 0 {
				s = persisted(t, s, filepath.Join(dir, fmt.Sprint(i)))
				m.check(t, s)
			}
			drop := roaring.New()
			for doc, name := range m.sorted() {
				if random.IntN(256) < int(removed) {
					drop.Add(uint32(doc))
				} else {
					whole[name] = m[name]
				}
			}
			segments, drops = append(segments, s), append(drops, drop)
		}
		path := filepath.Join(dir, "merged")
		numbers, size, err := Plugin{}.Merge(segments, drops, path, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		merged, err := Plugin{}.Open(path)
		if err != nil || uint64(merged.Size()) != size {
			t.Fatal(merged, size, err)
		}
		whole.check(t, merged)
		for i, s := range segments {
			for doc, n := range numbers[i] {
				checkMoved(t, s, merged, uint64(doc), n, drops[i].Contains(uint32(doc)))
			}
		}
		for _, s := range append(segments, merged) {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// checkMoved compares the names of a document before and after a merge.
func checkMoved(t *testing.T, before, after segmentapi.Segment, doc, n uint64, drop bool) {
	t.Helper()
	if drop != (n == dropped) {
		t.Fatalf("document %d becomes %d; is dropped: %v", doc, n, drop)
	}
	if drop {
		return
	}
	old, err := before.DocID(doc)
	now, err2 := after.DocID(n)
	if err := errors.Join(err, err2); err != nil || !bytes.Equal(old, now) {
		t.Fatalf("%q becomes %q, %v", old, now, err)
	}
}

// persisted returns a segment as its file has it.
func persisted(t *testing.T, s segmentapi.Segment, path string) segmentapi.Segment {
	t.Helper()
	if err := s.(segmentapi.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	opened, err := Plugin{}.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func TestMergeIsClosed(t *testing.T) {
	m := randomModel(rand.New(rand.NewPCG(3, 3)), 0, 5)
	closed := make(chan struct{})
	close(closed)
	path := filepath.Join(t.TempDir(), "merged")
	if _, _, err := (Plugin{}).Merge([]segmentapi.Segment{m.made(t)}, []*roaring.Bitmap{nil}, path, closed, nil); !errors.Is(err, segmentapi.ErrClosed) {
		t.Errorf("%v, want ErrClosed", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is left: %v", err)
	}
}

// TestMergeOfTheSameDocuments fails: a name leads to one document.
func TestMergeOfTheSameDocuments(t *testing.T) {
	m := randomModel(rand.New(rand.NewPCG(3, 3)), 0, 5)
	if _, _, err := (Plugin{}).Merge([]segmentapi.Segment{m.made(t), m.made(t)}, []*roaring.Bitmap{nil, nil}, filepath.Join(t.TempDir(), "merged"), nil, nil); err == nil {
		t.Error("two documents have one name")
	}
}

// FuzzMalformedFile reads everything of bytes that nobody wrote, without a panic.
func FuzzMalformedFile(f *testing.F) {
	var whole []byte
	for _, s := range []uint64{1, 2} {
		var t testing.T
		m := randomModel(rand.New(rand.NewPCG(s, s)), 0, 2)
		whole = m.made(&t).(memory).data
		f.Add(whole, uint32(0), byte(0))
		f.Add(whole, uint32(len(whole)-footerSize), byte(1))
		f.Add(whole, uint32(len(whole)-footerSize-3), byte(7))
	}
	f.Add([]byte(magic), uint32(0), byte(0))
	f.Fuzz(func(t *testing.T, data []byte, at uint32, change byte) {
		data = bytes.Clone(data)
		if len(data) > 0 {
			data[int(at)%len(data)] ^= change
		}
		readAll(t, data)
	})
}

// TestDamagedFile changes and cuts a file anywhere.
func TestDamagedFile(t *testing.T) {
	whole := randomModel(rand.New(rand.NewPCG(5, 5)), 0, 2).made(t).(memory).data
	for at := range whole {
		data := bytes.Clone(whole)
		data[at] ^= byte(1 + at%255)
		readAll(t, data)
		if at%16 == 0 {
			readAll(t, whole[:at])
		}
	}
}

// readAll reads everything of a file, whatever is wrong.
func readAll(t *testing.T, data []byte) {
	t.Helper()
	m, err := newMemory(data)
	if err != nil {
		return
	}
	_ = m.Runs(func(Run) {})
	for doc := range min(m.Count(), 50) {
		id, _ := m.DocID(doc)
		_, _ = m.DocNumbers([]string{string(id)})
	}
	for _, field := range m.fields {
		d := m.terms[field]
		for block := range min(d.blocks(), 50) {
			for r := d.from(block); r.next(); {
				_ = m.Documents(t.Context(), field, string(r.term), Name{}, nil, func([]uint32) {})
				_ = m.Documents(t.Context(), field, string(r.term), Name{KindPassage, 1, 0}, nil, func([]uint32) {})
			}
		}
	}
	if m.Count() < 1<<16 {
		_, _, _ = Plugin{}.Merge([]segmentapi.Segment{m}, []*roaring.Bitmap{nil}, filepath.Join(t.TempDir(), "merged"), nil, nil)
	}
}
