package words

import "math"

// Peak tells how often a text holds any one stem, at most 255 times each.
type Peak struct {
	Times uint8 // of its most frequent stem
	Rest  uint8 // of any other
	Stem  Mark  // of its most frequent stem
}

// Mark is equal for equal stems; a few others may have it too.
type Mark uint16

// MarkOf returns the mark of a stem, which may be one that no text holds.
func (c *Vocabulary) MarkOf(stem string) Mark {
	number, _ := c.places.find(ofStems, stem, &c.Stems)
	return Mark(number)
}

// add notes that a stem was met for so many times.
func (p *Peak) add(stem Mark, times uint8) {
	switch {
	case stem == p.Stem:
		p.Times = max(p.Times, times)
	case times > p.Times:
		p.Times, p.Rest, p.Stem = times, p.Times, stem
	default:
		p.Rest = max(p.Rest, times)
	}
}

// Peaks finds the peaks of one text after another. It must be used by one goroutine at a time.
type Peaks struct {
	vocabulary *Vocabulary
	counts     []stemCount // by stem
	texts      uint32      // so far
}

// stemCount is how often a text holds a stem.
type stemCount struct {
	text  uint32 // how many texts there were with the last one that holds it
	times uint8
	left  bool // it is not counted
}

// NewPeaks returns what finds peaks. Stems for which leave returns true are not counted.
func NewPeaks(c *Vocabulary, leave func(stem string) bool) Peaks {
	p := Peaks{vocabulary: c, counts: make([]stemCount, c.Stems.Len())}
	for n, stem := range c.Stems.All() {
		p.counts[n].left = leave(stem)
	}
	return p
}

// Of returns the peak of the first words of an encoded text.
func (p *Peaks) Of(tokens []byte, words uint32) (out Peak) {
	p.texts++
	next := 0
	for range words {
		var word uint32
		word, next = nextWord(tokens, next)
		stem := *p.vocabulary.stem.At(word)
		c := &p.counts[stem]
		if c.left {
			continue
		}
		if c.text != p.texts {
			c.text, c.times = p.texts, 0
		}
		if c.times < math.MaxUint8 {
			c.times++
		}
		out.add(Mark(stem), c.times)
	}
	return out
}
