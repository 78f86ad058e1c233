package topics

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Table is what the statements of a snapshot add up to, computed once: how often
// words and grams occur, and how words are used.
type Table struct {
	*segment.Snapshot
	isName     func(word string) bool // whether a folded word is part of a person's name
	many       int                    // statements from which common grams are tried first
	wordsOnce  sync.Once
	counts     []uint32 // statements with each topic word
	usesOnce   sync.Once
	used       []wordUse       // of each stem
	outlets    map[string]bool // names of outlets, as stems
	first      []uint32        // of each stem: the first word with it in statements
	gramsOnce  sync.Once
	grams      Grams    // that gramTotals are of
	gramTotals []uint32 // statements with each gram
	rare       uint32   // the highest of gramTotals of a gram that is not common
}

// New returns the table of a snapshot.
func New(v *segment.Snapshot, isName func(word string) bool) *Table {
	return &Table{Snapshot: v, isName: isName, many: manyStatements}
}

// Topic is a topic as printed, with how many statements and articles hold it.
type Topic struct {
	Words                string
	Statements, Articles int
}

// Find returns the page of topics, best first, that stand out in statements, which
// must be in ascending order; everything says that these are all. window is cleared.
func (v *Table) Find(window *Counts, all Grams, units []uint32, everything bool, offset, limit int) []Topic {
	all = v.background(all)
	wanted := spareTopics * (max(offset, 0) + max(limit, rank.DefaultLimit))
	defer window.clear()
	best, ok := v.commonTopics(window, all, units, everything, wanted)
	if !ok {
		window.clear()
		window.count(v.Snapshot, all, units)
		best = rank.First(v.rankGrams(window, len(units), everything), 0, wanted, rankOrder)
	}
	return v.printGrams(window, units, rank.Page(apart(window, best), offset, limit))
}

// manyStatements is the value of Table.many: of fewer statements all grams are counted soon.
const manyStatements = 1 << 13

// commonTopics returns the best topics among the common grams, if no other gram can be one
// of them or change their order.
func (v *Table) commonTopics(window *Counts, all Grams, units []uint32, everything bool, wanted int) (best []rankedGram, ok bool) {
	if len(units) < v.many || all.common == 0 {
		return nil, false
	}
	window.countCommon(v.Snapshot, all, units)
	best = rank.First(v.rankGrams(window, len(units), everything), 0, wanted, rankOrder)
	if len(best) < wanted {
		return nil, false
	}
	share := v.shareOf(len(units), everything)
	pairs := pairWeight * highestScore(float64(v.rare), len(units), v.whole(len(units)), share)
	// A word that a rare pair replaces has at most so many statements.
	words := highestScore(float64(v.rare)/nameShare, len(units), v.whole(len(units)), share)
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

// whole returns the number of all statements, of which a window has size.
func (v *Table) whole(size int) int { return max(v.Alive.Statements, size) }

// shareOf returns the share of all statements that a window of size has.
func (v *Table) shareOf(size int, everything bool) float64 {
	if everything {
		return 1
	}
	return float64(size) / float64(v.whole(size))
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
			g, other := window.keys[r.number], window.keys[before.number]
			return other.holds(g) && r.statements < muchWider*before.statements || g.holds(other) && before.statements < muchWider*r.statements
		}) {
			out = append(out, r)
		}
	}
	return out
}

// WordCounts returns the number of statements with each topic word, repeats
// counted.
func (v *Table) WordCounts() []uint32 {
	v.wordsOnce.Do(func() {
		v.counts = make([]uint32, v.Words.Len())
		var words []uint32
		for unit, s := range v.Statements.All() {
			if v.IsDead(s.Article) {
				continue
			}
			words = v.TopicWords(uint32(unit), words[:0])
			for _, t := range words {
				v.counts[v.Folded(t)]++
			}
		}
	})
	return v.counts
}

// rankedGram is a candidate topic.
type rankedGram struct {
	number               uint32
	words                string // stems, for order
	statements, articles int
	score                float64
}

func rankOrder(a, b rankedGram) int {
	return cmp.Or(cmp.Compare(b.score, a.score), b.statements-a.statements, cmp.Compare(a.words, b.words))
}

