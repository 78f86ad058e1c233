package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
)

// wordCounts are the statements with each topic word, repeats counted.
func (v *view) wordCounts() []uint32 {
	v.once.words.Do(func() {
		v.counts = make([]uint32, len(v.words))
		for i := range v.statements {
			s := &v.statements[i]
			if v.isDead(s.article) {
				continue
			}
			for _, w := range v.topics[s.topic.first:s.topic.end] {
				v.counts[w]++
			}
		}
	})
	return v.counts
}

// gram is one topic word, or two in a row (the second is not 0), as stems.
type gram [2]uint32

// gramCount is where a gram stands.
type gramCount struct {
	statements int
	articles   map[uint32]bool
	forms      map[gram]int // as printed
}

// grams counts what statements hold: each gram once a statement.
func (v *view) grams(statements []uint32) map[gram]*gramCount {
	out := map[gram]*gramCount{}
	for _, unit := range statements {
		seen := map[gram]bool{}
		v.eachGram(unit, func(stems, printed gram) {
			c := out[stems]
			if c == nil {
				c = &gramCount{articles: map[uint32]bool{}, forms: map[gram]int{}}
				out[stems] = c
			}
			c.forms[printed]++
			if !seen[stems] {
				seen[stems] = true
				c.statements++
				c.articles[v.statements[unit].article] = true
			}
		})
	}
	return out
}

// eachGram visits the grams of a statement, as stems and as printed.
func (v *view) eachGram(unit uint32, visit func(stems, printed gram)) {
	s := &v.statements[unit]
	words := v.topics[s.topic.first:s.topic.end]
	for i, w := range words {
		if w == 0 {
			continue
		}
		visit(gram{v.stems[w]}, gram{w})
		if i+1 < len(words) && words[i+1] != 0 {
			visit(gram{v.stems[w], v.stems[words[i+1]]}, gram{w, words[i+1]})
		}
	}
}

// background counts the statements with each gram in the whole index.
func (v *view) background() map[[2]uint32]uint32 {
	v.once.pairs.Do(func() {
		v.pairs = map[[2]uint32]uint32{}
		for i := range v.statements {
			if !v.isDead(v.statements[i].article) {
				v.eachGram(uint32(i), func(stems, _ gram) { v.pairs[stems]++ })
			}
		}
	})
	return v.pairs
}

// Topics are the words and pairs of words that stand out in the statements of
// a query against all others, by log-likelihood (Dunning, Accurate Methods for
// the Statistics of Surprise and Coincidence, 1993); where the query leaves
// out nothing, those that most articles share. Names of outlets and words of
// one statement are none.
func (x *Index) Topics(ctx context.Context, q Query) ([]Topic, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
	groups, err := x.statementGroups(ctx, v, q)
	if err != nil {
		return nil, err
	}
	units := make([]uint32, len(groups))
	for i, g := range groups {
		units[i] = g.unit
	}
	ranked := v.rankGrams(v.grams(units), len(units))
	var out []Topic
	for _, r := range first(ranked, q, rankOrder) {
		out = append(out, Topic{r.words, r.statements, r.articles})
	}
	return out, nil
}

// rankedGram is a candidate topic.
type rankedGram struct {
	gram
	words                string
	statements, articles int
	score                float64
}

func rankOrder(a, b rankedGram) int {
	return cmp.Or(cmp.Compare(b.score, a.score), b.statements-a.statements, cmp.Compare(a.words, b.words))
}

// A topic stands in at least so many statements; a pair of words stands for
// its parts where they hardly stand without each other.
const (
	topicStatements = 2
	pairShare       = 0.5
)

func (v *view) rankGrams(counts map[gram]*gramCount, window int) []rankedGram {
	all := v.background()
	whole := max(v.alive.statements, window)
	outlets, paired := v.outletWords(), inPairs(counts)
	var out []rankedGram
	for g, c := range counts {
		words := v.commonForm(c)
		if c.statements < topicStatements || outlets[words] || g[1] == 0 && paired[g[0]] || dull(words) {
			continue
		}
		score := surprise(c.statements, window, max(int(all[g]), c.statements), whole)
		if window*10 > whole*9 {
			score = float64(len(c.articles)) * idf(c.statements, whole)
		}
		if g[1] != 0 {
			score *= 1.5 // two words say more than one
		}
		if score > 0 {
			out = append(out, rankedGram{g, words, c.statements, len(c.articles), score})
		}
	}
	return out
}

// inPairs are the words that mostly stand in one pair, which says more.
func inPairs(counts map[gram]*gramCount) map[uint32]bool {
	out := map[uint32]bool{}
	for g, c := range counts {
		if g[1] == 0 || c.statements < topicStatements {
			continue
		}
		for _, w := range g {
			if float64(c.statements) >= pairShare*float64(counts[gram{w}].statements) {
				out[w] = true
			}
		}
	}
	return out
}

// commonForm is how a gram is printed most often.
func (v *view) commonForm(c *gramCount) string {
	top, text := 0, ""
	for form, n := range c.forms {
		words := v.words[form[0]]
		if form[1] != 0 {
			words += " " + v.words[form[1]]
		}
		if n > top || n == top && words < text {
			top, text = n, words
		}
	}
	return text
}

// outletWords are the names of outlets, folded, with and without the article.
func (v *view) outletWords() map[string]bool {
	out := map[string]bool{}
	for _, s := range v.sources {
		name := nameKey(s)
		out[name] = true
		out[strings.TrimPrefix(name, "the ")] = true
	}
	return out
}

// surprise is the log-likelihood ratio that a term is more frequent in k of n
// statements than in the rest of all.
func surprise(k, n, all, whole int) float64 {
	rest, others := float64(all-k), float64(whole-n)
	in, inWindow := float64(k), float64(n)
	if others <= 0 || in/inWindow <= rest/others {
		return 0
	}
	share := float64(all) / float64(whole)
	return 2 * (part(in, inWindow*share) + part(rest, others*share))
}

func part(observed, expected float64) float64 {
	if observed == 0 || expected == 0 {
		return 0
	}
	return observed * math.Log(observed/expected)
}

// dull says whether words tell nothing of what is spoken of.
func dull(words string) bool {
	return !slices.ContainsFunc(strings.Fields(words), func(w string) bool { return !dullWords[w] })
}

// dullWords are frequent in speech whatever it is about.
var dullWords = setOf(`say says said saying tell told think thinks thought know knows known want wants wanted need needs
	going get gets got getting make makes made making take takes taken took come comes came coming see seen saw look looks
	looking like way ways thing things time times year years month months week weeks day days today yesterday tomorrow lot
	people man men woman women person one two three four five six seven eight nine ten first second last next new old good
	better best bad great big small many much really still also even back well long little right able around use used
	using try trying tried work working put give given gave keep part every another others something anything nothing
	everything someone anyone everyone nobody never always often already since including include says told make sure
	whether without among however would could should mr mrs ms dr happened happen happens believe believes feel felt
	expect expected hope hopes ask asked asking question questions statement believe clear important different several
	likely possible number numbers group groups member members according called call calls`)
