package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// group is one row of an answer: repeats of a statement, the earliest first.
type group struct {
	found
	also []uint32 // other statements of the group, earliest first
}

// Statements finds statements whose content holds all terms and phrases and
// none of the excluded words. Repeats are one hit, of the earliest outlet.
func (x *Index) Statements(ctx context.Context, q Query) (Result, error) {
	v, err := x.acquire()
	if err != nil {
		return Result{}, err
	}
	defer v.Release()
	groups, err := v.statementGroups(ctx, q)
	if err != nil {
		return Result{}, err
	}
	out := v.countGroups(groups)
	out.Dated = slices.ContainsFunc(groups, func(g group) bool { return v.dated(g.unit, len(q.By) > 0) })
	for _, g := range rank.First(groups, q.Offset, q.Limit, v.groupOrder(q.Sort)) {
		out.Hits = append(out.Hits, v.statementHit(g))
	}
	return out, nil
}

// statementGroups returns all statements that answer q, repeats collapsed, in
// no order.
func (v *snapshot) statementGroups(ctx context.Context, q Query) ([]group, error) {
	kept, err := v.scoreStatements(ctx, q.Words, v.filter(q))
	if err != nil {
		return nil, err
	}
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.collapse(ctx, kept, s)
}

// dated reports whether a statement has a dated sentence in its paragraph or, if own is
// set, in itself.
func (v *snapshot) dated(statement uint32, own bool) bool {
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

// countGroups counts groups, their persons and their articles.
func (v *snapshot) countGroups(groups []group) Result {
	out := Result{Total: len(groups)}
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	s.seen.Reset(v.Articles.Len())
	s.other.Reset(v.identities.Len())
	count := func(unit uint32) {
		if s.seen.Add(v.Statements.At(unit).Article) {
			out.Articles++
		}
	}
	for _, g := range groups {
		if p := v.personOf(g.unit); p >= 0 && s.other.Add(uint32(p)) {
			out.Speakers++
		}
		count(g.unit)
		for _, other := range g.also {
			count(other)
		}
	}
	return out
}

func (v *snapshot) statementHit(g group) Hit {
	s := v.Statements.At(g.unit)
	hit := Hit{Article: v.IDs.At(s.Article), Statement: int(s.Index), Event: -1,
		Score: g.score + 1000*float64(query.SynonymTier-g.tier)}
	seen := map[uint32]bool{s.Article: true}
	for _, other := range g.also {
		if a := v.Statements.At(other).Article; !seen[a] {
			seen[a] = true
			hit.Also = append(hit.Also, v.IDs.At(a))
		}
	}
	return hit
}

// groupOrder returns the comparison of groups for a sort.
func (v *snapshot) groupOrder(by Sort) func(a, b group) int {
	return func(a, b group) int {
		x, y := v.Statements.At(a.unit), v.Statements.At(b.unit)
		when := y.When.Compare(x.When)
		switch by {
		case Newest:
		case Oldest:
			when = x.When.CompareOldest(y.When)
		default:
			if c := cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.score, a.score)); c != 0 {
				return c
			}
		}
		return cmp.Or(when, cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
	}
}

// repeatKey is equal for repeats: the same words of the same person.
type repeatKey struct {
	content uint64
	person  int
}

func (v *snapshot) repeatKey(statement uint32) repeatKey {
	return repeatKey{v.Statements.At(statement).Content, v.personOf(statement)}
}

// collapse makes one group of repeats, with the earliest publication first and
// the best score. It stops once ctx is done.
func (v *snapshot) collapse(ctx context.Context, all []found, s *buffers) ([]group, error) {
	groups := make([]group, 0, len(all))
	places := s.hashTable(2 * len(all))
	for i, f := range all {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		key := v.repeatKey(f.unit)
		at := key.hash() & uint64(len(places)-1)
		for places[at] != 0 && v.repeatKey(groups[places[at]-1].unit) != key {
			at = (at + 1) & uint64(len(places)-1)
		}
		if places[at] == 0 {
			groups = append(groups, group{found: f})
			places[at] = uint32(len(groups))
			continue
		}
		g := &groups[places[at]-1]
		g.tier, g.score = min(g.tier, f.tier), max(g.score, f.score)
		g.also = append(g.also, f.unit)
	}
	for i := range groups {
		v.orderRepeats(&groups[i])
	}
	return groups, ctx.Err()
}

// hash spreads keys over a table.
func (k repeatKey) hash() uint64 {
	return (k.content ^ uint64(k.person+1)*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93 >> 20
}

// orderRepeats puts the earliest of a group first.
func (v *snapshot) orderRepeats(g *group) {
	if len(g.also) == 0 {
		return
	}
	units := append(g.also, g.unit)
	slices.SortFunc(units, func(a, b uint32) int {
		x, y := v.Statements.At(a), v.Statements.At(b)
		p, q := v.Articles.At(x.Article), v.Articles.At(y.Article)
		return cmp.Or(p.When.CompareOldest(q.When), cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index, y.Index))
	})
	g.unit, g.also = units[0], units[1:]
}

// Topics returns the words and pairs of words that stand out in the statements
// of a query against all others, by log-likelihood (Dunning, Accurate Methods
// for the Statistics of Surprise and Coincidence, 1993), and, the larger the
// query's share of the briefing, those that most articles share. They are used
// as nouns, judged by the words before and after, and are printed as they
// mostly are. Names of outlets and persons and words of a single statement are
// left out.
func (x *Index) Topics(ctx context.Context, q Query) ([]Topic, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	if x.vocabulary.Topic(q.Words).Empty() && len(q.Words.Excluded) == 0 && q.Unfiltered() {
		v.once.topics.Do(func() { v.about, err = v.findTopics(ctx, Query{Scope: Everything(), Limit: topicsKept}) })
		if err == nil && q.Offset <= topicsKept && max(q.Offset, 0)+q.Limit <= topicsKept {
			return rank.Page(v.about, q.Offset, q.Limit), nil
		}
	}
	return v.findTopics(ctx, q)
}

// topicsKept is the number of topics of all statements that are cached.
const topicsKept = 200

func (v *snapshot) findTopics(ctx context.Context, q Query) ([]Topic, error) {
	groups, err := v.statementGroups(ctx, q)
	if err != nil {
		return nil, err
	}
	units := make([]uint32, len(groups))
	for i, g := range groups {
		units[i] = g.unit
	}
	slices.Sort(units)
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	everything := q.Unfiltered() && v.vocabulary.Topic(q.Words).Empty()
	var out []Topic
	for _, f := range v.topicTable.Find(&s.window, v.grams.Update(v.Snapshot), units, everything, q.Offset, q.Limit) {
		out = append(out, Topic{f.Words, f.Statements, f.Articles})
	}
	return out, nil
}
