package words

import (
	"math"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Run matches words that follow each other. A hyphenated word may be met in its parts or as
// a whole, which stands where its last part does.
type Run []Matcher

// StemRun returns what matches words of some stems, one after another.
func (c *Vocabulary) StemRun(stems []string) (r Run) {
	for _, stem := range stems {
		r = append(r, c.Stemmed(stem))
	}
	return r
}

// FormRun returns what matches words of some forms, one after another, and the stems that words of
// each form may have.
func (c *Vocabulary) FormRun(forms []string) (r Run, stems [][]string) {
	analyzer := text.NewAnalyzer()
	r = make(Run, len(forms))
	for i, form := range forms {
		stems = append(stems, analyzer.StemsOf(form))
		number, ok := c.places.find(ofForms, form, &c.forms)
		for _, stem := range stems[i] {
			for _, word := range c.withStem(stem) {
				if ok && *c.form.At(word) == number {
					r[i].add(word)
				}
			}
		}
	}
	return r, stems
}

// Times returns how often the run begins among the first words of an encoded text.
func (r Run) Times(c *Vocabulary, tokens []byte, words uint32) uint32 {
	if len(r) == 1 {
		return r[0].Times(tokens, words)
	}
	return r.times(c, tokens, words, math.MaxUint32)
}

// In reports whether the run begins among the first words of an encoded text.
func (r Run) In(c *Vocabulary, tokens []byte, words uint32) bool {
	return r.times(c, tokens, words, 1) > 0
}

// times returns how often the run begins, and stops at most times.
func (r Run) times(c *Vocabulary, tokens []byte, words, most uint32) (n uint32) {
	if len(r) == 0 || int(words) < len(r) {
		return 0
	}
	first, next := &r[0], 0
	for n < most {
		var word uint32
		var ok bool
		if word, next, words, ok = first.filter.next(tokens, next, words); !ok {
			break
		}
		if slices.Contains(first.words, word) && r.goesOn(c, tokens, next, words) {
			n++
		}
	}
	return n
}

// goesOn reports whether the other words of the run follow the one before a place.
func (r Run) goesOn(c *Vocabulary, tokens []byte, next int, words uint32) bool {
	wanted, found := 0, true // whether the word at the present position is the wanted one
	for ; words > 0 && (!found || wanted < len(r)-1); words-- {
		var word uint32
		word, next = nextWord(tokens, next)
		if *c.flags.At(word)&wordJoined == 0 {
			if !found {
				return false
			}
			wanted, found = wanted+1, false
		}
		found = found || wanted > 0 && r[wanted].is(word)
	}
	return found && wanted == len(r)-1
}
