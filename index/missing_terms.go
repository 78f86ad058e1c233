package index

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// MissingTerms returns those of words that no passage or title of the scope holds
// in any inflection or as a synonym, in their order.
func (x *Index) MissingTerms(ctx context.Context, scope Scope, words []string) ([]string, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	keep := v.filter(Query{Scope: scope})
	var out []string
	for _, w := range words {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		held, err := v.holdsAny(ctx, keep, x.topic(Words{Terms: []string{w}}))
		if err != nil {
			return nil, err
		}
		if !held {
			out = append(out, w)
		}
	}
	return out, nil
}

// holdsAny reports whether a passage or title holds a term of the topic.
func (v *snapshot) holdsAny(ctx context.Context, keep *filter, t topic) (bool, error) {
	for _, term := range t.terms {
		for _, stem := range term.stems() {
			for _, field := range []string{segment.FieldPassage, segment.FieldTitle} {
				if held, err := v.holds(ctx, keep, field, stem); held || err != nil {
					return held, err
				}
			}
		}
	}
	return false, nil
}

// holds reports whether a unit of an article that passes the filter has a term in a
// field.
func (v *snapshot) holds(ctx context.Context, keep *filter, field, term string) (bool, error) {
	return v.AnyPosting(ctx, field, term, func(unit uint32) bool { return keep.article(v.ArticleOf(field, unit)) })
}
