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

// Texts returns the words of a span of an article; false where they cannot be had.
type Texts func(ctx context.Context, id string, span article.Span) (string, bool, error)

// Page returns a page of rows, oldest first. Sentences of articles are read from
// read.
func (v *View) Page(ctx context.Context, c *Chronicle, q query.Query, t query.Topic, read Texts) answer.Result {
	all := c.rows
	out := answer.Result{Unread: c.unread, Total: len(all.rows), Articles: all.articles}
	top := rank.First(slices.Clone(all.rows), q.Offset, q.Limit, rowOrder)
	slices.SortFunc(top, (*row).compare)
	for _, r := range top {
		out.Hits = append(out.Hits, v.rowHit(ctx, r, t, read))
	}
	return out
}

// UndatedPage returns the best events whose date has no period. There are none in
// a window of time, for they are not known to lie within it.
func (v *View) UndatedPage(c *Chronicle, q query.Query, limit int) answer.Result {
	out := answer.Result{Total: len(c.undated), Articles: c.undatedArticles}
	if query.NewWindow(q.Since, q.Until).Open() {
		for _, e := range rank.First(slices.Clone(c.undated), 0, limit, v.eventOrder) {
			event := &v.Events[e.unit]
			out.Hits = append(out.Hits, answer.Hit{Article: v.Articles[event.Article].ID, Statement: -1, Event: int(event.Index), Score: rank.Rounded(e.score)})
		}
	}
	return out
}

// rowHit returns a row as a hit.
func (v *View) rowHit(ctx context.Context, r *row, t query.Topic, read Texts) answer.Hit {
	if len(r.events) == 0 {
		return v.publicationHit(ctx, r, t, read)
	}
	first := slices.MinFunc(r.events, v.eventOrder)
	head := &v.Events[first.unit]
	hit := answer.Hit{Article: v.Articles[head.Article].ID, Statement: -1, Event: int(head.Index), Score: r.score}
	sentences := map[uint64]bool{head.Content: true}
	var copies []scoredEvent
	for _, e := range r.events {
		if content := v.Events[e.unit].Content; content == head.Content {
			copies = append(copies, e)
		} else if !sentences[content] {
			sentences[content] = true
			hit.More++
		}
	}
	slices.SortFunc(copies, v.eventOrder)
	for _, e := range copies {
		id := v.Articles[v.Events[e.unit].Article].ID
		if id != hit.Article && !slices.Contains(hit.Also, id) {
			hit.Also = append(hit.Also, id)
		}
	}
	return hit
}

// publicationHit returns, of the most relevant article of a day, the first
// sentence that holds a word of the topic, else the first sentence; never one
// with an excluded word.
func (v *View) publicationHit(ctx context.Context, r *row, t query.Topic, read Texts) answer.Hit {
	a := &v.Articles[r.days[0]]
	hit := answer.Hit{Article: a.ID, Statement: -1, Event: -1, Score: r.score, More: len(r.days) - 1}
	stems := text.NewAnalyzer()
	for unit := a.Passages.First; unit < a.Passages.End; unit++ {
		p := article.Span{Start: int(v.Passages[unit].Start), End: int(v.Passages[unit].End)}
		passage, ok, err := read(ctx, a.ID, p)
		if err != nil || !ok {
			hit.Passage = p
			return hit
		}
		for _, s := range text.Sentences(passage) {
			words := stems.Words(s.Of(passage))
			if t.Excludes(words) {
				continue
			}
			marked := t.AnyIn(words)
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
