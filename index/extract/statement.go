package extract

import (
	"cmp"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// findStatements finds the attributions of d: content, cue, source and
// confidence. Who the source words mean is for findPeople to say.
func findStatements(d *document) []article.Statement {
	m, err := readModel(statementModel)
	if err != nil {
		return nil // a test reads the embedded model
	}
	return m.statements(d)
}

func (m *model) statements(d *document) []article.Statement {
	v := newView(d, &m.tagger)
	cues := m.cues.findCues(v)
	v.count(cues)
	r := reader{view: v, model: m}
	var verdicts []verdict
	readings := map[int]reading{}
	for k, c := range cues {
		s := r.surroundings(c)
		s.rivals = rivals(cues, k)
		list := r.propose(&s)
		r.weigh(&s, list)
		if found, ok := decide(list); ok && found.chance >= m.least {
			found.cue, found.cueNumber = c.run, k
			readings[k] = list[found.best]
			verdicts = append(verdicts, found)
		}
	}
	var out []article.Statement
	for _, found := range settle(verdicts) {
		out = append(out, r.statement(found, readings[found.cueNumber]))
	}
	slices.SortStableFunc(out, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return out
}

// statement puts a reading into bytes.
func (r *reader) statement(found verdict, best reading) article.Statement {
	st := article.Statement{Speaker: article.Nobody, Confidence: r.confidence(found.chance), Cue: r.bytes(found.cue)}
	if !best.source.empty() {
		st.Source = r.bytes(best.source)
	}
	st.Kind = r.kind(best)
	for _, part := range best.parts {
		switch {
		case part.empty():
		case st.Kind == article.Direct:
			st.Content = append(st.Content, r.quotedSpans(part)...)
		default:
			st.Content = append(st.Content, r.balanced(part))
		}
	}
	return st
}

func (v *view) bytes(r run) article.Span {
	return article.Span{Start: v.tokens[r.first].Start, End: v.tokens[r.last-1].End}
}

// quotedSpans are the quotations in a part that is direct speech, each without
// its marks and with the punctuation that it ends with.
func (v *view) quotedSpans(part run) []article.Span {
	var out []article.Span
	for i := part.first; i < part.last; i++ {
		q := v.quoted[i]
		if q < 0 {
			continue
		}
		span := v.tokens[i].Span
		for i+1 < part.last && v.quoted[i+1] == q {
			i++
		}
		span.End = v.tokens[i].End
		for j := i + 1; j < len(v.tokens) && v.quoted[j] == q && v.ending(j); j++ {
			span.End = v.tokens[j].End
		}
		out = append(out, span)
	}
	return out
}

// ending says whether token j is punctuation that ends a clause.
func (v *view) ending(j int) bool {
	return v.classes[j] == stop || v.classes[j] == comma || v.word(j) == "…"
}

// balanced is a part with the quotation marks at its ends whose partners it holds.
func (v *view) balanced(part run) article.Span {
	first, last := part.first, part.last
	if first > 0 && v.marks[first]&afterOpening != 0 {
		first--
	}
	if q := v.quoted[part.last-1]; q >= 0 && v.endsQuote(part.last-1) {
		for last < len(v.tokens) && v.marks[last-1]&closesQuote == 0 {
			last++
		}
	}
	return article.Span{Start: v.tokens[first].Start, End: v.tokens[last-1].End}
}

// kind says how much of a reading's content is quoted.
func (v *view) kind(best reading) article.Kind {
	in, out := 0, 0
	for _, part := range best.parts {
		for i := part.first; i < part.last; i++ {
			switch {
			case v.tokens[i].kind == markToken:
			case v.quoted[i] >= 0:
				in++
			default:
				out++
			}
		}
	}
	switch {
	case in == 0:
		return article.Indirect
	case out == 0:
		return article.Direct
	}
	return article.Mixed
}
