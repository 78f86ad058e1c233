package statements

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Search returns the page of the statements that answer q, whose words are t, computed
// in s; see Statements of package index.
func (v *View) Search(ctx context.Context, s *Buffers, t query.Topic, q query.Query) (answer.Result, error) {
	var c *scorer
	var found []uint32
	var err error
	keep := v.newGate(q, v.filter(q))
	if t.Empty() {
		found, err = v.all(ctx, s, t.Excluded, keep)
	} else {
		var m matches
		if m, err = v.match(ctx, s, t); err == nil && len(m.units) > 0 {
			c = v.newScorer(m)
			found, err = v.kept(ctx, m, keep)
		}
	}
	if err != nil {
		return answer.Result{}, err
	}
	out := v.count(s, found)
	groups, err := v.collapse(ctx, s, found)
	if err != nil {
		return answer.Result{}, err
	}
	out.Total = len(groups)
	out.Dated = slices.ContainsFunc(groups, func(g group) bool { return v.dated(g.unit, len(q.By) > 0) })
	page, err := v.page(ctx, s, c, groups, q)
	for _, r := range page {
		out.Hits = append(out.Hits, v.hit(s, r))
	}
	return out, err
}

// Each visits the statements that answer q, whose words are t, in no order: the earliest of
// each group of repeats, with the others, which the visitor must not keep.
func (v *View) Each(ctx context.Context, s *Buffers, t query.Topic, q query.Query, visit func(unit uint32, also []uint32)) error {
	if t.Empty() && len(q.By) == 0 {
		if len(t.Excluded) > 0 {
			if err := v.exclude(ctx, s, t.Excluded); err != nil {
				return err
			}
		}
		return v.wide(ctx, s, v.filter(q), len(t.Excluded) > 0, visit)
	}
	found, err := v.find(ctx, s, t, v.newGate(q, v.filter(q)))
	if err != nil {
		return err
	}
	groups, err := v.collapse(ctx, s, found)
	if err != nil {
		return err
	}
	for _, g := range groups {
		s.units = v.also(s, g, s.units[:0])
		visit(g.unit, s.units)
	}
	return nil
}

// find returns the statements that hold all words of a topic and pass a filter. They are
// valid until the next call.
func (v *View) find(ctx context.Context, s *Buffers, t query.Topic, keep *gate) ([]uint32, error) {
	if t.Empty() {
		return v.all(ctx, s, t.Excluded, keep)
	}
	m, err := v.match(ctx, s, t)
	if err != nil {
		return nil, err
	}
	return v.kept(ctx, m, keep)
}

// kept returns those that match and pass a filter.
func (v *View) kept(ctx context.Context, m matches, keep *gate) ([]uint32, error) {
	out := m.units[:0]
	for i, unit := range m.units {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if keep.passes(unit) {
			out = append(out, unit)
		}
	}
	return out, nil
}

// all returns the statements that a filter lets through and that hold none of the stems.
func (v *View) all(ctx context.Context, s *Buffers, excluded []string, keep *gate) ([]uint32, error) {
	if len(excluded) > 0 {
		if err := v.exclude(ctx, s, excluded); err != nil {
			return nil, err
		}
	}
	out := s.matched[:0]
	err := v.each(ctx, keep.keep, false, func(unit uint32) {
		if keep.passes(unit) && (len(excluded) == 0 || !s.excluded.Has(unit)) {
			out = append(out, unit)
		}
	})
	s.matched = out
	return out, err
}

// each visits the statements of the persons whom a filter asks for, or all.
func (v *View) each(ctx context.Context, keep *query.Filter, anybody bool, visit func(unit uint32)) error {
	speakers := keep.Speakers()
	for i, variant := range v.Speakers.All() {
		if err := segment.Stopped(ctx, i); err != nil {
			return err
		}
		if anybody || speakers == nil || *variant != segment.Nobody && speakers[*variant] {
			visit(uint32(i))
		}
	}
	return nil
}

// count counts the persons and the articles of statements.
func (v *View) count(s *Buffers, found []uint32) (out answer.Result) {
	s.articles.Reset(v.Articles.Len())
	s.persons.Reset(v.people.Len())
	known := v.calendar.known.Load()
	for _, unit := range found {
		var article uint32
		if known {
			article = v.calendar.articles.Through(unit) - 1
		} else {
			article = v.Statements.At(unit).Article
		}
		if s.articles.Add(article) {
			out.Articles++
		}
		if variant := *v.Speakers.At(unit); variant != segment.Nobody && s.persons.Add(v.people.Of(variant)) {
			out.Speakers++
		}
	}
	return out
}

// dated reports whether a statement has a dated sentence in its paragraph or, if own is
// set, in itself.
func (v *View) dated(statement uint32, own bool) bool {
	s := v.Statements.At(statement)
	a := v.Articles.At(s.Article)
	said := article.Span{Start: int(s.Start), End: int(s.End)}
	for unit := a.Events.First; unit < a.Events.End; unit++ {
		e := v.Events.At(unit)
		if !v.EventDate(e).Known() {
			continue
		}
		if e.Sentence.Bytes().Overlaps(said) {
			return true
		}
		for p := a.Passages.First; p < a.Passages.End && !own; p++ {
			paragraph := v.Passages.At(p).Span()
			if paragraph.Contains(said) && paragraph.Contains(e.Sentence.Bytes()) {
				return true
			}
		}
	}
	return false
}
