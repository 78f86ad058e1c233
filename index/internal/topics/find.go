package topics

import (
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// Find returns the page of topics, best first, that stand out in statements, which
// must be in ascending order; everything says that these are all. window is cleared.
func (v *Table) Find(window *Counts, all Grams, units []uint32, everything bool, offset, limit int) []Topic {
	v.background(all)
	wanted := spareTopics * (max(offset, 0) + max(limit, rank.DefaultLimit))
	defer window.clear()
	var best []rankedGram
	ok := false
	selected := v.choose(units)
	for _, end := range v.steps(len(units)) {
		if best, ok = v.commonTopics(window, &selected, everything, wanted, end); ok {
			break
		}
	}
	if !ok {
		best = v.rareTopics(window, best, units, everything, wanted)
	}
	return v.printGrams(window, &selected, rank.Page(apart(window, best), offset, limit))
}

// commonTopics returns the best topics among the common grams below end, if no other gram
// can be one of them or change their order.
func (v *Table) commonTopics(window *Counts, selected *selection, everything bool, wanted int, end uint32) (best []rankedGram, ok bool) {
	size := len(selected.units)
	window.countCommon(v, selected, end)
	best = rank.First(v.rankGrams(window, size, everything), 0, wanted, v.rankOrder(v.grams))
	if len(best) < wanted {
		return nil, false
	}
	return best, !v.mayChange(window, best, v.rarer(end), size, everything)
}

// rareTopics returns the best topics among all grams where those among the common ones, which are
// counted, are known or none. First it leaves out grams that are too rare to be among these.
func (v *Table) rareTopics(window *Counts, common []rankedGram, units []uint32, everything bool, wanted int) []rankedGram {
	size, least := len(units), uint32(topicStatements)
	for len(common) == wanted && float64(least) <= v.rarer(v.grams.common) && !v.mayChange(window, common, float64(least), size, everything) {
		least++
	}
	for {
		window.count(v, v.grams, units, int(least))
		best := rank.First(v.rankGrams(window, size, everything), 0, wanted, v.rankOrder(v.grams))
		if least == topicStatements || len(best) == wanted && !v.mayChange(window, best, float64(least-1), size, everything) {
			return best
		}
		window.counts.Clear()
		least = topicStatements
	}
}

// mayChange reports whether grams that at most k statements hold in all can change which topics are
// best: by a score as high as the last one's, or because a pair takes the place of a word.
func (v *Table) mayChange(window *Counts, best []rankedGram, k float64, size int, everything bool) bool {
	if best[len(best)-1].score <= pairWeight*highestScore(k, size, v.whole(size), v.shareOf(size, everything)) {
		return true
	}
	return slices.ContainsFunc(best, func(r rankedGram) bool {
		return window.keys.At(r.number)[1] == 0 && float64(r.statements) <= k/nameShare
	})
}

// highestScore returns the score that no word with k statements in all exceeds in size of
// all statements.
func highestScore(k float64, size, whole int, share float64) float64 {
	score := share * k * math.Log1p(float64(whole)/max(k, 1))
	if size > 0 && whole > size {
		score += 2 * k * math.Log(float64(whole)/float64(size))
	}
	return score
}

// spareTopics is how many times the topics of a page are ranked: some are parts of
// others.
const spareTopics = 4

// muchWider is how many times the statements of a pair a word of it must have to be a
// topic beside it: oil beside oil prices.
const muchWider = 3

// apart leaves out topics that are a word of one that ranks before, or that have such a
// word in them, unless the word is a much wider topic.
func apart(window *Counts, ranked []rankedGram) []rankedGram {
	var out []rankedGram
	for _, r := range ranked {
		if !slices.ContainsFunc(out, func(before rankedGram) bool {
			g, other := *window.keys.At(r.number), *window.keys.At(before.number)
			return other.holds(g) && r.statements < muchWider*before.statements || g.holds(other) && before.statements < muchWider*r.statements
		}) {
			out = append(out, r)
		}
	}
	return out
}
