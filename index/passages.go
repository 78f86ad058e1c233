package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/passages"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
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
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.paragraphs.Search(ctx, &s.paragraphs, x.vocabulary, v.filter(q), q)
}

// CountPassages returns the Total that Passages would return for a query with phrases. It
// scores nothing.
func (x *live) CountPassages(ctx context.Context, q Query) (int, error) {
	v, err := x.acquire()
	if err != nil {
		return 0, err
	}
	defer v.Release()
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.paragraphs.Count(ctx, &s.paragraphs, x.vocabulary, v.filter(q), q)
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
	s := v.spare.borrow()
	defer v.spare.giveBack(s)
	return v.paragraphs.Quotes(ctx, &s.paragraphs, v.filter(Query{Scope: scope}), quote, limit, x.text)
}

// text returns the words of a span of an article; false if the archive lacks
// it.
func (x *live) text(ctx context.Context, id string, span article.Span) (string, bool, error) {
	if x.opts.Record == nil {
		return "", false, nil
	}
	r, ok, err := x.opts.Record(ctx, id)
	if err != nil || !ok || span.End > len(r.Text) {
		return "", false, err
	}
	return span.Of(r.Text), true, nil
}

// Marks returns the byte ranges of body that match words: terms as typed, in
// other inflections, spellings and as synonyms, phrases as a whole. They are in order and
// do not overlap.
func (x *Index) Marks(body string, words Words) []article.Span {
	t := x.vocabulary.Topic(words)
	cut := text.NewAnalyzer().Words(body)
	var out []article.Span
	for _, phrase := range t.Phrases {
		out = append(out, text.FindStems(cut, phrase.Stems)...)
	}
	for _, term := range t.Terms {
		out = append(out, term.Spans(cut)...)
	}
	return withoutOverlaps(out)
}

// withoutOverlaps sorts spans and keeps the first and longest of those that
// overlap.
func withoutOverlaps(spans []article.Span) []article.Span {
	slices.SortFunc(spans, func(a, b article.Span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var out []article.Span
	for _, s := range spans {
		if n := len(out); n == 0 || s.Start >= out[n-1].End {
			out = append(out, s)
		}
	}
	return out
}
