package index

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Marks are the byte ranges of text that match the words: terms as typed, in
// other inflections and as synonyms, phrases as a whole. They stand in order
// and do not overlap.
func (x *Index) Marks(text string, words Words) []article.Span {
	t := x.topic(words)
	cut := newStemmer().words(text)
	var out []article.Span
	for _, phrase := range t.phrases {
		out = append(out, phrasePlaces(cut, phrase)...)
	}
	for _, w := range cut {
		if slices.ContainsFunc(t.terms, func(term topicTerm) bool { return term.matches(w) }) {
			out = append(out, w.Span)
		}
	}
	return withoutOverlaps(out)
}

// ShareHeld returns the share of words that text holds in any inflection: each
// term counts for one, and so does each phrase, if any word of it is there.
func (x *Index) ShareHeld(text string, words Words) float64 {
	all := slices.Concat(words.Terms, words.Phrases)
	all = all[:min(len(all), MaxWords)]
	if len(all) == 0 {
		return 0
	}
	cut, held := newStemmer().words(text), 0
	for _, w := range all {
		t := x.topic(Words{Terms: strings.Fields(w)})
		if slices.ContainsFunc(cut, func(w word) bool {
			return slices.ContainsFunc(t.terms, func(term topicTerm) bool { return term.matches(w) })
		}) {
			held++
		}
	}
	return float64(held) / float64(len(all))
}

func (t topicTerm) matches(w word) bool {
	return w.form == t.form || w.stem == t.stem || slices.Contains(t.synonyms, w.stem)
}

// phrasePlaces are where the words of a phrase follow each other, in any inflection.
func phrasePlaces(cut []word, phrase topicPhrase) []article.Span {
	cut = slices.DeleteFunc(slices.Clone(cut), func(w word) bool { return w.joined })
	var out []article.Span
	for i := 0; i+len(phrase.stems) <= len(cut); i++ {
		if slices.EqualFunc(phrase.stems, cut[i:i+len(phrase.stems)], func(stem string, w word) bool { return w.stem == stem }) {
			out = append(out, article.Span{Start: cut[i].Start, End: cut[i+len(phrase.stems)-1].End})
		}
	}
	return out
}

// withoutOverlaps sorts spans and keeps of overlapping ones the first and longest.
func withoutOverlaps(spans []article.Span) []article.Span {
	slices.SortFunc(spans, func(a, b article.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var out []article.Span
	for _, s := range spans {
		if n := len(out); n == 0 || s.Start >= out[n-1].End {
			out = append(out, s)
		}
	}
	return out
}
