package segment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// phraseWord reads the positions of one word of a phrase.
type phraseWord struct {
	offset uint64 // from the phrase's beginning
	reader bleveindex.TermFieldReader
	doc    bleveindex.TermFieldDoc
	at     uint64 // number of the present document, noDocument after the last
	begun  bool   // at is set
}

// phraseStart is a document of Bleve and a position where the words so far
// begin.
type phraseStart struct{ doc, position uint64 }

// PhrasePostings appends the units that hold words one after another, and how
// often, to out. The field must have positions. The rarest word is read first,
// of the others only the documents that remain.
func (v *Snapshot) PhrasePostings(ctx context.Context, field string, words []string, out []Posting) ([]Posting, error) {
	readers, err := v.phraseWords(ctx, field, words)
	defer func() {
		for i := range readers {
			readers[i].reader.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	starts, err := readers[0].starts(ctx)
	for i := 1; i < len(readers) && err == nil && len(starts) > 0; i++ {
		starts, err = readers[i].narrow(ctx, starts)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a phrase in the index: %w", err)
	}
	for i, s := range starts {
		unit := v.units[s.doc]
		switch {
		case unit == noUnit:
		case i > 0 && starts[i-1].doc == s.doc:
			out[len(out)-1].Times++
		default:
			out = append(out, Posting{unit, 1})
		}
	}
	return out, nil
}

// phraseWords returns readers of the words of a phrase, rarest first; the
// caller closes them, on an error too.
func (v *Snapshot) phraseWords(ctx context.Context, field string, words []string) ([]phraseWord, error) {
	var out []phraseWord
	for i, w := range words {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		reader, err := v.reader.TermFieldReader(ctx, []byte(w), field, true, false, true)
		if err != nil {
			return out, fmt.Errorf("reading %s in the index: %w", w, err)
		}
		out = append(out, phraseWord{offset: uint64(i), reader: reader})
	}
	slices.SortStableFunc(out, func(a, b phraseWord) int { return cmp.Compare(a.reader.Count(), b.reader.Count()) })
	return out, nil
}

// starts returns where the phrase may begin, judged by this word alone.
func (w *phraseWord) starts(ctx context.Context) ([]phraseStart, error) {
	var out []phraseStart
	for n := 1; ; n++ {
		d, err := w.reader.Next(&w.doc)
		if d == nil || err != nil {
			return out, err
		}
		if n%checkPhrases == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, vector := range d.Vectors {
			if vector.Pos >= w.offset {
				out = append(out, phraseStart{d.ID.Value(), vector.Pos - w.offset})
			}
		}
	}
}

// narrow keeps the starts that agree with this word.
func (w *phraseWord) narrow(ctx context.Context, starts []phraseStart) ([]phraseStart, error) {
	kept := starts[:0]
	for i, s := range starts {
		if i%checkPhrases == checkPhrases-1 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := w.seek(s.doc); err != nil {
			return nil, err
		}
		if w.at == s.doc && w.standsAt(s.position+w.offset) {
			kept = append(kept, s)
		}
	}
	return kept, nil
}

// seek goes to a document, or to the first with the word after it. Documents
// must be sought in ascending order.
func (w *phraseWord) seek(doc uint64) error {
	if w.begun && w.at >= doc {
		return nil
	}
	d, err := w.reader.Advance(bleveindex.NewIndexInternalID(nil, doc), &w.doc)
	if err != nil {
		return err
	}
	w.begun, w.at = true, noDocument
	if d != nil {
		w.at = d.ID.Value()
	}
	return nil
}

// checkPhrases is checkEvery for documents whose positions are read, which
// takes much longer for each.
const checkPhrases = 1 << 10

func (w *phraseWord) standsAt(position uint64) bool {
	return slices.ContainsFunc(w.doc.Vectors, func(v *bleveindex.TermFieldVector) bool { return v.Pos == position })
}
