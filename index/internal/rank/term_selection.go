package rank

import (
	"cmp"
	"math"
	"slices"
)

// SelectTerms chooses query terms rarest first until their postings exceed a budget;
// required ones are always chosen, and at least one that has postings. It reports
// which were chosen, and how many postings the ones within the order have.
func SelectTerms(counts []int, required []bool, budget int) (keep []bool, found int) {
	order := make([]int, len(counts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[a], counts[b]) })
	total := 0
	keep = slices.Clone(required)
	for _, i := range order {
		if total += counts[i]; total > budget && found > 0 && !required[i] {
			break
		}
		keep[i] = true
		found += counts[i]
	}
	return keep, found
}

// Oldest returns the first article of the newest ones that hold about budget of so
// many postings. Their share is rounded, so that postings of removed articles, which
// Bleve drops at any time, do not change it.
func Oldest(postings, budget, articles int) uint32 {
	if postings <= budget {
		return 0
	}
	share := math.Ceil(64*float64(budget)/float64(postings)) / 64
	return uint32(float64(articles) * (1 - share))
}
