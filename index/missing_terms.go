package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// MissingTerms returns those of words that no passage or title of the scope holds
// in any inflection or spelling or as a synonym, in their order.
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
		held, err := v.holdsAny(ctx, keep, x.vocabulary.Topic(Words{Terms: []string{w}}))
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
func (v *snapshot) holdsAny(ctx context.Context, keep *query.Filter, t query.Topic) (bool, error) {
	for _, term := range t.Terms {
		for _, w := range term.Wordings() {
			if held, err := v.holdsWording(ctx, keep, w); held || err != nil {
				return held, err
			}
		}
	}
	return false, nil
}

// holdsWording reports whether a passage or title holds a wording.
func (v *snapshot) holdsWording(ctx context.Context, keep *query.Filter, w query.Wording) (bool, error) {
	for _, field := range []string{segment.FieldPassage, segment.FieldTitle} {
		if len(w.Stems) == 1 {
			if held, err := v.holds(ctx, keep, field, w.Stems[0]); held || err != nil {
				return held, err
			}
			continue
		}
		found, err := v.PhrasePostings(ctx, field, w.Stems, nil)
		if err != nil || slices.ContainsFunc(found, func(p segment.Posting) bool { return keep.Article(v.ArticleOf(field, p.Unit)) }) {
			return err == nil, err
		}
	}
	return false, nil
}

// holds reports whether a unit of an article that passes the filter has a term in a
// field.
func (v *snapshot) holds(ctx context.Context, keep *query.Filter, field, term string) (bool, error) {
	return v.AnyPosting(ctx, field, term, func(unit uint32) bool { return keep.Article(v.ArticleOf(field, unit)) })
}
