package query

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// DefaultMaxPostings is the posting budget of a question if Options.MaxPostings
// is 0. The rarest words are read first; a word that much of the briefing holds
// adds hardly anything to them, and is dropped once the budget is spent.
const DefaultMaxPostings = 10_000

// WithinBudget returns the query terms to score, in their order, chosen rarest
// first within the posting budget: all of them in a briefing of some tens of
// thousands of articles. If even these exceed it, articles before first are
// left out.
func WithinBudget(ctx context.Context, v *segment.Snapshot, maxPostings int, terms []Term) (kept []Term, first uint32, err error) {
	counts := make([]int, len(terms))
	required := make([]bool, len(terms))
	for i, t := range terms {
		required[i] = t.Required
		for _, w := range t.Wordings() {
			n, err := w.frequency(ctx, v)
			if err != nil {
				return nil, 0, err
			}
			counts[i] += n
		}
	}
	keep, found := rank.SelectTerms(counts, required, maxPostings)
	for i, t := range terms {
		if keep[i] {
			kept = append(kept, t)
		}
	}
	return kept, rank.Oldest(found, maxPostings, v.Articles.Len()), nil
}
