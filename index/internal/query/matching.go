package query

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Within reports whether words hold every term and phrase of a topic as typed, and
// no excluded word.
func (t Topic) Within(words []text.Word) bool {
	for _, term := range t.Terms {
		if len(term.Spans(words)) == 0 {
			return false
		}
	}
	for _, phrase := range t.Phrases {
		if !text.HoldForms(words, phrase.Forms) {
			return false
		}
	}
	return !t.Excludes(words)
}

// Excludes reports whether an excluded word is among words.
func (t Topic) Excludes(words []text.Word) bool {
	return slices.ContainsFunc(words, func(w text.Word) bool { return slices.Contains(t.Excluded, w.Stem) })
}

// AnyIn reports whether words hold any term or phrase of a topic.
func (t Topic) AnyIn(words []text.Word) bool {
	return slices.ContainsFunc(t.Terms, func(term Term) bool { return len(term.Spans(words)) > 0 }) ||
		slices.ContainsFunc(t.Phrases, func(p Phrase) bool { return len(text.FindStems(words, p.Stems)) > 0 })
}

// SomeStems returns stems of which every answering statement has one: those of
// the longest term, usually the rarest.
func (t Topic) SomeStems() []string {
	var out []string
	longest := 0
	for _, term := range t.Terms {
		if n := len(term.Stems[0]); n > longest {
			longest, out = n, term.filedUnder()
		}
	}
	for _, phrase := range t.Phrases {
		for _, stem := range phrase.Stems {
			if len(stem) > longest {
				longest, out = len(stem), []string{stem}
				if len(phrase.Stems) == 1 {
					out = phrase.Term().filedUnder()
				}
			}
		}
	}
	return out
}

// filedUnder returns a stem of each wording.
func (t Term) filedUnder() []string {
	var out []string
	for _, w := range t.Wordings() {
		out = append(out, w.Stems[0])
	}
	return out
}

// matches reports whether a word is the term in any wording of one word.
func (t Term) matches(w text.Word) bool {
	return len(t.Forms) == 1 && w.Form == t.Forms[0] ||
		slices.ContainsFunc(t.Wordings(), func(o Wording) bool { return len(o.Stems) == 1 && o.Stems[0] == w.Stem })
}

// Spans returns where words hold the term in any wording.
func (t Term) Spans(words []text.Word) []article.Span {
	var out []article.Span
	for _, w := range words {
		if t.matches(w) {
			out = append(out, w.Span)
		}
	}
	for _, o := range t.Wordings() {
		if len(o.Stems) > 1 {
			out = append(out, text.FindStems(words, o.Stems)...)
		}
	}
	return out
}
