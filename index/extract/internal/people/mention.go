package people

import "github.com/briefing-bot/briefing-bot/index/extract/internal/doc"

// resolver finds whom pronouns and descriptions mean.
type resolver struct{ discourse }

func (c *finder) newResolver() *resolver {
	w := &resolver{discourse: discourse{finder: c, subject: -1, lastSubject: -1, speaker: -1, neutral: -1, clause: -1, local: -1, lastNamed: -1, quoteHeld: -1, quoteOf: -1, inSentence: -1, inRole: make([]bool, len(c.Tokens))}}
	w.countTold()
	for i := range c.entities {
		c.entities[i].rank = salience{}
		for _, r := range c.entities[i].roles {
			if r.deed {
				continue
			}
			for t := r.first; t < r.last; t++ {
				w.inRole[t] = true
			}
		}
	}
	return w
}

// addMention records that tokens first to last mean entity id.
func (w *resolver) addMention(id, first, last int, pronoun bool) {
	span := w.Span(first, last)
	if pronoun {
		span = w.PronounSpan(first)
	}
	w.mentions = append(w.mentions, mention{span, id, pronoun})
	w.noteMention(id, first, last, candidate{Range: doc.Range{First: first, Last: last}, title: -1})
}

// candidateAfter returns the name that begins at token i, a title or article aside.
func (w *resolver) candidateAfter(i int) *candidate {
	for n := w.next; n < len(w.candidates) && w.candidates[n].First < i+6; n++ {
		c := &w.candidates[n]
		if c.First == i || c.First > i && c.title >= 0 && w.roleStart(c.title, i) == i {
			return c
		}
		if c.First > i {
			return nil
		}
	}
	return nil
}

// quoteSpeaker returns the speaker of the quotation that token i is in, who is no
// he or she there; -1 if none is known.
func (w *resolver) quoteSpeaker(i int) int {
	q := w.quoted[i]
	if q < 0 || w.speaking[q] < 0 {
		return -1
	}
	return w.statements[w.speaking[q]].Speaker
}
