package index

import (
	"context"
	"errors"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// Statements finds statements whose content holds all terms and phrases and
// none of the excluded words. Repeats are one hit, of the earliest outlet.
func (x *Index) Statements(ctx context.Context, q Query) (Result, error) {
	v, err := x.acquire()
	if err != nil {
		return Result{}, err
	}
	defer v.Release()
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.said.Search(ctx, &s.statements, x.vocabulary.Topic(q.Words), q)
}

// CountWithout returns the Total that Statements would return for q without some of its
// restrictions, for each of lifted. It scores nothing and finds what holds the words once.
func (x *live) CountWithout(ctx context.Context, q Query, lifted ...Restrictions) ([]int, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.said.CountWithout(ctx, &s.statements, x.vocabulary.Topic(q.Words), q, lifted)
}

// AnyStatement reports whether Statements finds anything for q.
func (x *live) AnyStatement(ctx context.Context, q Query) (bool, error) {
	v, err := x.acquire()
	if err != nil {
		return false, err
	}
	defer v.Release()
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.said.Any(ctx, &s.statements, x.vocabulary.Topic(q.Words), q)
}

// eachStatement visits the statements that answer q, in no order: the earliest of each
// group of repeats, with the others, which the visitor must not keep.
func (v *snapshot) eachStatement(ctx context.Context, q Query, visit func(unit uint32, also []uint32)) error {
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.said.Each(ctx, &s.statements, v.vocabulary.Topic(q.Words), q, visit)
}

// eachOnce returns the statements that answer q, the earliest of each group of repeats, in
// ascending order.
func (v *snapshot) eachOnce(ctx context.Context, q Query) ([]uint32, error) {
	topic := v.vocabulary.Topic(q.Words)
	var found rank.UnitSet
	var err error
	if topic.Empty() && len(topic.Excluded) == 0 && len(q.By) == 0 {
		err = v.said.Within(ctx, q, &found)
	} else {
		found.Reset(v.Statements.Len())
		err = v.eachStatement(ctx, q, func(unit uint32, _ []uint32) { found.Add(unit) })
	}
	return found.Units(nil), err
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
	if x.vocabulary.Topic(q.Words).Empty() && len(q.Words.Excluded) == 0 && q.Unfiltered() && q.Offset <= topicsKept && max(q.Offset, 0)+q.Limit <= topicsKept {
		about, err := v.allTopics(ctx)
		return rank.Page(about, q.Offset, q.Limit), err
	}
	return v.findTopics(ctx, q)
}

// allTopics returns the topics of all statements, found once for a snapshot, even if who
// asked first stops waiting.
func (v *snapshot) allTopics(ctx context.Context) ([]Topic, error) {
	var err error
	v.once.topics.Do(func() {
		v.about, err = v.findTopics(context.WithoutCancel(ctx), Query{Scope: Everything(), Limit: topicsKept})
	})
	return v.about, errors.Join(err, ctx.Err())
}

// topicsKept is the number of topics of all statements that are cached.
const topicsKept = 200

func (v *snapshot) findTopics(ctx context.Context, q Query) ([]Topic, error) {
	units, err := v.eachOnce(ctx, q)
	if err != nil {
		return nil, err
	}
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	everything := q.Unfiltered() && v.vocabulary.Topic(q.Words).Empty()
	var out []Topic
	for _, f := range v.topicTable.Find(&s.window, v.grams.Update(v.Snapshot), units, everything, q.Offset, q.Limit) {
		out = append(out, Topic{f.Words, f.Statements, f.Articles})
	}
	return out, nil
}
