package segment

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	bleveindex "github.com/blevesearch/bleve_index_api"
)

// phraseWord reads the documents with one word of a phrase, which may be of several stems.
type phraseWord struct {
	readers []stemReader
	count   uint64
}

// stemReader reads the documents with a stem.
type stemReader struct {
	bleveindex.TermFieldReader
	doc   bleveindex.TermFieldDoc
	at    uint64 // number of the present document, noDocument after the last
	begun bool   // at is set
}

// PhrasePostings appends the units that hold stems one after another, and how
// often, to out. Those with the rarest word are read that hold the others too.
func (v *Snapshot) PhrasePostings(ctx context.Context, field string, stems []string, out []Posting) ([]Posting, error) {
	r := run{}
	var each [][]string
	for _, stem := range stems {
		r.words, each = append(r.words, v.stemmed(stem)), append(each, []string{stem})
	}
	return v.runPostings(ctx, field, each, &r, out)
}

// TypedPostings appends the statements that hold folded words one after another, and how often.
func (v *Snapshot) TypedPostings(ctx context.Context, forms []string, out []Posting) ([]Posting, error) {
	stems := stemsOf(forms)
	return v.runPostings(ctx, FieldStatement, stems, &run{words: v.typed(forms, stems)}, out)
}

// runPostings appends the units that hold a run, whose words are each of one of some stems.
func (v *Snapshot) runPostings(ctx context.Context, field string, stems [][]string, r *run, out []Posting) ([]Posting, error) {
	again := slices.ContainsFunc(stems, func(s []string) bool { return len(s) > 1 }) // units may be met more than once
	seen := map[uint32]bool{}
	take := func(s spot, once bool) {
		if seen[s.unit] {
			return
		}
		if times := r.times(&v.Columns, s.at, s.words); times > 0 {
			out = append(out, Posting{s.unit, times})
		}
		if again || !once {
			seen[s.unit] = true
		}
	}
	if field == FieldEvent {
		err := v.eachHolding(ctx, FieldPassage, stems, holdsEvent<<holdsShift, func(p uint32, all bool) {
			v.over([]uint32{p}, func(s spot, whole bool) {
				if all || !whole {
					take(s, whole)
				}
			})
		})
		if err != nil {
			return out, err
		}
	}
	return out, v.eachHolding(ctx, field, stems, 0, func(unit uint32, all bool) {
		if all {
			take(v.spotOf(field, unit), true)
		}
	})
}

// eachHolding visits the units that are documents with the rarest of some words in a field, each
// of one of some stems; all says that they have the others too. Passages that do not hold all of holds are left out.
func (v *Snapshot) eachHolding(ctx context.Context, field string, words [][]string, holds uint32, visit func(unit uint32, all bool)) error {
	readers, err := v.phraseWords(ctx, field, words)
	defer func() {
		for i := range readers {
			readers[i].close()
		}
	}()
	if err != nil || len(readers) == 0 || readers[0].count == 0 {
		return err
	}
	if err := v.meet(ctx, &readers[0], readers[1:], holds, visit); err != nil {
		return fmt.Errorf("reading a phrase in the index: %w", err)
	}
	return nil
}

// phraseWords returns readers of the words of a phrase, rarest first; the
// caller closes them, on an error too.
func (v *Snapshot) phraseWords(ctx context.Context, field string, words [][]string) (out []phraseWord, err error) {
	for _, stems := range words {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		w := phraseWord{readers: make([]stemReader, len(stems))}
		for i, stem := range stems {
			r := &w.readers[i]
			if r.TermFieldReader, err = v.reader.TermFieldReader(ctx, []byte(stem), field, false, false, false); err != nil {
				w.readers = w.readers[:i]
				return append(out, w), fmt.Errorf("reading %s in the index: %w", stem, err)
			}
			w.count += r.Count()
		}
		out = append(out, w)
	}
	slices.SortStableFunc(out, func(a, b phraseWord) int { return cmp.Compare(a.count, b.count) })
	return out, nil
}

// meet visits the units with a word in the order of their documents.
func (v *Snapshot) meet(ctx context.Context, rarest *phraseWord, others []phraseWord, holds uint32, visit func(unit uint32, all bool)) error {
	doc, err := rarest.next(0)
	for n := 1; err == nil && doc != noDocument; n++ {
		if n%checkPhrases == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if unit := v.units[doc]; unit != noUnit && unit&holds == holds {
			all := true
			for i := 0; i < len(others) && all && err == nil; i++ {
				var at uint64
				at, err = others[i].next(doc)
				all = at == doc
			}
			visit(unit&unitMask, all)
		}
		if err == nil {
			doc, err = rarest.next(doc + 1)
		}
	}
	return err
}

// next returns the first document with the word that is not before one, noDocument if there
// is none. Documents must be sought in ascending order.
func (w *phraseWord) next(doc uint64) (first uint64, err error) {
	first = noDocument
	for i := range w.readers {
		r := &w.readers[i]
		if err := r.seek(doc); err != nil {
			return noDocument, err
		}
		first = min(first, r.at)
	}
	return first, nil
}

func (w *phraseWord) close() {
	for i := range w.readers {
		w.readers[i].Close()
	}
}

// seek goes to a document, or to the first with the stem after it.
func (r *stemReader) seek(doc uint64) error {
	if r.begun && r.at >= doc {
		return nil
	}
	var d *bleveindex.TermFieldDoc
	var err error
	if !r.begun && doc == 0 || r.begun && r.at+1 == doc {
		d, err = r.Next(&r.doc)
	} else {
		d, err = r.Advance(bleveindex.NewIndexInternalID(nil, doc), &r.doc)
	}
	if err != nil {
		return err
	}
	r.begun, r.at = true, noDocument
	if d != nil {
		r.at = d.ID.Value()
	}
	return nil
}

// checkPhrases is checkEvery for documents whose words are read, which
// takes much longer for each.
const checkPhrases = 1 << 10
