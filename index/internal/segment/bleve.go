package segment

import (
	"fmt"
	"os"
	"unsafe"

	"github.com/blevesearch/bleve/v2"
	blevedoc "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/briefing-bot/briefing-bot/index/internal/termfile"
)

// boltTimeout bounds the wait for an index that another process holds; without
// it Bleve waits for ever.
const boltTimeout = "2s"

// openBleve opens the index in dir, or makes an empty one if dir is missing or empty.
func openBleve(dir string) (bleve.Index, error) {
	config := termfile.Register()
	config["bolt_timeout"] = boltTimeout
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return bleve.OpenUsing(dir, config)
	}
	mapping := bleve.NewIndexMapping()
	mapping.DefaultMapping = bleve.NewDocumentDisabledMapping() // documents bring their own fields
	mapping.StoreDynamic, mapping.IndexDynamic, mapping.DocValuesDynamic = false, false, false
	return bleve.NewUsing(dir, mapping, scorch.Name, scorch.Name, config)
}

// termsField is a field of a document whose terms are known, a termfile.Field.
type termsField struct {
	name  string
	terms []string
}

// Terms returns the terms, each once.
func (f termsField) Terms() []string { return f.terms }

// Analyze does nothing: the terms are known.
func (termsField) Analyze() {}

// Name returns the name of the field.
func (f termsField) Name() string { return f.name }

// ArrayPositions returns nil: no field is part of a list.
func (termsField) ArrayPositions() []uint64 { return nil }

// Value returns nil: nothing is stored.
func (termsField) Value() []byte { return nil }

// EncodedFieldType returns Bleve's letter for text.
func (termsField) EncodedFieldType() byte { return 't' }

// AnalyzedLength returns the number of different terms.
func (f termsField) AnalyzedLength() int { return len(f.terms) }

// Size returns what the terms take in memory, in bytes.
func (f termsField) Size() int { return len(f.terms) * int(unsafe.Sizeof("")) }

// Options returns that only which documents hold a term is kept.
func (termsField) Options() bleveindex.FieldIndexingOptions {
	return bleveindex.IndexField | bleveindex.SkipFreqNorm
}

// AnalyzedTokenFrequencies returns nil: Terms has what is kept.
func (termsField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return nil }

// NumPlainTextBytes returns 0: Bleve sees no text.
func (termsField) NumPlainTextBytes() uint64 { return 0 }

// addDocument adds a document to a batch.
func addDocument(batch *bleve.Batch, e document) error {
	doc := blevedoc.NewDocument(e.id)
	if e.field != "" {
		doc.AddField(termsField{e.field, e.terms})
	}
	return batch.IndexAdvanced(doc)
}

// bleveSnapshot returns Bleve's index as it is now; the caller closes it.
func bleveSnapshot(idx bleve.Index) (*scorch.IndexSnapshot, error) {
	advanced, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	found, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		reader.Close()
		return nil, fmt.Errorf("the index is of an unknown kind %T", reader)
	}
	return found, nil
}
