package segment

import (
	"runtime"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

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

// InTitle reports whether the title of an article holds one of some runs of words.
func (v *Snapshot) InTitle(article uint32, runs []words.Run) bool {
	a := v.Articles.At(article)
	return v.holdsAny(a.words, a.TitleWords, runs)
}

// InPassage reports whether a passage holds one of some runs of words.
func (v *Snapshot) InPassage(passage uint32, runs []words.Run) bool {
	p := v.Passages.At(passage)
	return v.holdsAny(p.at, p.Words(), runs)
}

// holdsAny reports whether so many words from a place in tokens on hold one of some runs.
func (v *Snapshot) holdsAny(at, many uint32, runs []words.Run) bool {
	if many == 0 {
		return false
	}
	tokens := v.tokens.From(at)
	return slices.ContainsFunc(runs, func(r words.Run) bool { return r.In(&v.Vocabulary, tokens, many) })
}

// Typed tells the statements that hold folded words one after another. It must be used by one
// goroutine at a time.
type Typed struct {
	v   *Snapshot
	run words.Run
}

// Typed returns what tells the statements with words.
func (v *Snapshot) Typed(forms []string) *Typed {
	run, _ := v.FormRun(forms)
	return &Typed{v, run}
}

// Holds reports whether a statement holds the words.
func (t *Typed) Holds(statement uint32) bool {
	s := t.v.Statements.At(statement)
	return t.run.Times(&t.v.Vocabulary, t.v.tokens.From(s.at), s.Words) > 0
}

// Occurrences tells how often statements hold a wording, and whether as typed. It must be used
// by one goroutine at a time.
type Occurrences struct {
	typed *Typed // nil of a wording that is as typed anyway
	v     *Snapshot
	stem  words.Matcher
	runs  []words.Run // of a wording of several words, in place of stem: the first that a statement holds counts
}

// StemOccurrences returns what tells of a stem.
func (v *Snapshot) StemOccurrences(stem string, typed *Typed) *Occurrences {
	return &Occurrences{typed: typed, v: v, stem: v.Stemmed(stem)}
}

// RunOccurrences returns what tells of the first of some runs of folded words that a statement holds.
func (v *Snapshot) RunOccurrences(typed *Typed, runs ...[]string) *Occurrences {
	o := &Occurrences{typed: typed, v: v}
	for _, forms := range runs {
		run, _ := v.FormRun(forms)
		o.runs = append(o.runs, run)
	}
	return o
}

// In returns how often a statement holds the wording, and reports whether as typed.
func (o *Occurrences) In(statement uint32) (times uint32, exact bool) {
	s := o.v.Statements.At(statement)
	tokens := o.v.tokens.From(s.at)
	for i := range o.runs {
		if times = o.runs[i].Times(&o.v.Vocabulary, tokens, s.Words); times > 0 {
			return times, o.typed == nil || o.typed.Holds(statement)
		}
	}
	if len(o.runs) > 0 {
		return 0, false
	}
	if len(o.typed.run) > 1 {
		times = o.stem.Times(tokens, s.Words)
		return times, times > 0 && o.typed.Holds(statement)
	}
	times, exacts := words.Count(tokens, s.Words, &o.stem, &o.typed.run[0])
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

// Peaks returns the peak of each statement. Stems for which leave returns true are not counted.
func (v *Snapshot) Peaks(leave func(stem string) bool) []words.Peak {
	peaks, out := words.NewPeaks(&v.Vocabulary, leave), make([]words.Peak, v.Statements.Len())
	for i, s := range v.Statements.All() {
		if s.Words > 0 {
			out[i] = peaks.Of(v.tokens.From(s.at), s.Words)
		}
	}
	return out
}

// TopicWords appends the topic words of a statement to out: numbers of Printed with the bits of
// their use, and 0 for each run of other words.
func (c *Columns) TopicWords(statement uint32, out []uint32) []uint32 {
	s := c.Statements.At(statement)
	if s.Words == 0 {
		return out
	}
	return c.AppendTopicWords(c.tokens.From(s.at), s.Words, c.uses.From(s.uses), out)
}
