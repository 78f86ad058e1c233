package topics

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Table is what the statements of a snapshot add up to, computed once: how often
// words and grams occur, and how words are used.
type Table struct {
	*segment.Snapshot
	isName    func(word string) bool // whether a folded word is part of a person's name
	many      int                    // statements from which common grams are tried first
	wordsOnce segment.Once
	counts    []uint32 // statements with each topic word
	usesOnce  segment.Once
	used      []wordUse       // of each stem
	outlets   map[string]bool // names of outlets, as stems
	first     []uint32        // of each stem: the first word with it in statements
	gramsOnce segment.Once
	grams     Grams              // as they were numbered when they were first counted
	changed   rank.Sparse[int32] // statements with a gram beyond those of grams.ranking
	rare      uint32             // the most statements that a gram has that is not common
	more      uint32             // the most statements that a gram has gained
	commonest uint32             // so many common grams are counted before all of them
	verdicts  []verdict          // of each common gram
	keeping   sync.Mutex
	kept      atomic.Pointer[[]*kept] // of Keep; nil if there are none
}

// kept is what the statements of a window add up to.
type kept struct {
	set    []uint64    // a bit each
	counts []gramCount // of the commonest grams
	forms  []uint32    // how often each gram is printed in each listed form: see Grams.formSlot; nil if others would be too many
	others []otherUnit // whose forms are not in forms
}

// otherUnit is a statement that prints a gram in a form that is not listed, or in several forms one of
// which is not.
type otherUnit struct{ gram, unit uint32 }

// New returns the table of a snapshot.
func New(v *segment.Snapshot, isName func(word string) bool) *Table {
	return &Table{Snapshot: v, isName: isName, many: manyStatements, commonest: commonestGrams}
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

// verdict is what the words of a gram say of it, whatever is asked.
type verdict uint8

const (
	namesTopic  verdict = 1 << iota // it is used as a noun and names no person
	mayName                         // it does where the words are always together
	namesOutlet                     // with or without the article
	properFirst                     // its first word mostly has a capital
	properLast
)

// Topic is a topic as printed, with how many statements and articles hold it.
type Topic struct {
	Words                string
	Statements, Articles int
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

// total returns in how many statements of the whole index a gram is.
func (v *Table) total(n uint32) int {
	out := int(v.changed.Of(n))
	switch {
	case n < v.grams.common:
		out += int(v.grams.totals[n])
	case n < v.grams.sorted:
		out += int(v.grams.few[n-v.grams.common])
	}
	return out
}

// rarer returns the most statements of the whole index that a gram has whose number is end or
// higher.
func (v *Table) rarer(end uint32) float64 {
	if end < v.grams.common {
		return float64(max(v.rare, v.grams.totals[end]+v.more))
	}
	return float64(v.rare)
}
