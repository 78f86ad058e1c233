package query

import (
	"cmp"
	"context"
	"slices"

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
// left out; where a posting costs as much as several, they are so if these exceed
// that part of the budget.
func WithinBudget(ctx context.Context, v *segment.Snapshot, maxPostings, cost int, terms []Term) (kept []Term, first uint32, err error) {
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
	return kept, rank.Oldest(found, max(1, maxPostings/cost), v.Articles.Len()), nil
}

// RarestFirst returns the places of phrases in the order of how many passages hold a word of
// theirs: what must hold all is found soonest among those that hold the rarest.
func RarestFirst(ctx context.Context, v *segment.Snapshot, phrases []Phrase) ([]int, error) {
	order, counts := make([]int, len(phrases)), make([]int, len(phrases))
	for i, p := range phrases {
		order[i] = i
		wordings := []Wording{{Stems: p.Stems}}
		if len(p.Stems) == 1 {
			wordings = p.Term().Wordings()
		}
		for _, w := range wordings {
			n, err := w.frequency(ctx, v)
			if err != nil {
				return nil, err
			}
			counts[i] += n
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	return order, nil
}
