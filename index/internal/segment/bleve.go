package segment

import (
	"encoding/binary"
	"fmt"
	"os"

	"github.com/blevesearch/bleve/v2"
	blevedoc "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// boltTimeout bounds the wait for an index that another process holds; without
// it Bleve waits for ever.
const boltTimeout = "2s"

// openBleve opens the index in dir, or makes an empty one if dir is missing or empty.
func openBleve(dir string) (bleve.Index, error) {
	config := map[string]any{"bolt_timeout": boltTimeout}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return bleve.OpenUsing(dir, config)
	}
	mapping := bleve.NewIndexMapping()
	mapping.DefaultMapping = bleve.NewDocumentDisabledMapping() // documents bring their own fields
	mapping.StoreDynamic, mapping.IndexDynamic, mapping.DocValuesDynamic = false, false, false
	return bleve.NewUsing(dir, mapping, scorch.Name, scorch.Name, config)
}

// termsField is a field of a document whose terms are known.
type termsField struct {
	name  string
	terms bleveindex.TokenFrequencies
}

// Analyze does nothing: the terms are known.
func (termsField) Analyze() {}

func (f termsField) Name() string           { return f.name }
func (termsField) ArrayPositions() []uint64 { return nil }
func (termsField) Value() []byte            { return nil }
func (termsField) EncodedFieldType() byte   { return 't' }
func (f termsField) AnalyzedLength() int    { return len(f.terms) }
func (f termsField) Size() int              { return f.terms.Size() }

// Options returns that only which documents hold a term is kept.
func (termsField) Options() bleveindex.FieldIndexingOptions {
	return bleveindex.IndexField | bleveindex.SkipFreqNorm
}

func (f termsField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }
func (f termsField) NumPlainTextBytes() uint64                             { return 0 }

// addDocument adds a document to a batch.
func addDocument(batch *bleve.Batch, e document) error {
	doc := blevedoc.NewDocument(e.id)
	if e.field != "" {
		doc.AddField(termsField{e.field, e.terms})
	}
	if e.stored != nil {
		doc.AddField(blevedoc.NewTextFieldCustom(fieldStored, nil, e.stored, bleveindex.StoreField, nil))
	}
	return batch.IndexAdvanced(doc)
}

// documentID returns the name of a document: the slot of its article, its kind
// (a, p, s or e) and its number among the article's passages, statements or events. That of
// new words is of kind v, with the number of the first and how many there are. Names
// of articles have the slot alone, those of passages slot and number, since almost all are of these.
func documentID(slot uint32, kind byte, n int) string {
	id := binary.BigEndian.AppendUint32(make([]byte, 0, longID), slot)
	number := binary.BigEndian.AppendUint32(nil, uint32(n))
	switch kind {
	case 'a':
		return string(id)
	case 'p':
		for len(number) > 1 && number[0] == 0 {
			number = number[1:]
		}
	default:
		id = append(id, kind)
	}
	return string(append(id, number...))
}

// The lengths of names: of an article's, the shortest, and of one with kind and number.
const (
	shortID = 4
	longID  = 9
)

// parseDocumentID reads what documentID wrote.
func parseDocumentID(id []byte) (slot uint32, kind byte, n uint32, err error) {
	switch {
	case len(id) < shortID || len(id) > longID:
		return 0, 0, 0, fmt.Errorf("document %q: %w", id, errRow)
	case len(id) == shortID:
		return binary.BigEndian.Uint32(id), 'a', 0, nil
	case len(id) == longID:
		return binary.BigEndian.Uint32(id), id[shortID], binary.BigEndian.Uint32(id[shortID+1:]), nil
	}
	for _, b := range id[shortID:] {
		n = n<<8 | uint32(b)
	}
	return binary.BigEndian.Uint32(id), 'p', n, nil
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
