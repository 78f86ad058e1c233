package timeline

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Reader is what rows are made with beside the index.
type Reader struct {
	Topic   query.Topic
	Lacking *query.Lacking // nil where it is not to be told
	// Text returns the words of a span of an article; false where they cannot be had.
	Text func(ctx context.Context, id string, span article.Span) (string, bool, error)
}

// Page returns a page of rows, a date each. Unless q sorts them or asks for a later
// page, it has the dates that matter most if there are more than q.Limit.
func (v *View) Page(ctx context.Context, c *Chronicle, q query.Query, r Reader) answer.Timeline {
	out := v.timeline(c, len(c.rows))
	rows := slices.Clone(c.rows)
	order := rowsInOrder(q.Sort)
	if sorted := q.Sort == query.Oldest || q.Sort == query.Newest; !sorted && q.Offset <= 0 && len(rows) > pageLength(q) {
		out.Selected = true
		rows = rank.First(rows, 0, q.Limit, rowOrder)
		slices.SortFunc(rows, order)
	} else {
		slices.SortFunc(rows, order)
		rows = rank.Page(rows, q.Offset, q.Limit)
	}
	for _, one := range rows {
		out.Hits = append(out.Hits, v.rowHit(ctx, one, r))
	}
	v.addUndated(&out, c, q, r)
	return out
}

// Sentences returns a page of rows, a sentence each, those of one date together.
func (v *View) Sentences(ctx context.Context, c *Chronicle, q query.Query, r Reader) answer.Timeline {
	all := v.sentences(c.rows)
	out := v.timeline(c, len(all))
	slices.SortFunc(all, v.sentencesInOrder(q.Sort))
	for _, s := range rank.Page(all, q.Offset, q.Limit) {
		out.Hits = append(out.Hits, v.sentenceHit(ctx, s, r))
	}
	v.addUndated(&out, c, q, r)
	return out
}

// timeline returns a page without rows of a chronicle that has so many with a date.
func (v *View) timeline(c *Chronicle, dated int) answer.Timeline {
	out := answer.Timeline{Dates: dated, Undated: len(c.undated), UndatedArticles: c.undatedArticles, Counts: c.Days}
	out.Unread, out.Articles, out.Total = c.unread, c.articles, dated+len(c.undated)
	return out
}

// pageLength returns the number of rows on a page.
func pageLength(q query.Query) int {
	if q.Limit <= 0 {
		return rank.DefaultLimit
	}
	return q.Limit
}

// addUndated fills a page with rows that have no date.
func (v *View) addUndated(out *answer.Timeline, c *Chronicle, q query.Query, r Reader) {
	room := pageLength(q) - len(out.Hits)
	if room <= 0 || out.Selected {
		return
	}
	from := max(q.Offset-out.Dates, 0)
	for _, e := range rank.First(slices.Clone(c.undated), from, room, v.eventOrder) {
		out.Hits = append(out.Hits, v.eventHit(e, r))
	}
}

// eventHit returns an event as a hit.
func (v *View) eventHit(e scoredEvent, r Reader) answer.Hit {
	event := v.Events.At(e.unit)
	hit := v.hitIn(event.Article, r)
	hit.Event, hit.Score = int(event.Index()), rank.Rounded(e.score)
	return hit
}

// hitIn returns a hit in an article, of no event yet.
func (v *View) hitIn(a uint32, r Reader) answer.Hit {
	hit := answer.Hit{Article: v.IDs.At(a), Statement: -1, Event: -1}
	if r.Lacking != nil {
		hit.Lacking = r.Lacking.InArticle(a)
	}
	return hit
}

// rowHit returns a row as a hit.
func (v *View) rowHit(ctx context.Context, one *row, r Reader) answer.Hit {
	best, sentences := v.shown(one)
	hit := v.sentenceHit(ctx, best, r)
	hit.Score, hit.More = one.score, sentences-1
	return hit
}

// shown returns the sentence shown for a row, and the number of its sentences.
func (v *View) shown(r *row) (sentence, int) {
	if r.kept == nil {
		each := v.grouped([]*row{r})
		best := slices.MinFunc(each, v.bestSentence)
		v.complete(&best)
		return best, len(each)
	}
	r.kept.once.Do(func() {
		alone := *r
		alone.kept = nil
		r.kept.best, r.kept.sentences = v.shown(&alone)
	})
	return r.kept.best, r.kept.sentences
}

// sentenceHit returns a sentence as a hit.
func (v *View) sentenceHit(ctx context.Context, s sentence, r Reader) answer.Hit {
	if s.published {
		return v.publicationHit(ctx, s.article, r)
	}
	hit := v.eventHit(s.copies[0], r)
	hit.Beside = s.beside
	for _, e := range s.copies[1:] {
		id := v.IDs.At(v.Events.At(e.unit).Article)
		if id != hit.Article && !slices.Contains(hit.Also, id) {
			hit.Also = append(hit.Also, id)
		}
	}
	return hit
}

// publicationHit returns the first sentence of an article that holds a word of the
// topic, else the first sentence; never one with an excluded word.
func (v *View) publicationHit(ctx context.Context, published uint32, r Reader) answer.Hit {
	a, hit := v.Articles.At(published), v.hitIn(published, r)
	stems := text.NewAnalyzer()
	for unit := a.Passages.First; unit < a.Passages.End; unit++ {
		p := v.Passages.At(unit).Span()
		passage, ok, err := r.Text(ctx, hit.Article, p)
		if err != nil || !ok {
			hit.Passage = p
			return hit
		}
		for _, s := range text.Sentences(passage) {
			words := stems.Words(s.Of(passage))
			if r.Topic.Excludes(words) {
				continue
			}
			marked := r.Topic.AnyIn(words)
			if marked || hit.Passage.Len() == 0 {
				hit.Passage = article.Span{Start: p.Start + s.Start, End: p.Start + s.End}
			}
			if marked {
				return hit
			}
		}
	}
	return hit
}
