package segment

import (
	"encoding/binary"
	"math"
	"runtime"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// matcher is a set of words: those with a form or a stem.
type matcher struct {
	filter filter
	words  []uint32
}

func (m *matcher) add(word uint32) {
	m.words = append(m.words, word)
	m.filter[word>>6&3] |= 1 << (word & 63)
}

// is reports whether a word is one of them.
func (m *matcher) is(word uint32) bool {
	return m.filter.lets(word) && slices.Contains(m.words, word)
}

// filter rules out most words that are not of a set.
type filter [4]uint64

// lets reports whether a word may be of the set.
func (f *filter) lets(word uint32) bool { return f[word>>6&3]>>(word&63)&1 == 1 }

// next returns the first of so many words from a place of encoded text on that may be of the set,
// the place after it and how many words are left there; ok is false if there is none.
func (f *filter) next(tokens []byte, at int, words uint32) (word uint32, after int, left uint32, ok bool) {
	for ; words > 0; words-- {
		if at+maxWord <= len(tokens) { // without a jump for words of two bytes, which nobody could foresee
			first, second := uint32(tokens[at]), uint32(tokens[at+1])
			long := first >> 7
			word = first&0x7f | second<<7&-long
			at += int(1 + long)
			if second>>7&long != 0 {
				word, at = nextWord(tokens, at-2)
			}
		} else {
			word, at = nextWord(tokens, at)
		}
		if f.lets(word) {
			return word, at, words - 1, true
		}
	}
	return 0, at, 0, false
}

// stemmed returns what tells the words of a stem.
func (v *Snapshot) stemmed(stem string) (m matcher) {
	for _, word := range v.withStem(stem) {
		m.add(word)
	}
	return m
}

// typed returns what tells the words of each of some forms, which have some stems each.
func (v *Snapshot) typed(forms []string, stems [][]string) []matcher {
	out := make([]matcher, len(forms))
	for i, form := range forms {
		number, ok := v.places.find(ofForms, form, &v.forms)
		for _, stem := range stems[i] {
			for _, word := range v.withStem(stem) {
				if ok && *v.form.At(word) == number {
					out[i].add(word)
				}
			}
		}
	}
	return out
}

// withStem returns the words with a stem.
func (v *Snapshot) withStem(stem string) []uint32 {
	number, ok := v.places.find(ofStems, stem, &v.Stems)
	if !ok {
		return nil
	}
	return v.places.withStem(number, v.Vocabulary.len())
}

// spot is a unit and its words: where they begin in tokens, and how many there are.
type spot struct{ unit, at, words uint32 }

// near returns spots after a look at the words of each. What is said of units lies all over the
// memory: looking at many before reading any waits for all of it at once, not for each in turn.
func (v *Snapshot) near(spots []spot) []spot {
	touched := byte(0)
	for i := range spots {
		if spots[i].words > 0 {
			touched |= *v.tokens.At(spots[i].at)
		}
	}
	runtime.KeepAlive(touched)
	return spots
}

// spotOf returns a unit of a field with its words.
func (v *Snapshot) spotOf(field string, unit uint32) spot {
	switch field {
	case FieldPassage:
		p := v.Passages.At(unit)
		return spot{unit, p.at, p.Words()}
	case FieldStatement:
		s := v.Statements.At(unit)
		return spot{unit, s.at, s.Words}
	case FieldEvent:
		e := v.Events.At(unit)
		return spot{unit, e.at, e.words}
	}
	a := v.Articles.At(unit)
	return spot{unit, a.words, a.TitleWords}
}

// nextWord returns the word at a place of encoded text and the place of the next.
func nextWord(tokens []byte, at int) (word uint32, next int) {
	if word = uint32(tokens[at]); word < 0x80 {
		return word, at + 1
	}
	if b := uint32(tokens[at+1]); b < 0x80 {
		return word&0x7f | b<<7, at + 2
	}
	n, size := binary.Uvarint(tokens[at:])
	return uint32(n), at + size
}

// maxWord is the maximum length of an encoded word.
const maxWord = binary.MaxVarintLen32

// times returns how many of the words from a place on match.
func (c *Columns) times(at, words uint32, m *matcher) uint32 {
	n, _ := c.count(at, words, m, m)
	return n
}

// count returns how many of the words from a place on match one of two matchers, and how
// many the other.
func (c *Columns) count(at, words uint32, one, other *matcher) (ones, others uint32) {
	if words == 0 {
		return 0, 0
	}
	either := one.filter
	for i, bits := range other.filter {
		either[i] |= bits
	}
	tokens, next := c.tokens.From(at), 0
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

// run matches words that follow each other. A hyphenated word may be met in its parts or as
// a whole, which stands where its last part does.
type run struct{ words []matcher }

// times returns how often the run begins among the words from a place on.
func (r *run) times(c *Columns, at, words uint32) (n uint32) {
	if len(r.words) == 1 {
		return c.times(at, words, &r.words[0])
	}
	if int(words) < len(r.words) {
		return 0
	}
	first := &r.words[0]
	tokens, next := c.tokens.From(at), 0
	for {
		var word uint32
		var ok bool
		if word, next, words, ok = first.filter.next(tokens, next, words); !ok {
			return n
		}
		if slices.Contains(first.words, word) && r.goesOn(c, tokens, next, words) {
			n++
		}
	}
}

// goesOn reports whether the other words of the run follow the one before a place.
func (r *run) goesOn(c *Columns, tokens []byte, next int, words uint32) bool {
	wanted, found := 0, true // whether the word at the present position is the wanted one
	for ; words > 0 && (!found || wanted < len(r.words)-1); words-- {
		var word uint32
		word, next = nextWord(tokens, next)
		if *c.flags.At(word)&wordJoined == 0 {
			if !found {
				return false
			}
			wanted, found = wanted+1, false
		}
		found = found || wanted > 0 && r.words[wanted].is(word)
	}
	return found && wanted == len(r.words)-1
}

// Typed tells the statements that hold folded words one after another. It must be used by one
// goroutine at a time.
type Typed struct {
	v *Snapshot
	run
}

// Typed returns what tells the statements with words.
func (v *Snapshot) Typed(forms []string) *Typed {
	return &Typed{v, run{words: v.typed(forms, stemsOf(forms))}}
}

// Occurrences tells how often statements hold a wording, and whether as typed. It must be used
// by one goroutine at a time.
type Occurrences struct {
	typed *Typed // nil of a wording that is as typed anyway
	v     *Snapshot
	stem  matcher
	runs  []run // of a wording of several words, in place of stem: the first that a statement holds counts
}

// StemOccurrences returns what tells of a stem.
func (v *Snapshot) StemOccurrences(stem string, typed *Typed) *Occurrences {
	return &Occurrences{typed: typed, v: v, stem: v.stemmed(stem)}
}

// RunOccurrences returns what tells of the first of some runs of folded words that a statement holds.
func (v *Snapshot) RunOccurrences(typed *Typed, runs ...[]string) *Occurrences {
	o := &Occurrences{typed: typed, v: v}
	for _, forms := range runs {
		o.runs = append(o.runs, v.Typed(forms).run)
	}
	return o
}

// In returns how often a statement holds the wording, and reports whether as typed.
func (o *Occurrences) In(statement uint32) (times uint32, exact bool) {
	s := o.v.Statements.At(statement)
	for i := range o.runs {
		if times = o.runs[i].times(&o.v.Columns, s.at, s.Words); times > 0 {
			return times, o.typed == nil || o.typed.Holds(statement)
		}
	}
	if len(o.runs) > 0 {
		return 0, false
	}
	if len(o.typed.words) > 1 {
		times = o.v.times(s.at, s.Words, &o.stem)
		return times, times > 0 && o.typed.Holds(statement)
	}
	times, exacts := o.v.count(s.at, s.Words, &o.stem, &o.typed.words[0])
	return times, exacts > 0
}

// Prefetch looks at the words of statements that are read next, as near does.
func (v *Snapshot) Prefetch(statements []uint32) {
	touched := byte(0)
	for _, unit := range statements {
		if s := v.Statements.At(unit); s.Words > 0 {
			touched |= *v.tokens.At(s.at)
		}
	}
	runtime.KeepAlive(touched)
}

// Peak tells how often a statement holds any one stem, at most 255 times each.
type Peak struct {
	Times uint8 // of its most frequent stem
	Rest  uint8 // of any other
	Stem  Mark  // of its most frequent stem
}

// Mark is equal for equal stems; a few others may have it too.
type Mark uint16

// MarkOf returns the mark of a stem, which may be one that no text holds.
func (v *Snapshot) MarkOf(stem string) Mark {
	number, _ := v.places.find(ofStems, stem, &v.Stems)
	return Mark(number)
}

// Peaks returns the peak of each statement. Stems for which leave returns true are not counted.
func (v *Snapshot) Peaks(leave func(stem string) bool) []Peak {
	type count struct {
		statement uint32 // 1 + its number
		times     uint8
		left      bool
	}
	counts := make([]count, v.Stems.Len())
	for n, stem := range v.Stems.All() {
		counts[n].left = leave(stem)
	}
	out := make([]Peak, v.Statements.Len())
	for i, s := range v.Statements.All() {
		if s.Words == 0 {
			continue
		}
		tokens, next, unit := v.tokens.From(s.at), 0, uint32(i)
		for range s.Words {
			var word uint32
			word, next = nextWord(tokens, next)
			stem := *v.stem.At(word)
			c := &counts[stem]
			if c.left {
				continue
			}
			if c.statement != unit+1 {
				c.statement, c.times = unit+1, 0
			}
			if c.times < math.MaxUint8 {
				c.times++
			}
			out[i].add(Mark(stem), c.times)
		}
	}
	return out
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

// stemsOf returns the stems that words of each of some forms may have.
func stemsOf(forms []string) (out [][]string) {
	stems := text.NewAnalyzer()
	for _, form := range forms {
		out = append(out, stems.StemsOf(form))
	}
	return out
}

// Holds reports whether a statement holds the words.
func (t *Typed) Holds(statement uint32) bool {
	s := t.v.Statements.At(statement)
	return t.times(&t.v.Columns, s.at, s.Words) > 0
}

// TopicWords appends the topic words of a statement to out: numbers of Printed with the bits of
// their use, and 0 for each run of other words.
func (c *Columns) TopicWords(statement uint32, out []uint32) []uint32 {
	s := c.Statements.At(statement)
	if s.Words == 0 {
		return out
	}
	tokens, next := c.tokens.From(s.at), 0
	use, gap := uint32(0), true
	for range s.Words {
		var word uint32
		word, next = nextWord(tokens, next)
		flags := *c.flags.At(word)
		switch {
		case flags&wordJoined != 0:
		case flags&wordCarries != 0:
			out = append(out, word|c.use(s.uses, use))
			use++
			gap = false
		case !gap:
			out = append(out, 0)
			gap = true
		}
	}
	return out
}

// use is how the n-th topic word of a statement is used, whose uses begin at a place.
func (c *Columns) use(at, n uint32) uint32 {
	return text.Usage(*c.uses.At(at + n/2) >> (n % 2 * 4) & 15)
}
