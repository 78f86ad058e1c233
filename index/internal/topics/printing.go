package topics

import (
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// printing counts in which forms topics are printed.
type printing struct {
	*Table
	grams   Grams
	wanted  rank.UnitSet        // numbers of the topics
	places  rank.Sparse[uint32] // of each of them
	last    uint32              // the highest of them
	listed  [][2][otherForm]int // of each topic: how often each listed form is printed, at the start of a sentence and within
	others  []map[gram]int      // of each topic: how much its other forms weigh
	words   []uint32
	numbers map[gram]int // places of topics
}

// printGrams returns topics in the form that is most frequent within sentences.
func (v *Table) printGrams(window *Counts, selected *selection, top []rankedGram) []Topic {
	p := printing{Table: v, grams: window.Grams, listed: make([][2][otherForm]int, len(top)), others: make([]map[gram]int, len(top)), numbers: map[gram]int{}}
	for i, r := range top {
		p.last = max(p.last, r.number)
		*p.places.At(r.number) = uint32(i)
		p.numbers[*p.grams.keys.At(r.number)] = i
	}
	p.wanted.Reset(int(p.last) + 1)
	for _, r := range top {
		p.wanted.Add(r.number)
	}
	if len(top) > 0 && !p.countNear(selected, top) {
		for _, unit := range selected.units {
			p.count(unit, 1)
		}
	}
	var out []Topic
	for i, r := range top {
		out = append(out, Topic{mostFrequent(p.forms(i, r.number)), r.statements, r.articles})
	}
	return out
}

// countNear counts the forms by those in a window near the statements, and reports whether there
// is one that tells them.
func (p *printing) countNear(s *selection, top []rankedGram) bool {
	if s.near == nil || s.near.forms == nil || int(p.last) >= len(s.near.counts) {
		return false
	}
	for place, r := range top {
		for form := range p.grams.formsOf(r.number) {
			at := p.grams.formSlot(r.number, form)
			p.listed[place][0][form] += int(s.near.forms[at])
			p.listed[place][withinSentence][form] += int(s.near.forms[at+1])
		}
	}
	for _, of := range s.near.others {
		if of.gram <= p.last && p.wanted.Has(of.gram) && holds(s.set, of.unit) {
			p.readForms(of.unit, p.places.Of(of.gram))
		}
	}
	for unit := range s.differing() {
		if holds(s.set, unit) {
			p.count(unit, 1)
		} else {
			p.count(unit, -1)
		}
	}
	return true
}

// count counts the forms in a statement, or takes those that are listed from the counts by -1.
func (p *printing) count(unit uint32, by int) {
	found := p.grams.in(unit)
	for len(found) > 0 && found[0].number() <= p.last {
		n, same := found[0].number(), 1
		for same < len(found) && found[same].number() == n {
			same++
		}
		if p.wanted.Has(n) {
			p.countForms(unit, n, found[:same], by)
		}
		found = found[same:]
	}
}

// countForms counts the forms of a topic in a statement that holds it in some entries.
func (p *printing) countForms(unit, n uint32, found []entry, by int) {
	place := p.places.Of(n)
	for _, e := range found {
		if e.form() == otherForm {
			if by > 0 {
				p.readForms(unit, place)
			}
			return
		}
	}
	for _, e := range found {
		p.listed[place][e&withinSentence][e.form()] += by
	}
}

// readForms reads the forms of a topic in a statement.
func (p *printing) readForms(unit, place uint32) {
	if p.others[place] == nil {
		p.others[place] = map[gram]int{}
	}
	p.words = eachGram(&p.Columns, unit, p.words, func(stems, printed gram) {
		if i, ok := p.numbers[stems]; ok && i == int(place) {
			p.others[place][bare(printed)] += formWeight(printed[0]&text.InSentence != 0)
		}
	})
}

// forms returns how much each printed form of a topic weighs.
func (p *printing) forms(place int, n uint32) map[string]int {
	out := map[string]int{}
	if n < p.grams.common {
		for i, form := range p.grams.formsOf(n) {
			for within := range 2 {
				if times := p.listed[place][within][i]; times > 0 {
					out[p.printedGram(form)] += times * formWeight(within == withinSentence)
				}
			}
		}
	}
	for form, weight := range p.others[place] {
		out[p.printedGram(form)] += weight
	}
	return out
}

// formWeight prefers forms within a sentence: the first word of a sentence
// always has a capital.
func formWeight(within bool) int {
	if within {
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
