package index

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// defaultMaxPostings is the posting budget of a question if Options.MaxPostings
// is 0. The rarest words are read first; a word that much of the briefing holds
// adds hardly anything to them, and is dropped once the budget is spent.
const defaultMaxPostings = 10_000

// selectTerms returns the query terms to score, in their order, chosen rarest
// first within the posting budget: all of them in a briefing of some tens of
// thousands of articles. If even these exceed it, articles before oldest are
// left out.
func (v *snapshot) selectTerms(ctx context.Context, terms []topicTerm) (kept []topicTerm, oldest uint32, err error) {
	counts := make([]int, len(terms))
	order := make([]int, len(terms))
	for i, t := range terms {
		order[i] = i
		for _, w := range t.wordings() {
			n, err := v.frequencyOf(ctx, w)
			if err != nil {
				return nil, 0, err
			}
			counts[i] += n
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	total, found := 0, 0
	keep := make([]bool, len(terms))
	for _, i := range order {
		if total += counts[i]; total > v.maxPostings && found > 0 && !terms[i].required {
			break
		}
		keep[i] = true
		found += counts[i]
	}
	for i, t := range terms {
		if keep[i] || t.required {
			kept = append(kept, t)
		}
	}
	return kept, v.oldest(found), nil
}

// oldest returns the first article of the newest ones that hold about
// v.maxPostings of so many postings. Their share is rounded, so that postings of
// removed articles, which Bleve drops at any time, do not change it.
func (v *snapshot) oldest(postings int) uint32 {
	if postings <= v.maxPostings {
		return 0
	}
	share := math.Ceil(64*float64(v.maxPostings)/float64(postings)) / 64
	return uint32(float64(len(v.Articles)) * (1 - share))
}
