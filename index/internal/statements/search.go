package statements

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// Search returns the page of the statements that answer q, whose words are t, computed
// in s; see Statements of package index.
func (v *View) Search(ctx context.Context, s *Buffers, t query.Topic, q query.Query) (answer.Result, error) {
	groups, err := v.groups(ctx, s, t, q, true)
	if err != nil {
		return answer.Result{}, err
	}
	out := v.count(s, groups)
	out.Dated = slices.ContainsFunc(groups, func(g group) bool { return v.dated(g.unit, len(q.By) > 0) })
	for _, g := range rank.First(groups, q.Offset, q.Limit, v.groupOrder(q.Sort)) {
		out.Hits = append(out.Hits, v.hit(g))
	}
	return out, nil
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
	groups, err := v.groups(ctx, s, t, q, false)
	if err != nil {
		return err
	}
	for _, g := range groups {
		visit(g.unit, g.also)
	}
	return nil
}

func (v *View) groups(ctx context.Context, s *Buffers, t query.Topic, q query.Query, scored bool) ([]group, error) {
	all, err := v.find(ctx, s, t, v.filter(q), scored)
	if err != nil {
		return nil, err
	}
	return v.collapse(ctx, s, all)
}

// count counts groups, their persons and their articles.
func (v *View) count(s *Buffers, groups []group) answer.Result {
	out := answer.Result{Total: len(groups)}
	s.articles.Reset(v.Articles.Len())
	s.persons.Reset(v.people.Len())
	count := func(unit uint32) {
		if s.articles.Add(v.Statements.At(unit).Article) {
			out.Articles++
		}
	}
	for _, g := range groups {
		if p := v.personOf(g.unit); p >= 0 && s.persons.Add(uint32(p)) {
			out.Speakers++
		}
		count(g.unit)
		for _, other := range g.also {
			count(other)
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

func (v *View) hit(g group) answer.Hit {
	s := v.Statements.At(g.unit)
	hit := answer.Hit{Article: v.IDs.At(s.Article), Statement: int(s.Index), Event: -1,
		Score: g.score + 1000*float64(query.SynonymTier-g.tier)}
	seen := map[uint32]bool{s.Article: true}
	for _, other := range v.inOrder(g) {
		if a := v.Statements.At(other).Article; !seen[a] {
			seen[a] = true
			hit.Also = append(hit.Also, v.IDs.At(a))
		}
	}
	return hit
}