// A topic occurs in at least topicStatements statements. A pair of words
// replaces its parts if they hardly occur without each other. The first word of
// a pair need not be a noun if it hardly occurs without the second.
const (
	topicStatements = 2
	pairShare       = 0.5
	nameShare       = 0.2
	pairWeight      = 3 // two words say more than one
	fixedShare      = 0.8
)

// significant is the log-likelihood ratio that chance reaches once in twenty
// times.
const significant = 3.84

// rankGrams scores the grams of a window of so many statements by how they
// stand out against all others and, the more the larger the window's share of
// everything is, by how many articles share them. Repeats are in the background
// and not in the window.
func (v *Table) rankGrams(window *Counts, size int, everything bool) []rankedGram {
	uses := v.uses()
	whole, share := v.whole(size), v.shareOf(size, everything)
	paired := v.inPairs(window)
	var out []rankedGram
	window.each(func(n uint32, of gramCount) {
		k := int(of.statements)
		g := window.keys[n]
		if k < topicStatements || g[1] == 0 && paired[g[0]] || !v.topical(n, window) || v.namesOutlet(uses, g) {
			return
		}
		score := max(0, rank.Surprise(k, size, max(int(v.gramTotals[n]), k), whole)-significant)
		score += share * float64(of.articles) * math.Log1p(float64(whole)/float64(k))
		if g[1] != 0 {
			score *= pairWeight
		}
		if score > 0 {
			out = append(out, rankedGram{n, v.gramWords(g), k, int(of.articles), score})
		}
	})
	return out
}

