package extract

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// findStatements finds the attributions of d: content, cue, source and
// confidence. Who the source words mean is for findPeople to say.
func findStatements(d *document) []article.Statement {
	var out []article.Statement
	for _, s := range d.sentences {
		for i := s.first; i < s.last; i++ {
			if !reportingVerbs[strings.ToLower(d.word(i))] {
				continue
			}
			if st, ok := byVerb(d, s, i); ok {
				out = append(out, st)
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b article.Statement) int { return a.Content[0].Start - b.Content[0].Start })
	return out
}

// byVerb reads "X said (that) …" and "…, X said" around verb i of sentence s.
func byVerb(d *document, s run, i int) (article.Statement, bool) {
	first := i
	for first > s.first && d.tokens[first-1].kind == wordToken && i-first < 6 {
		first--
	}
	st := article.Statement{Kind: article.Indirect, Cue: d.tokens[i].Span, Speaker: article.Nobody, Confidence: 0.5}
	if first < i {
		st.Source = article.Span{Start: d.tokens[first].Start, End: d.tokens[i-1].End}
	}
	last := s.last - 1
	for last > i && d.tokens[last].kind == markToken {
		last--
	}
	switch {
	case last > i+2:
		from := i + 1
		for from < last && (d.tokens[from].kind == markToken || d.word(from) == "that") {
			from++
		}
		st.Content = []article.Span{{Start: d.tokens[from].Start, End: d.tokens[last].End}}
	case first > s.first+2:
		st.Content = []article.Span{{Start: d.tokens[s.first].Start, End: d.tokens[first-1].Start}}
	default:
		return st, false
	}
	return st, true
}

var reportingVerbs = wordSet(`said says told wrote warned stated added announced argued claimed insisted noted`)
