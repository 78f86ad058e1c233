package index

import (
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
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

	filters  []*query.Filter // of each query, made for snapshot
	snapshot *snapshot
}

type percolated struct {
	query Query
	topic query.Topic
}

// NewMatcher returns a Matcher of queries, which mean the same as in
// Statements. Sort, Offset and Limit are ignored.
func (x *Index) NewMatcher(queries []Query) *Matcher {
	m := &Matcher{x: x, byStem: map[string][]int{}, byKey: map[string][]int{}, bySource: map[string][]int{}}
	for i, q := range queries {
		p := percolated{q, x.vocabulary.Topic(q.Words)}
		m.queries = append(m.queries, p)
		stems := p.topic.SomeStems()
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
		m.snapshot, m.filters = v, make([]*query.Filter, len(m.queries))
	}
	out := map[int][]int{}
	for unit := column.Statements.First; unit < column.Statements.End && int(unit) < v.Statements.Len() && ctx.Err() == nil; unit++ {
		n := int(v.Statements.At(unit).Index)
		words := analyzer.WordsOf(r.Text, r.Annotation.Statements[n].Content)
		for _, q := range m.candidates(v, unit, words) {
			if m.filters[q] == nil {
				m.filters[q] = v.filter(m.queries[q].query)
			}
			if m.filters[q].Statement(unit) && m.queries[q].topic.Within(words) {
				out[n] = append(out[n], q)
			}
		}
	}
	return out, ctx.Err()
}

// candidates returns the queries that a statement may answer, in order.
func (m *Matcher) candidates(v *snapshot, unit uint32, words []text.Word) []int {
	source := v.Sources.At(v.Articles.At(v.Statements.At(unit).Article).Source)
	out := append(slices.Clone(m.rest), m.bySource[strings.ToLower(source)]...)
	seen := map[string]bool{}
	for _, w := range words {
		if !seen[w.Stem] {
			seen[w.Stem] = true
			out = append(out, m.byStem[w.Stem]...)
		}
	}
	if p := v.personOf(unit); p >= 0 {
		out = append(out, m.byKey[v.identities.Key(uint32(p))]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
