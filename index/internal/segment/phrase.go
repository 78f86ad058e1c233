package segment

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/briefing-bot/briefing-bot/index/internal/termfile"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// PhrasePostings appends the units that hold stems one after another, and how
// often, to out. Those with the rarest word are read that hold the others too.
func (v *Snapshot) PhrasePostings(ctx context.Context, field string, stems []string, out []Posting) ([]Posting, error) {
	var each [][]string
	for _, stem := range stems {
		each = append(each, []string{stem})
	}
	return v.runPostings(ctx, field, each, v.StemRun(stems), out)
}

// TypedPostings appends the statements that hold folded words one after another, and how often.
func (v *Snapshot) TypedPostings(ctx context.Context, forms []string, out []Posting) ([]Posting, error) {
	run, stems := v.FormRun(forms)
	return v.runPostings(ctx, FieldStatement, stems, run, out)
}

// runPostings appends the units that hold a run, whose words are each of one of some stems.
func (v *Snapshot) runPostings(ctx context.Context, field string, stems [][]string, run words.Run, out []Posting) ([]Posting, error) {
	seen := map[uint32]bool{}
	if field == FieldEvent {
		err := v.eachHolding(ctx, FieldPassage, stems, holdsEvent<<holdsShift, func(p uint32, all bool) {
			v.over([]uint32{p}, func(s spot, whole bool) {
				if !all && whole || seen[s.unit] {
					return
				}
				if times := run.Times(&v.Vocabulary, v.tokens.From(s.at), s.words); times > 0 {
					out = append(out, Posting{s.unit, times})
				}
				if !whole {
					seen[s.unit] = true
				}
			})
		})
		if err != nil {
			return out, err
		}
	}
	spots := make([]spot, 0, blockUnits)
	take := func() {
		for _, s := range v.near(spots) {
			if times := run.Times(&v.Vocabulary, v.tokens.From(s.at), s.words); times > 0 {
				out = append(out, Posting{s.unit, times})
			}
		}
		spots = spots[:0]
	}
	err := v.eachHolding(ctx, field, stems, 0, func(unit uint32, all bool) {
		if !all || seen[unit] {
			return
		}
		if spots = append(spots, v.spotOf(field, unit)); len(spots) == blockUnits {
			take()
		}
	})
	take()
	return out, err
}

// eachHolding visits the units that are documents with the rarest of some words in a field, each
// of one of some stems; all says that they have the others too. Passages that do not hold all of holds are left out.
func (v *Snapshot) eachHolding(ctx context.Context, field string, words [][]string, holds uint32, visit func(unit uint32, all bool)) error {
	words, err := v.rarestFirst(ctx, field, words)
	if err != nil || len(words) == 0 {
		return err
	}
	start := 0
	for _, part := range v.reader.Segments() {
		of := v.units[start : start+int(part.FullSize())]
		start += len(of)
		var others []phraseWord
		for _, stems := range words[1:] {
			w, err := newPhraseWord(part, field, stems)
			if err != nil {
				return err
			}
			others = append(others, w)
		}
		var failed error
		err := eachDocument(ctx, part, field, words[0], func(docs []uint32) {
			for _, doc := range docs {
				unit := of[doc]
				if unit == noUnit || unit&holds != holds {
					continue
				}
				all := true
				for i := 0; i < len(others) && all && failed == nil; i++ {
					all, failed = others[i].has(uint64(doc))
				}
				visit(unit&unitMask, all)
			}
		})
		if err == nil {
			err = failed
		}
		if err != nil {
			return fmt.Errorf("reading a phrase in the index: %w", err)
		}
	}
	return nil
}

// rarestFirst returns words in the order of how many documents have them.
func (v *Snapshot) rarestFirst(ctx context.Context, field string, words [][]string) (out [][]string, err error) {
	order, counts := make([]int, len(words)), make([]int, len(words))
	for i, stems := range words {
		order[i] = i
		for _, stem := range stems {
			n, err := v.Frequency(ctx, field, stem)
			if err != nil {
				return nil, err
			}
			counts[i] += n
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	for _, i := range order {
		out = append(out, words[i])
	}
	return out, ctx.Err()
}

// eachDocument visits the documents of a segment with one of some stems, each once, in ascending order.
func eachDocument(ctx context.Context, part *scorch.SegmentSnapshot, field string, stems []string, visit func(docs []uint32)) error {
	terms, err := termsOf(part)
	if err != nil {
		return err
	}
	if len(stems) == 1 {
		return terms.Documents(ctx, field, stems[0], termfile.Name{}, part.Deleted(), visit)
	}
	var all []uint32
	for _, stem := range stems {
		if err := terms.Documents(ctx, field, stem, termfile.Name{}, part.Deleted(), func(docs []uint32) { all = append(all, docs...) }); err != nil {
			return err
		}
	}
	slices.Sort(all)
	visit(slices.Compact(all))
	return nil
}

// phraseWord reads the documents of a segment with one word of a phrase, which may be of several stems.
type phraseWord []stemReader

// stemReader reads the documents with a stem.
type stemReader struct {
	segmentapi.PostingsIterator
	at    uint64 // number of the present document, noDocument after the last
	begun bool   // at is set
}

// noDocument is greater than every document number.
const noDocument = math.MaxUint64

func newPhraseWord(part *scorch.SegmentSnapshot, field string, stems []string) (out phraseWord, err error) {
	dictionary, err := part.Segment().Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("reading %s in the index: %w", field, err)
	}
	for _, stem := range stems {
		list, err := dictionary.PostingsList([]byte(stem), part.Deleted(), nil)
		if err != nil {
			return nil, fmt.Errorf("reading %s in the index: %w", stem, err)
		}
		out = append(out, stemReader{PostingsIterator: list.Iterator(false, false, false, nil)})
	}
	return out, nil
}

// has reports whether a document has the word. Documents must be asked for in ascending order.
func (w phraseWord) has(doc uint64) (bool, error) {
	for i := range w {
		if held, err := w[i].has(doc); held || err != nil {
			return held, err
		}
	}
	return false, nil
}

func (r *stemReader) has(doc uint64) (bool, error) {
	if !r.begun || r.at < doc {
		found, err := r.Advance(doc)
		if err != nil {
			return false, err
		}
		if r.begun, r.at = true, noDocument; found != nil {
			r.at = found.Number()
		}
	}
	return r.at == doc, nil
}
