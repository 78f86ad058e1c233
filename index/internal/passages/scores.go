package passages

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// score scores what find found.
func (b *bm25f) score(terms []query.Term, phrases []query.Phrase) error {
	if b.required {
		if len(b.kept) == 0 {
			return nil
		}
		b.wanted.Reset(b.v.Passages.Len())
		b.about.Reset(b.v.Articles.Len())
		for _, unit := range b.kept {
			b.wanted.Add(unit)
			b.about.Add(b.v.Passages.At(unit).Article)
		}
	}
	for _, term := range terms {
		if err := b.term(term); err != nil {
			return err
		}
	}
	for i, p := range phrases {
		if len(p.Stems) == 1 {
			if err := b.term(p.Term()); err != nil {
				return err
			}
			continue
		}
		weight := float32(len(p.Stems)) // as one term that counts as often as it has words
		b.begin()
		b.titles(b.among(segment.FieldTitle, b.runs[i].titles), weight)
		b.texts(b.among(segment.FieldPassage, b.runs[i].texts), weight)
		b.close(1)
	}
	return nil
}

// begin begins to count what holds a term.
func (b *bm25f) begin() {
	if b.required {
		b.held = counts{}
		b.present.Reset(b.v.Passages.Len())
		b.holders.Reset(b.v.Articles.Len())
	}
}

// term adds a term.
func (b *bm25f) term(t query.Term) (err error) {
	b.begin()
	for _, w := range t.Wordings() {
		weight := float32(w.Weight())
		if len(w.Forms) > 1 {
			weight *= runWeight // its words count too, see withParts
		}
		for _, field := range []string{segment.FieldPassage, segment.FieldTitle} {
			if b.buf, err = b.postings(w, field); err != nil {
				return err
			}
			if field == segment.FieldPassage {
				b.texts(b.buf, weight)
			} else {
				b.titles(b.buf, weight)
			}
		}
	}
	if len(t.Forms) == 1 && b.named[t.Forms[0]] {
		b.close(namedWeight)
	} else {
		b.close(1)
	}
	return nil
}

// postings returns the postings of a wording: all, or if phrases are required those of
// the articles of the passages that hold them, while the others are counted.
func (b *bm25f) postings(w query.Wording, field string) ([]segment.Posting, error) {
	if b.required && len(w.Stems) == 1 {
		return b.v.PostingsAmong(b.ctx, field, w.Stems[0], b.oldest, func(unit uint32) bool { return b.counted(field, unit) }, b.buf[:0])
	}
	all, err := w.Postings(b.ctx, b.v.Snapshot, field, b.oldest, b.buf[:0])
	return b.among(field, all), err
}

// among returns the postings that are scored, and counts the others.
func (b *bm25f) among(field string, all []segment.Posting) []segment.Posting {
	if !b.required {
		return all
	}
	return slices.DeleteFunc(all, func(p segment.Posting) bool { return !b.counted(field, p.Unit) })
}

// counted counts a passage or a title that holds the present term, and reports whether it
// is of an article that is scored.
func (b *bm25f) counted(field string, unit uint32) bool {
	article := unit
	if field == segment.FieldPassage {
		article = b.v.Passages.At(unit).Article
		if b.present.Add(unit) {
			b.held.passages++
		}
	} else {
		in := b.v.Articles.At(article).Passages
		for passage := in.First; passage < in.End; passage++ {
			if b.present.Add(passage) {
				b.held.passages++
			}
		}
	}
	if b.holders.Add(article) {
		b.held.articles++
	}
	return b.about.Has(article)
}

// close ends a term that counts as so much of another of its rarity.
func (b *bm25f) close(share float32) {
	if b.required {
		b.passages.CloseCounted(b.held.passages, b.v.Alive.Passages, share)
		b.articles.CloseCounted(b.held.articles, b.v.Alive.Articles, share)
		return
	}
	b.passages.CloseWeighted(b.v.Alive.Passages, share)
	b.articles.CloseWeighted(b.v.Alive.Articles, share)
}

// texts adds the postings of a term in passages.
func (b *bm25f) texts(with []segment.Posting, weight float32) {
	n := b.v.Alive
	average, averageArticle := rank.Mean(n.PassageWords, n.Passages), rank.Mean(n.PassageWords, n.Articles)
	for _, p := range with {
		column := b.v.Passages.At(p.Unit)
		times := weight * float32(p.Times)
		if b.scores(p.Unit) {
			b.passages.Add(p.Unit, times/rank.LengthFactor(column.Words(), average))
		}
		b.articles.Add(column.Article, times/rank.LengthFactor(b.v.Articles.At(column.Article).Words, averageArticle))
	}
}

// titles adds the postings of a term in titles, to the articles and all their
// passages.
func (b *bm25f) titles(with []segment.Posting, weight float32) {
	average := rank.Mean(b.v.Alive.TitleWords, b.v.Alive.Articles)
	for _, p := range with {
		a := b.v.Articles.At(p.Unit)
		times := weight * titleWeight * float32(p.Times) / rank.LengthFactor(a.TitleWords, average)
		b.articles.Add(p.Unit, times)
		for unit := a.Passages.First; unit < a.Passages.End; unit++ {
			if b.scores(unit) {
				b.passages.Add(unit, times)
			}
		}
	}
}

// scores reports whether the score of a passage is wanted.
func (b *bm25f) scores(unit uint32) bool { return !b.required || b.wanted.Has(unit) }

// scored returns the passages with a score that pass the filter. Outlets that
// the question names, and days, have their scores raised.
func (b *bm25f) scored(keep *query.Filter, q question) ([]scored, error) {
	units := b.passages.Touched
	if b.required {
		units = b.kept // which pass the filter
	}
	out := b.list[:0]
	for i, unit := range units {
		if err := segment.Stopped(b.ctx, i); err != nil {
			return nil, err
		}
		if !b.required && (b.excluded.Has(unit) || !keep.Passage(unit)) {
			continue
		}
		a := b.v.Passages.At(unit).Article
		score := rank.Rounded(float64(b.passages.Score(unit) + articleWeight*b.articles.Score(a)))
		if q.names(b.v.Articles.At(a).Source) {
			score *= 1 + sourceBoost
		}
		if q.dates(b.v.Articles.At(a).Published()) {
			score *= 1 + dayBoost
		}
		out = append(out, scored{unit, score})
	}
	b.list = out
	return out, nil
}
