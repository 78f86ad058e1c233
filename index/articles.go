package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// ArticleHit is one article of a list.
type ArticleHit struct {
	ID         string
	Statements int
}

// ArticlePage is a page of a list of articles.
type ArticlePage struct {
	Hits  []ArticleHit
	Total int
}

// Articles returns the articles that hold every term and phrase of q in text or title,
// or all of them if q has no words, newest first and those without a date last. Since
// and Until are about publication; By, Kinds, Verb and Sort do not apply.
func (x *Index) Articles(ctx context.Context, q Query) (ArticlePage, error) {
	return x.listArticles(ctx, q, segment.FieldPassage, segment.FieldTitle)
}

// Titled returns the articles that hold every term and phrase of q in their title, as
// Articles does.
func (x *Index) Titled(ctx context.Context, q Query) (ArticlePage, error) {
	return x.listArticles(ctx, q, segment.FieldTitle)
}

func (x *Index) listArticles(ctx context.Context, q Query, fields ...string) (ArticlePage, error) {
	v, err := x.acquire()
	if err != nil {
		return ArticlePage{}, err
	}
	defer v.Release()
	found, err := v.holding(ctx, q, fields)
	if err != nil {
		return ArticlePage{}, err
	}
	excluded, err := v.holdingExcluded(ctx, q, fields)
	if err != nil {
		return ArticlePage{}, err
	}
	window := v.filter(q).Window
	found = slices.DeleteFunc(found, func(a uint32) bool { return excluded[a] || !window.Holds(v.ArticleDate(v.Articles.At(a))) })
	slices.SortFunc(found, func(a, b uint32) int {
		return cmp.Or(v.ArticleDate(v.Articles.At(b)).Compare(v.ArticleDate(v.Articles.At(a))), cmp.Compare(v.IDs.At(a), v.IDs.At(b)))
	})
	page := ArticlePage{Total: len(found)}
	found = found[min(q.Offset, len(found)):]
	for _, a := range found[:min(q.Limit, len(found))] {
		statements := v.Articles.At(a).Statements
		page.Hits = append(page.Hits, ArticleHit{ID: v.IDs.At(a), Statements: int(statements.End - statements.First)})
	}
	return page, nil
}

// holdingExcluded returns the articles that hold an excluded word of q in one of some
// fields.
func (v *snapshot) holdingExcluded(ctx context.Context, q Query, fields []string) (map[uint32]bool, error) {
	out := map[uint32]bool{}
	for _, stem := range v.vocabulary.Topic(q.Words).Excluded {
		for _, field := range fields {
			found, err := v.PostingsFrom(ctx, field, stem, 0, nil)
			if err != nil {
				return nil, err
			}
			for _, p := range found {
				out[v.ArticleOf(field, p.Unit)] = true
			}
		}
	}
	return out, nil
}
