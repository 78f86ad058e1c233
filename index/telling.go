package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// mostPlaces is Options.MostPlaces where nobody sets it. A question's rarest
// words are looked up first; a word that a great part of the briefing holds
// tells hardly anything apart beside them, and is left out once they are many.
const mostPlaces = 10_000

// telling are the terms of a question that its answer is scored by, in their
// order: all of them in a briefing of some tens of thousands of articles. Where
// even these stand in too many places, articles before oldest are left out.
func (v *view) telling(ctx context.Context, terms []topicTerm) (kept []topicTerm, oldest uint32, err error) {
	counts := make([]int, len(terms))
	order := make([]int, len(terms))
	for i, t := range terms {
		order[i] = i
		for _, stem := range t.stems() {
			n, err := v.frequency(ctx, stem)
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
		if total += counts[i]; total > v.most && found > 0 && !terms[i].required {
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

// oldest is the article from which on a share of all articles has v.most
// of so many places. The share is coarse, so that places of removed articles,
// which Bleve forgets when it likes, do not change it.
func (v *view) oldest(places int) uint32 {
	if places <= v.most {
		return 0
	}
	share := math.Ceil(64*float64(v.most)/float64(places)) / 64
	return uint32(float64(len(v.articles)) * (1 - share))
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
