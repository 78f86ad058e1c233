package topics

import (
	"cmp"
	"math"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// rankedGram is a candidate topic.
type rankedGram struct {
	number               uint32
	statements, articles int
	score                float64
}

// rankOrder returns the order of candidates, best first.
func (v *Table) rankOrder(all Grams) func(a, b rankedGram) int {
	return func(a, b rankedGram) int {
		if c := cmp.Or(cmp.Compare(b.score, a.score), b.statements-a.statements); c != 0 {
			return c // comparing words takes longer
		}
		return cmp.Compare(v.gramWords(*all.keys.At(a.number)), v.gramWords(*all.keys.At(b.number)))
	}
}

// A pair of words replaces its parts if they hardly occur without each other. The first
// word of a pair need not be a noun if it hardly occurs without the second.
const (
	pairShare  = 0.5
	nameShare  = 0.2
	pairWeight = 3 // two words say more than one
	fixedShare = 0.8
)

// significant is the log-likelihood ratio that chance reaches once in twenty
// times.
const significant = 3.84

// rankGrams scores the grams of a window of so many statements by how they
// stand out against all others and, the more the larger the window's share of
// everything is, by how many articles share them. Repeats are in the background
// and not in the window.
func (v *Table) rankGrams(window *Counts, size int, everything bool) []rankedGram {
	whole, share := v.whole(size), v.shareOf(size, everything)
	paired := v.inPairs(window)
	var out []rankedGram
	window.each(func(n uint32, of gramCount) {
		k := int(of.statements)
		if k < topicStatements {
			return
		}
		found := v.verdict(window, n)
		if found&namesOutlet != 0 || !found.topic() {
			return
		}
		g := *window.keys.At(n)
		if g[1] == 0 && paired.Has(g[0]) || !found.topicIn(window, g, of.statements) {
			return
		}
		score := max(0, rank.Surprise(k, size, max(v.total(n), k), whole)-significant)
		score += share * float64(of.articles) * math.Log1p(float64(whole)/float64(k))
		if g[1] != 0 {
			score *= pairWeight
		}
		if score > 0 {
			out = append(out, rankedGram{n, k, int(of.articles), score})
		}
	})
	return out
}

// topic reports whether a gram may be a topic.
func (j verdict) topic() bool { return j&(namesTopic|mayName) != 0 }

// topicIn reports whether a gram that so many statements hold is a topic in a window.
func (j verdict) topicIn(window *Counts, g gram, statements uint32) bool {
	return j&namesTopic != 0 || j&mayName != 0 && statements > topicStatements && window.share(statements, g[0]) >= fixedShare
}

// verdict returns the verdict on a gram of a window.
func (v *Table) verdict(window *Counts, n uint32) verdict {
	if n < uint32(len(v.verdicts)) {
		return v.verdicts[n]
	}
	return v.judge(*window.keys.At(n))
}

// judge returns the verdict on a gram.
func (v *Table) judge(g gram) (out verdict) {
	uses := v.uses()
	if v.namesOutlet(uses, g) {
		out = namesOutlet
	}
	if uses[g[0]].proper() {
		out |= properFirst
	}
	if g[1] != 0 && uses[g[1]].proper() {
		out |= properLast
	}
	last := g[0]
	if g[1] != 0 {
		last = g[1]
	}
	if u := &uses[last]; *v.Dull.At(last) || u.nothing || !u.nounLike() || u.name && u.proper() {
		return out
	}
	if g[1] == 0 {
		if !uses[last].generic && !uses[last].adjectival(v.word(last)) {
			out |= namesTopic
		}
		return out
	}
	u := &uses[g[0]]
	switch {
	case *v.Dull.At(g[0]) && !u.proper() || u.nothing || u.name && u.proper():
	case u.nounLike() || u.proper():
		out |= namesTopic
	case u.verbs == 0:
		out |= mayName
	}
	return out
}

// gramWords returns the words of a gram's stems.
func (v *Table) gramWords(g gram) string {
	if g[1] == 0 {
		return v.word(g[0])
	}
	return v.word(g[0]) + " " + v.word(g[1])
}

// word returns the first word of statements with a stem.
func (v *Table) word(stem uint32) string {
	v.uses()
	return v.Words.At(v.first[stem])
}

// inPairs returns the stems of words that mostly occur in one pair that is a topic or an
// outlet.
func (v *Table) inPairs(window *Counts) *rank.UnitSet {
	var out rank.UnitSet
	out.Reset(v.Stems.Len())
	window.each(func(n uint32, of gramCount) {
		g := *window.keys.At(n)
		if g[1] == 0 || of.statements < topicStatements {
			return
		}
		found := v.verdict(window, n)
		if found == 0 {
			return
		}
		pair := found&namesOutlet != 0 || found.topicIn(window, g, of.statements)
		for i, w := range g {
			proper := found&(properFirst<<i) != 0
			if !pair && !proper {
				continue
			}
			if share := window.share(of.statements, w); pair && share >= pairShare || proper && share >= nameShare {
				out.Add(w)
			}
		}
	})
	return &out
}

// background returns the grams as they were numbered when it was called first, and counts
// then what a snapshot has beyond what is settled of them.
func (v *Table) background(g Grams) Grams {
	v.gramsOnce.Do(func() {
		v.grams, v.rare = g, g.rare
		change := func(unit uint32, by int32) {
			g.eachOnce(unit, maxGrams, func(n uint32) {
				total := v.changed.At(n)
				*total += by
				v.more = max(v.more, uint32(max(0, *total)))
				if n >= g.common {
					v.rare = max(v.rare, uint32(max(0, v.total(n))))
				}
			})
		}
		for a, of := range v.Articles.All() {
			dead := v.IsDead(uint32(a))
			if !dead && of.Statements.End <= g.ranked {
				continue
			}
			for unit := of.Statements.First; unit < of.Statements.End; unit++ {
				switch settled := unit < g.ranked; {
				case dead && settled:
					change(unit, -1)
				case !dead && !settled:
					change(unit, 1)
				}
			}
		}
		for unit := uint32(v.Statements.Len()); unit < g.ranked; unit++ { // a later snapshot has more
			change(unit, -1)
		}
		v.verdicts = make([]verdict, g.common)
		for n := range v.verdicts {
			if of := *g.keys.At(uint32(n)); int(max(of[0], of[1])) < v.Stems.Len() {
				v.verdicts[n] = v.judge(of)
			}
		}
	})
	return v.grams
}