// topical reports whether a gram is used as a noun and names no person.
func (v *Table) topical(n uint32, window *Counts) bool {
	g := window.keys[n]
	last, uses := g[0], v.uses()
	if g[1] != 0 {
		last = g[1]
	}
	if u := &uses[last]; *v.Dull.At(last) || u.nothing || !u.nounLike() || u.name && u.proper() {
		return false
	}
	if g[1] == 0 {
		return !uses[last].generic && !uses[last].adjectival(v.word(last))
	}
	u := &uses[g[0]]
	if *v.Dull.At(g[0]) && !u.proper() || u.nothing || u.name && u.proper() {
		return false
	}
	fixed := window.times(n) > topicStatements && window.share(n, g[0]) >= fixedShare
	return u.nounLike() || u.proper() || fixed && u.verbs == 0
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

// inPairs returns the words that mostly occur in one pair that is a topic or an
// outlet.
func (v *Table) inPairs(window *Counts) map[uint32]bool {
	out, uses := map[uint32]bool{}, v.uses()
	window.each(func(n uint32, of gramCount) {
		g := window.keys[n]
		if g[1] == 0 || of.statements < topicStatements {
			return
		}
		pair := v.topical(n, window) || v.namesOutlet(uses, g)
		for _, w := range g {
			share := window.share(n, w)
			if pair && share >= pairShare || uses[w].proper() && share >= nameShare {
				out[w] = true
			}
		}
	})
	return out
}

// printGrams returns topics in the form that is most frequent within sentences.
func (v *Table) printGrams(window *Counts, units []uint32, top []rankedGram) []Topic {
	var wanted, heads rank.UnitSet // numbers of grams, and the words that they begin with
	wanted.Reset(len(window.keys))
	heads.Reset(v.Stems.Len())
	places, last := make(map[gram]int, len(top)), uint32(0)
	for i, r := range top {
		g := window.keys[r.number]
		wanted.Add(r.number)
		heads.Add(g[0])
		places[g], last = i, max(last, r.number)
	}
	forms := make([]map[gram]int, len(top))
	take := func(stems, printed gram) {
		if i, ok := places[stems]; ok {
			if forms[i] == nil {
				forms[i] = map[gram]int{}
			}
			forms[i][gram{printed[0] & text.WordMask, printed[1] & text.WordMask}] += formWeight(printed)
		}
	}
	var words []uint32
	for _, unit := range units {
		if !slices.ContainsFunc(upTo(window.in(unit), last), wanted.Has) {
			continue
		}
		words = v.TopicWords(unit, words[:0])
		for i, w := range words {
			if w == 0 {
				continue
			}
			head := v.StemOf(w)
			if !heads.Has(head) {
				continue
			}
			take(gram{head}, gram{w})
			if i+1 < len(words) && words[i+1] != 0 {
				take(gram{head, v.StemOf(words[i+1])}, gram{w, words[i+1]})
			}
		}
	}
	var out []Topic
	for i, r := range top {
		printed := make(map[string]int, len(forms[i]))
		for form, n := range forms[i] {
			printed[v.printedGram(form)] += n
		}
		out = append(out, Topic{mostFrequent(printed), r.statements, r.articles})
	}
	return out
}

// upTo returns the numbers of an ascending list that are at most last.
func upTo(list []uint32, last uint32) []uint32 {
	for i, n := range list {
		if n > last {
			return list[:i]
		}
	}
	return list
}

// formWeight prefers forms within a sentence: the first word of a sentence
// always has a capital.
func formWeight(printed gram) int {
	if printed[0]&text.InSentence != 0 {
		return 1000
	}
	return 1
}

func (v *Table) printedGram(printed gram) string {
	out := v.Printed.At(printed[0])
	if printed[1] != 0 {
		out += " " + v.Printed.At(printed[1])
	}
	return out
}

func mostFrequent(forms map[string]int) string {
	top, text := 0, ""
	for form, n := range forms {
		if n > top || n == top && form < text {
			top, text = n, form
		}
	}
	return text
}

// namesOutlet reports whether a gram is the name of an outlet, with or without the
// article.
func (v *Table) namesOutlet(uses []wordUse, g gram) bool {
	if !uses[g[0]].outlet || g[1] != 0 && !uses[g[1]].outlet {
		return false
	}
	name := v.Stems.At(g[0])
	if g[1] != 0 {
		name += " " + v.Stems.At(g[1])
	}
	return v.outlets[name]
}

// outletNames returns the names of outlets as stems, without the article, and the words
// in names of one or two.
func (v *Table) outletNames() (names, words map[string]bool) {
	stems := text.NewAnalyzer()
	names, words = map[string]bool{}, map[string]bool{}
	for _, source := range v.Sources.All() {
		var name []string
		for _, w := range stems.Words(source) {
			if !w.Joined && (w.Form != "the" || len(name) > 0) {
				name = append(name, w.Stem)
			}
		}
		names[strings.Join(name, " ")] = true
		if len(name) <= 2 {
			for _, w := range name {
				words[w] = true
			}
		}
	}
	return names, words
}

// uses returns how the words of each stem are used, by the number of the stem.
func (v *Table) uses() []wordUse {
	v.usesOnce.Do(func() {
		out := make([]wordUse, v.Stems.Len())
		v.first = make([]uint32, v.Stems.Len())
		var words []uint32
		for unit, s := range v.Statements.All() {
			if v.IsDead(s.Article) {
				continue
			}
			words = v.TopicWords(uint32(unit), words[:0])
			for _, t := range words {
				stem := v.StemOf(t)
				out[stem].count(t, v.Upper(t))
				if v.first[stem] == 0 {
					v.first[stem] = v.Folded(t)
				}
			}
		}
		stems := text.NewAnalyzer()
		nothing, generic := stemsOf(stems, nothings), stemsOf(stems, generics)
		var outletWords map[string]bool
		v.outlets, outletWords = v.outletNames()
		for w := range out {
			if out[w] == (wordUse{}) {
				continue // it is in no statement
			}
			stem := v.Stems.At(uint32(w))
			out[w].outlet = outletWords[stem]
			if out[w].nouns == 0 && out[w].adjectives == 0 {
				continue
			}
			out[w].name, out[w].nothing, out[w].generic = v.isName(v.Words.At(v.first[w])), nothing[stem], generic[stem]
		}
		v.used = out
	})
	return v.used
}

// stemsOf returns the stems of words.
func stemsOf(stems *text.Analyzer, words map[string]bool) map[string]bool {
	out := make(map[string]bool, len(words))
	for w := range words {
		out[stems.Stem(w)] = true
	}
	return out
}

// background counts in how many statements of the whole index each gram is, and returns
// the grams as they were numbered when it did so first.
func (v *Table) background(g Grams) Grams {
	v.gramsOnce.Do(func() {
		v.grams, v.gramTotals = g, make([]uint32, len(g.keys))
		for i, s := range v.Statements.All() {
			if v.IsDead(s.Article) {
				continue
			}
			for _, n := range g.in(uint32(i)) {
				v.gramTotals[n]++
			}
		}
		for _, total := range v.gramTotals[min(int(g.common), len(v.gramTotals)):] {
			v.rare = max(v.rare, total)
		}
	})
	return v.grams
}
