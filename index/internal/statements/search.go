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
	out.Dated = slices.ContainsFunc(groups, func(g Group) bool { return v.dated(g.Unit, len(q.By) > 0) })
	for _, g := range rank.First(groups, q.Offset, q.Limit, v.groupOrder(q.Sort)) {
		out.Hits = append(out.Hits, v.hit(g))
	}
	return out, nil
}

// Groups returns all statements that answer q, whose words are t, repeats collapsed, in
// no order.
func (v *View) Groups(ctx context.Context, s *Buffers, t query.Topic, q query.Query) ([]Group, error) {
	return v.groups(ctx, s, t, q, false)
}

func (v *View) groups(ctx context.Context, s *Buffers, t query.Topic, q query.Query, scored bool) ([]Group, error) {
	all, err := v.find(ctx, s, t, v.filter(q), scored)
	if err != nil {
		return nil, err
	}
	return v.collapse(ctx, s, all)
}

// count counts groups, their persons and their articles.
func (v *View) count(s *Buffers, groups []Group) answer.Result {
	out := answer.Result{Total: len(groups)}
	s.articles.Reset(v.Articles.Len())
	s.persons.Reset(v.people.Len())
	count := func(unit uint32) {
		if s.articles.Add(v.Statements.At(unit).Article) {
			out.Articles++
		}
	}
	for _, g := range groups {
		if p := v.personOf(g.Unit); p >= 0 && s.persons.Add(uint32(p)) {
			out.Speakers++
		}
		count(g.Unit)
		for _, other := range g.Also {
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
		if !e.Date.Known() {
			continue
		}
		if e.Sentence.Bytes().Overlaps(said) {
			return true
		}
		for p := a.Passages.First; p < a.Passages.End && !own; p++ {
			paragraph := article.Span{Start: int(v.Passages.At(p).Start), End: int(v.Passages.At(p).End)}
			if paragraph.Contains(said) && paragraph.Contains(e.Sentence.Bytes()) {
				return true
			}
		}
	}
	return false
}

func (v *View) hit(g Group) answer.Hit {
	s := v.Statements.At(g.Unit)
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
