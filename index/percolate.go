package index

import (
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Matcher holds many queries and finds those that a new article's statements
// answer (percolation). Queries are filed under what few articles have, a word
// or else a person or an outlet, so that an article is compared with few of
// them. It must be used by one goroutine at a time.
type Matcher struct {
	x        *Index
	queries  []percolated
	byStem   map[string][]int
	byKey    map[string][]int // persons
	bySource map[string][]int // outlets, in small letters
	rest     []int            // held against every statement

	filters  []*filter // of each query, made for snapshot
	snapshot *snapshot
}

type percolated struct {
	query Query
	topic topic
}

// NewMatcher returns a Matcher of queries, which mean the same as in
// Statements. Sort, Offset and Limit are ignored.
func (x *Index) NewMatcher(queries []Query) *Matcher {
	m := &Matcher{x: x, byStem: map[string][]int{}, byKey: map[string][]int{}, bySource: map[string][]int{}}
	for i, q := range queries {
		p := percolated{q, x.topic(q.Words)}
		m.queries = append(m.queries, p)
		stems := p.someStems()
		for _, stem := range stems {
			m.byStem[stem] = append(m.byStem[stem], i)
		}
		switch {
		case len(stems) > 0:
		case len(q.By) > 0:
			for _, key := range q.By {
				m.byKey[key] = append(m.byKey[key], i)
			}
		case len(q.Sources) > 0:
			for _, source := range q.Sources {
				source = strings.ToLower(source)
				m.bySource[source] = append(m.bySource[source], i)
			}
		default:
			m.rest = append(m.rest, i)
		}
	}
	return m
}

// someStems returns stems of which every answering statement has one: those of
// the longest term, usually the rarest.
func (p percolated) someStems() []string {
	var out []string
	longest := 0
	for _, t := range p.topic.terms {
		if n := len(t.stems[0]); n > longest {
			longest, out = n, t.filedUnder()
		}
	}
	for _, phrase := range p.topic.phrases {
		for _, stem := range phrase.stems {
			if len(stem) > longest {
				longest, out = len(stem), []string{stem}
				if len(phrase.stems) == 1 {
					out = phrase.term().filedUnder()
				}
			}
		}
	}
	return out
}

// filedUnder returns a stem of each wording.
func (t topicTerm) filedUnder() []string {
	var out []string
	for _, w := range t.wordings() {
		out = append(out, w.stems[0])
	}
	return out
}

// Match returns which queries the statements of an indexed article answer, by
// the index of the statement in its annotation. It returns nothing for an
// article that is not indexed.
func (m *Matcher) Match(ctx context.Context, r article.Record) (map[int][]int, error) {
	column, _, ok := m.x.article(r.ID)
	if !ok {
		return nil, nil
	}
	v, err := m.x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	analyzer := text.NewAnalyzer()
	if m.snapshot != v {
		m.snapshot, m.filters = v, make([]*filter, len(m.queries))
	}
	out := map[int][]int{}
	for unit := column.Statements.First; unit < column.Statements.End && int(unit) < len(v.Statements) && ctx.Err() == nil; unit++ {
		n := int(v.Statements[unit].Index)
		words := segment.ContentWords(analyzer, r.Text, r.Annotation.Statements[n].Content)
		for _, q := range m.candidates(v, unit, words) {
			if m.filters[q] == nil {
				m.filters[q] = v.filter(m.queries[q].query)
			}
			if m.filters[q].statement(unit) && m.queries[q].topic.within(words) {
				out[n] = append(out[n], q)
			}
		}
	}
	return out, ctx.Err()
}

// candidates returns the queries that a statement may answer, in order.
func (m *Matcher) candidates(v *snapshot, unit uint32, words []text.Word) []int {
	source := v.Sources[v.Articles[v.Statements[unit].Article].Source]
	out := append(slices.Clone(m.rest), m.bySource[strings.ToLower(source)]...)
	seen := map[string]bool{}
	for _, w := range words {
		if !seen[w.Stem] {
			seen[w.Stem] = true
			out = append(out, m.byStem[w.Stem]...)
		}
	}
	if p := v.personOf(unit); p >= 0 {
		out = append(out, m.byKey[v.identities.All[p].Key]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// within reports whether words hold every term and phrase of a topic as typed, and
// no excluded word.
func (t topic) within(words []text.Word) bool {
	for _, term := range t.terms {
		if len(term.spans(words)) == 0 {
			return false
		}
	}
	for _, phrase := range t.phrases {
		if !text.HoldForms(words, phrase.forms) {
			return false
		}
	}
	return !t.excludes(words)
}
