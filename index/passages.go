package index

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
)

// Passages finds paragraphs, best first, that hold any of the terms (BM25F over
// text and title). Each phrase must be in the paragraph, its words in any
// inflection; a phrase of one word is a required term. Excluded words must not
// be in it. Words of a question that say where to look rather than what for
// ("as reported by", "the article") are dropped, and outlets that it names come
// first. Passages of the same words are one hit, of the earliest outlet.
func (x *Index) Passages(ctx context.Context, q Query) (Result, error) {
	v, err := x.acquire()
	if err != nil {
		return Result{}, err
	}
	defer v.Release()
	s := v.borrow()
	defer v.giveBack(s)
	return v.paragraphs.Search(ctx, &s.paragraphs, x.vocabulary, v.filter(q), q)
}

// MaxQuoteWords is the maximum number of words of a quotation that are
// compared; the rest is ignored.
const MaxQuoteWords = passages.MaxQuoteWords

// Quotes finds the passages that share most words with quote in its order, best
// first, for check-quote. Case, accents and punctuation do not count. A Score
// of 1 means that all words are there in a row; each word that is missing or
// inserted lowers it.
func (x *Index) Quotes(ctx context.Context, scope Scope, quote string, limit int) ([]Hit, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	s := v.borrow()
	defer v.giveBack(s)
	return v.paragraphs.Quotes(ctx, &s.paragraphs, v.filter(Query{Scope: scope}), quote, limit, x.text)
}

// text returns the words of a span of an article; false if the archive lacks
// it.
func (x *Index) text(ctx context.Context, id string, span article.Span) (string, bool, error) {
	if x.opts.Record == nil {
		return "", false, nil
	}
	r, ok, err := x.opts.Record(ctx, id)
	if err != nil || !ok || span.End > len(r.Text) {
		return "", false, err
	}
	return span.Of(r.Text), true, nil
}
