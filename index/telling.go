package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// mostPostings bounds the places that one question may cost. Its rarest words
// are looked up first; a word that a great part of the briefing holds tells
// hardly anything apart beside them, and is left out once they are many.
const mostPostings = 60_000

// telling are the terms of a question that its answer is scored by, in their
// order: all of them in a briefing of some tens of thousands of articles.
func (v *view) telling(ctx context.Context, terms []topicTerm) ([]topicTerm, error) {
	counts := make([]int, len(terms))
	order := make([]int, len(terms))
	for i, t := range terms {
		order[i] = i
		for _, stem := range t.stems() {
			n, err := v.frequency(ctx, stem)
			if err != nil {
				return nil, err
			}
			counts[i] += n
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	total, found := 0, 0
	keep := make([]bool, len(terms))
	for _, i := range order {
		if total += counts[i]; total > mostPostings && found > 0 && !terms[i].required {
			break
		}
		keep[i] = true
		found += counts[i]
	}
	var out []topicTerm
	for i, t := range terms {
		if keep[i] || t.required {
			out = append(out, t)
		}
	}
	return out, nil
}

// frequency is how many passages hold a stem, removed ones included.
func (v *view) frequency(ctx context.Context, stem string) (int, error) {
	reader, err := v.snapshot.TermFieldReader(ctx, []byte(stem), fieldPassage, false, false, false)
	if err != nil {
		return 0, fmt.Errorf("reading %s in the index: %w", stem, err)
	}
	defer reader.Close()
	return int(reader.Count()), nil
}
