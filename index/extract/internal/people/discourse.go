package people

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// walk visits the names in order and hands every other token to visit, which
// returns how many more tokens it took.
func (w *discourse) walk(visit func(i int) int) {
	for i, steps := 0, 0; i < len(w.Tokens); i, steps = i+1, steps+1 {
		if w.StoppedAt(steps) {
			return
		}
		w.enter(i)
		for w.next < len(w.candidates) && w.candidates[w.next].First < i {
			w.next++
		}
		if w.next < len(w.candidates) && w.candidates[w.next].First == i {
			n := &w.candidates[w.next]
			if n.entity < 0 && !n.body {
				if n.entity, n.sure = w.choose(*n); n.entity >= 0 {
					w.entities[n.entity].count++
					if len(w.byFamily[w.FamilyKey(n.Range)]) > 1 { // findRoles could not know whose it is
						w.rolesOf(n.entity, *n)
					}
				}
			}
			switch {
			case n.entity >= 0:
				w.noteName(*n)
			case w.blocking && (w.ambiguous(*n) || w.stranger(*n)):
				w.addUnnamed(n.First, role{first: n.First, last: n.Last}, w.titleGender(*n))
			}
			i = n.Last - 1
			continue
		}
		i += visit(i)
	}
}

// enter notes that token i begins a sentence, a paragraph or a clause.
func (w *discourse) enter(i int) {
	if s := w.SentenceOf[i]; s != w.inSentence {
		if w.toldIn(w.inSentence) {
			w.lastSubject = w.subject // a reader who comes out of a quotation goes on where it began
		}
		w.subject, w.clause, w.local, w.inSentence = -1, -1, -1, s
		if w.inParagraph < len(w.Paragraphs) && i >= w.Paragraphs[w.inParagraph].Last {
			w.inParagraph++
		}
	}
	w.inQuotation = w.quoted[i] >= 0 || w.reported[i]
	if q := w.quoted[i]; q != w.quoteOf {
		w.quoteOf, w.quoteHeld = q, -1
	}
	if w.subject >= 0 && w.quoted[i] < 0 && w.Word(i-1) == "," && w.Info[i].Is(lexicon.SpeechVerb) && strings.HasSuffix(w.Word(i), "ing") {
		w.speaker, w.speakerAt = w.subject, w.inSentence // Berg backed it, saying ...
	}
	if word := w.Word(i); word == "who" && w.lastNamed >= 0 && i-w.namedUntil <= 1 {
		w.local = w.lastNamed
	}
	if w.Info[i].Is(lexicon.ClauseStart) || w.Tokens[i].Kind == doc.Mark && !w.Apostrophe(i) {
		w.clause = -1
	}
}

// stranger reports whether an unknown name does what persons do: "Dorn disagreed", or a full one
// at the beginning of its sentence or its main clause: "When Berg left, Aro Dorn took over". It may be a
// person's, and then he means Dorn.
func (w *discourse) stranger(n candidate) bool {
	if n.modifier || n.body || n.headline || w.quoted[n.First] >= 0 || w.reported[n.First] {
		return false
	}
	first := w.Sentences[w.inSentence].First
	if !w.OneWord(n.Range) {
		opens := n.First == first || w.Word(n.First-1) == "," && fronting[strings.ToLower(w.Word(first))]
		return n.score >= 0 && opens && w.PlainName(n.Last-1) && w.wordAfter(n.Last)
	}
	return n.score > 0 && w.Info[n.First].Class == 0 && first == n.First && w.clauseVerb(n.Last)
}

// wordAfter reports whether token i may be the verb of the name before it.
func (w *discourse) wordAfter(i int) bool {
	return i < len(w.Tokens) && w.Tokens[i].Kind == doc.Word && !w.Capital(i) && !w.Info[i].Is(lexicon.Preposition|lexicon.ClauseStart) && !joins(w.Word(i))
}

// ambiguous reports whether a name of one word may mean several whom the article names, and
// it is not clear which.
func (w *discourse) ambiguous(n candidate) bool {
	return w.OneWord(n.Range) && !n.modifier && !n.body && len(w.namesakes(w.FamilyKey(n.Range))) > 1
}
