package people

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// resolver goes through the article once, in order, and keeps what a reader has
// in mind: who was mentioned, who was the subject, who spoke last.
type resolver struct {
	*finder
	recent      []int32 // characters, last mentioned first
	inSentence  int32
	inParagraph int
	subject     int // of this sentence, -1 where no person
	lastSubject int // of the sentence before
	speaker     int // who spoke last
	speakerAt   int32
	local       int // the subject of the last clause, or whom "who" means
	lastNamed   int // who was mentioned last
	namedUntil  int // and where that mention ends
	quoteHeld   int // the subject of the last clause in the quotation
	quoteOf     int32
	clause      int // the character whose verb the words since belong to, -1 where a new clause began
	next        int // candidate
	inQuotation bool
	told        []int32 // sentences up to each one that are not all quoted
	inRole      []bool
	neutral     int // the last character who uses they
	neutralAt   int // and the token of the last mention
}

func (c *finder) newResolver() *resolver {
	w := &resolver{finder: c, subject: -1, lastSubject: -1, speaker: -1, neutral: -1, clause: -1, local: -1, lastNamed: -1, quoteHeld: -1, quoteOf: -1, inSentence: -1, inRole: make([]bool, len(c.d.Tokens))}
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

// resolveAll resolves names of one word that several bear, then pronouns and
// descriptions.
func (c *finder) resolveAll() {
	w := c.newResolver()
	w.walk(func(int) int { return 0 })
	c.speakersByName()
	w = c.newResolver()
	w.walk(w.resolve)
	for i := range c.candidates {
		if n := c.candidates[i]; n.entity >= 0 {
			who := &c.entities[n.entity]
			span := c.span(n.first, n.last)
			who.spans = append(who.spans, span)
			who.forms = append(who.forms, span)
		}
	}
	for _, m := range c.mentions {
		c.entities[m.entity].spans = append(c.entities[m.entity].spans, m.Span)
	}
}

// walk visits the names in order and hands every other token to visit, which
// says how many more tokens it took.
func (w *resolver) walk(visit func(i int) int) {
	for i := 0; i < len(w.d.Tokens); i++ {
		w.enter(i)
		for w.next < len(w.candidates) && w.candidates[w.next].first < i {
			w.next++
		}
		if w.next < len(w.candidates) && w.candidates[w.next].first == i {
			n := &w.candidates[w.next]
			if n.entity < 0 && !n.body {
				if n.entity = w.choose(*n); n.entity >= 0 {
					w.entities[n.entity].count++
					if len(w.byFamily[w.key(*n)]) > 1 { // findRoles could not know whose it is
						w.rolesOf(n.entity, *n)
					}
				}
			}
			if n.entity >= 0 {
				w.noteName(*n)
			}
			i = n.last - 1
			continue
		}
		i += visit(i)
	}
}

// enter notes that token i begins a sentence, a paragraph or a clause.
func (w *resolver) enter(i int) {
	if s := w.sentence[i]; s != w.inSentence {
		w.lastSubject = w.subject
		w.subject, w.clause, w.local, w.inSentence = -1, -1, -1, s
		if w.inParagraph < len(w.d.Paragraphs) && i >= w.d.Paragraphs[w.inParagraph].Last {
			w.inParagraph++
		}
	}
	w.inQuotation = w.quoted[i] >= 0 || w.reported[i]
	if q := w.quoted[i]; q != w.quoteOf {
		w.quoteOf, w.quoteHeld = q, -1
	}
	if word := w.d.Word(i); word == "who" && w.lastNamed >= 0 && i-w.namedUntil <= 1 {
		w.local = w.lastNamed
	}
	if w.info[i].is(clauseStart) || w.d.Tokens[i].Kind == doc.Mark && !w.apostrophe(i) {
		w.clause = -1
	}
}

// resolve finds whom the pronoun or description at token i means.
func (w *resolver) resolve(i int) int {
	info := w.info[i]
	switch {
	case info.is(pronounWord):
		w.pronoun(i)
	case w.d.Word(i) == "They" || w.d.Word(i) == "they":
		w.they(i)
	case w.d.Word(i) == "pronoun" || w.d.Word(i) == "pronouns":
		w.declareNeutral(i)
	case info.is(commonWord) && (w.article(i) || w.determiner(i)):
		return w.description(i)
	}
	return 0
}

// addMention records that tokens first to last mean character id.
func (w *resolver) addMention(id, first, last int, pronoun bool) {
	span := w.span(first, last)
	if pronoun {
		span = w.pronounSpan(first)
	}
	w.mentions = append(w.mentions, mention{span, id, pronoun})
	w.noteMention(id, first, last, candidate{first: first, last: last, title: -1})
}

// meaning is the character of the mention that covers exactly span, -1 where none.
func (c *finder) meaning(span article.Span) int {
	at, found := slices.BinarySearchFunc(c.mentions, span, func(m mention, s article.Span) int { return compareSpans(m.Span, s) })
	if !found {
		return -1
	}
	return c.mentions[at].entity
}
