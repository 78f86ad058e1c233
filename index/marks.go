package index

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Marks returns the byte ranges of body that match words: terms as typed, in
// other inflections, spellings and as synonyms, phrases as a whole. They are in order and
// do not overlap.
func (x *Index) Marks(body string, words Words) []article.Span {
	t := x.vocabulary.Topic(words)
	cut := text.NewAnalyzer().Words(body)
	var out []article.Span
	for _, phrase := range t.Phrases {
		out = append(out, text.FindStems(cut, phrase.Stems)...)
	}
	for _, term := range t.Terms {
		out = append(out, term.Spans(cut)...)
	}
	return withoutOverlaps(out)
}

// ShareHeld returns the share of words that body holds in any inflection: each
// term counts for one, and so does each phrase, if any word of it is there.
func (x *Index) ShareHeld(body string, words Words) float64 {
	all := slices.Concat(words.Terms, words.Phrases)
	all = all[:min(len(all), MaxWords)]
	if len(all) == 0 {
		return 0
	}
	cut, held := text.NewAnalyzer().Words(body), 0
	for _, w := range all {
		t := x.vocabulary.Topic(Words{Terms: strings.Fields(w)})
		if slices.ContainsFunc(t.Terms, func(term query.Term) bool { return len(term.Spans(cut)) > 0 }) {
			held++
		}
	}
	return float64(held) / float64(len(all))
}

// withoutOverlaps sorts spans and keeps the first and longest of those that
// overlap.
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
