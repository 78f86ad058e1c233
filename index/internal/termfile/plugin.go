package termfile

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// Plugin is where Bleve finds this form of segments, by Type and Version.
type Plugin struct{}

// Type names this form of segments, Version its layout.
const (
	Type    = "briefing-terms"
	Version = 1
)

var register sync.Once

// Register tells Bleve of the plugin. Indexes are opened with the returned settings.
func Register() map[string]any {
	register.Do(func() { scorch.RegisterSegmentPlugin(Plugin{}, false) })
	return map[string]any{"forceSegmentType": Type, "forceSegmentVersion": Version}
}

// Type returns Type.
func (Plugin) Type() string { return Type }

// Version returns Version.
func (Plugin) Version() uint32 { return Version }

// Field is a field of a document that New takes the terms of, each once.
type Field interface {
	Name() string
	Terms() []string
}

// NewUsing is New.
func (p Plugin) NewUsing(documents []index.Document, _ map[string]any) (segmentapi.Segment, uint64, error) {
	return p.New(documents)
}

// New returns a segment in memory of documents, and its size. Fields that are no Field are left out.
func (Plugin) New(documents []index.Document) (segmentapi.Segment, uint64, error) {
	all := make([]named, len(documents))
	for i, d := range documents {
		n, err := ParseID(d.ID())
		if err != nil {
			return nil, 0, err
		}
		all[i] = named{n, d}
	}
	slices.SortFunc(all, func(a, b named) int { return a.compare(b.Name) })
	var out bytes.Buffer
	w := newWriter(&out)
	fields := map[string]*gathered{}
	for i, d := range all {
		if err := w.names.add(d.Name, 1); err != nil {
			return nil, 0, err
		}
		d.VisitFields(func(f index.Field) {
			if f, ok := f.(Field); ok {
				gatheredOf(fields, f.Name()).add(f.Terms(), uint32(i))
			}
		})
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		w.field(name)
		fields[name].write(w)
	}
	if err := w.close(); err != nil {
		return nil, 0, err
	}
	m, err := newMemory(out.Bytes())
	return m, uint64(out.Len()), err
}

// named is a document with its name.
type named struct {
	Name
	index.Document
}

// gathered is the documents with each term of a field.
type gathered struct {
	places map[string]int // of terms in lists
	lists  []termList
}

type termList struct {
	term string
	docs []uint32
}

func gatheredOf(fields map[string]*gathered, name string) *gathered {
	g := fields[name]
	if g == nil {
		g = &gathered{places: map[string]int{}}
		fields[name] = g
	}
	return g
}

// add adds a document with some terms. Documents ascend.
func (g *gathered) add(terms []string, doc uint32) {
	for _, term := range terms {
		at, ok := g.places[term]
		if !ok {
			at = len(g.lists)
			g.places[term] = at
			g.lists = append(g.lists, termList{term: term})
		}
		if l := &g.lists[at]; len(l.docs) == 0 || l.docs[len(l.docs)-1] != doc {
			l.docs = append(l.docs, doc)
		}
	}
}

func (g *gathered) write(w *writer) {
	slices.SortFunc(g.lists, func(a, b termList) int { return cmp.Compare(a.term, b.term) })
	for _, l := range g.lists {
		w.term([]byte(l.term), l.docs)
	}
}

// OpenUsing is Open.
func (p Plugin) OpenUsing(path string, _ map[string]any) (segmentapi.Segment, error) {
	return p.Open(path)
}

// Open maps the file of a segment.
func (Plugin) Open(path string) (segmentapi.Segment, error) {
	m, err := open(path)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// MergeUsing is Merge.
func (p Plugin) MergeUsing(segments []segmentapi.Segment, drops []*roaring.Bitmap, path string, closed chan struct{},
	stats segmentapi.StatsReporter, _ map[string]any) ([][]uint64, uint64, error) {
	return p.Merge(segments, drops, path, closed, stats)
}

// Merge writes segments to one file without the documents of drops, and returns the new number of each segment's documents, dropped for
// those, and the size of the file. Once closed is closed, it fails with ErrClosed.
func (Plugin) Merge(segments []segmentapi.Segment, drops []*roaring.Bitmap, path string, closed chan struct{}, stats segmentapi.StatsReporter) ([][]uint64, uint64, error) {
	files := make([]*file, len(segments))
	for i, s := range segments {
		switch s := s.(type) {
		case memory:
			files[i] = s.file
		case mapped:
			files[i] = s.file
		default:
			return nil, 0, fmt.Errorf("merging a segment of another form, %T", s)
		}
	}
	numbers, size, err := merge(files, drops, path, closed)
	if err == nil && stats != nil {
		stats.ReportBytesWritten(size)
	}
	return numbers, size, err
}
