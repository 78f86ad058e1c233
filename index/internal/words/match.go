package words

import "slices"

// Matcher is a set of words: those with a form or a stem.
type Matcher struct {
	filter filter
	words  []uint32
}

func (m *Matcher) add(word uint32) {
	m.filter.add(len(m.words), word)
	m.words = append(m.words, word)
}

// is reports whether a word is one of them.
func (m *Matcher) is(word uint32) bool {
	return m.filter.lets(word) && slices.Contains(m.words, word)
}

// Stemmed returns what matches the words of a stem.
func (c *Vocabulary) Stemmed(stem string) (m Matcher) {
	for _, word := range c.withStem(stem) {
		m.add(word)
	}
	return m
}

// withStem returns the words with a stem.
func (c *Vocabulary) withStem(stem string) []uint32 {
	number, ok := c.places.find(ofStems, stem, &c.Stems)
	if !ok {
		return nil
	}
	return c.places.withStem(number, c.WordCount())
}

// Times returns how many of the first words of an encoded text match.
func (m *Matcher) Times(tokens []byte, words uint32) uint32 {
	n, _ := Count(tokens, words, m, m)
	return n
}

// Count returns how many of the first words of an encoded text match one of two matchers, and
// how many the other.
func Count(tokens []byte, words uint32, one, other *Matcher) (ones, others uint32) {
	if words == 0 {
		return 0, 0
	}
	either := &one.filter
	if other != one {
		both := one.filter
		both.or(&other.filter)
		either = &both
	}
	next := 0
	for {
		var word uint32
		var ok bool
		if word, next, words, ok = either.next(tokens, next, words); !ok {
			return ones, others
		}
		if slices.Contains(one.words, word) {
			ones++
		}
		if slices.Contains(other.words, word) {
			others++
		}
	}
}
