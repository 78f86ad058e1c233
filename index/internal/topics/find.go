package topics

import (
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// Find returns the page of topics, best first, that stand out in statements, which
// must be in ascending order; everything says that these are all. window is cleared.
func (v *Table) Find(window *Counts, all Grams, units []uint32, everything bool, offset, limit int) []Topic {
	all = v.background(all)
	wanted := spareTopics * (max(offset, 0) + max(limit, rank.DefaultLimit))
	defer window.clear()
	var best []rankedGram
	ok := false
	for _, end := range v.steps(len(units)) {
		if best, ok = v.commonTopics(window, all, units, everything, wanted, end); ok {
			break
		}
	}
	if !ok {
		window.count(v, all, units)
		best = rank.First(v.rankGrams(window, len(units), everything), 0, wanted, v.rankOrder(all))
	}
	return v.printGrams(window, units, rank.Page(apart(window, best), offset, limit))
}

// manyStatements is the value of Table.many: of fewer statements all grams are counted soon.
// Of more than muchMore times as many, first the commonest are counted that there are.
const (
	manyStatements = 1 << 13
	muchMore       = 1 << 3
	commonestGrams = 1 << 14
)

// steps returns the numbers below which grams are counted before all are, of so many
// statements.
func (v *Table) steps(size int) (out []uint32) {
	if size >= v.many*muchMore && v.grams.common > v.commonest {
		out = append(out, v.commonest)
	}
	if size >= v.many && v.grams.common > 0 {
		out = append(out, v.grams.common)
	}
	return out
}

// commonTopics returns the best topics among the common grams below end, if no other gram
// can be one of them or change their order.
func (v *Table) commonTopics(window *Counts, all Grams, units []uint32, everything bool, wanted int, end uint32) (best []rankedGram, ok bool) {
	window.countCommon(v.Snapshot, all, units, end)
	best = rank.First(v.rankGrams(window, len(units), everything), 0, wanted, v.rankOrder(all))
	if len(best) < wanted {
		return nil, false
	}
	share, rare := v.shareOf(len(units), everything), v.rarer(end)
	pairs := pairWeight * highestScore(rare, len(units), v.whole(len(units)), share)
	// A word that a rare pair replaces has at most so many statements.
	words := highestScore(rare/nameShare, len(units), v.whole(len(units)), share)
	return best, best[len(best)-1].score > max(pairs, words)
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
