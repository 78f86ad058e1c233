package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Mentions counts the articles that hold every term and phrase of q in text or
// title, whoever says it. Of the other fields of q only Scope and Sources apply.
func (x *Index) Mentions(ctx context.Context, q Query) (int, error) {
	v, err := x.acquire()
	if err != nil {
		return 0, err
	}
	defer v.Release()
	held, err := v.mentioning(ctx, q)
	return len(held), err
}

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

// mentioning returns the articles that Mentions counts, in the order in which they
// were added.
func (v *snapshot) mentioning(ctx context.Context, q Query) ([]uint32, error) {
	if t := v.vocabulary.Topic(q.Words); len(t.Terms)+len(t.Phrases) == 0 {
		return nil, nil
	}
	return v.holding(ctx, q, []string{segment.FieldPassage, segment.FieldTitle})
}

// holding returns the articles that hold every term and phrase of q in one of some
// fields each, in the order in which they were added; all if q has no words.
func (v *snapshot) holding(ctx context.Context, q Query, fields []string) ([]uint32, error) {
	t := v.vocabulary.Topic(q.Words)
	held := make([]uint16, v.Articles.Len()) // how many of the words so far
	words := uint16(0)
	for _, term := range t.Terms {
		if err := v.mention(ctx, held, words, term.Wordings(), fields); err != nil {
			return nil, err
		}
		words++
	}
	for _, p := range t.Phrases {
		if err := v.mentionPhrase(ctx, held, words, p, fields); err != nil {
			return nil, err
		}
		words++
	}
	keep := v.filter(Query{Scope: q.Scope, Sources: q.Sources})
	var out []uint32
	for a, got := range held {
		if err := segment.Stopped(ctx, a); err != nil {
			return nil, err
		}
		if got == words && keep.Article(uint32(a)) {
			out = append(out, uint32(a))
		}
	}
	return out, nil
}

// mention raises the count of each article that holds one of some wordings in one of
// some fields from words to words+1.
func (v *snapshot) mention(ctx context.Context, held []uint16, words uint16, wordings []query.Wording, fields []string) error {
	var buf []segment.Posting
	for _, w := range wordings {
		for _, field := range fields {
			var err error
			if buf, err = w.Postings(ctx, v.Snapshot, field, 0, buf[:0]); err != nil {
				return err
			}
			v.raise(held, words, field, buf)
		}
	}
	return nil
}

func (v *snapshot) mentionPhrase(ctx context.Context, held []uint16, words uint16, p query.Phrase, fields []string) error {
	if len(p.Stems) == 1 {
		return v.mention(ctx, held, words, p.Term().Wordings(), fields)
	}
	for _, field := range fields {
		found, err := v.PhrasePostings(ctx, field, p.Stems, nil)
		if err != nil {
			return err
		}
		v.raise(held, words, field, found)
	}
	return nil
}

// raise counts a word once for each article of its postings.
func (v *snapshot) raise(held []uint16, words uint16, field string, found []segment.Posting) {
	for _, p := range found {
		a := p.Unit
		if field == segment.FieldPassage {
			a = v.Passages.At(p.Unit).Article
		}
		if held[a] == words {
			held[a]++
		}
	}
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
