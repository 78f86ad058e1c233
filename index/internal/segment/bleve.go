package segment

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
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

// termsAnalyzer splits the terms of a document's field; the words were cut and
// stemmed before.
type termsAnalyzer struct{}

// Analyze returns one token a term.
func (termsAnalyzer) Analyze(input []byte) analysis.TokenStream {
	var out analysis.TokenStream
	position := 0
	for term := range strings.SplitSeq(string(input), " ") {
		token := &analysis.Token{Type: analysis.AlphaNumeric} // no offsets: nothing reads them, and they take space
		if rest, joined := strings.CutPrefix(term, "+"); joined {
			term = rest
		} else {
			position++
		}
		token.Term, token.Position = []byte(term), max(position, 1)
		if term != "" {
			out = append(out, token)
		}
	}
	return out
}

// addDocument adds a document to a batch, without stored text or doc values. Of
// statements only the exact words have positions.
func addDocument(batch *bleve.Batch, e document) error {
	doc := blevedoc.NewDocument(e.id)
	for name, terms := range e.fields {
		options := bleveindex.IndexField
		if name != FieldStatement {
			options |= bleveindex.IncludeTermVectors
		}
		doc.AddField(blevedoc.NewTextFieldCustom(name, nil, []byte(terms), options, termsAnalyzer{}))
	}
	if e.row != nil {
		doc.AddField(blevedoc.NewTextFieldCustom(fieldRow, nil, e.row, bleveindex.StoreField, nil))
	}
	return batch.IndexAdvanced(doc)
}

// documentID returns the name of a document: the slot of its article, its kind
// (a, p, s or e) and its number among the article's documents of that kind.
func documentID(slot uint32, kind byte, n int) string {
	id := binary.BigEndian.AppendUint32(nil, slot)
	id = append(id, kind)
	return string(binary.BigEndian.AppendUint32(id, uint32(n)))
}

// parseDocumentID reads what documentID wrote.
func parseDocumentID(id []byte) (slot uint32, kind byte, n uint32, err error) {
	if len(id) != 9 {
		return 0, 0, 0, fmt.Errorf("document %q: %w", id, errRow)
	}
	return binary.BigEndian.Uint32(id), id[4], binary.BigEndian.Uint32(id[5:]), nil
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
