package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// timelineRow is one date of a timeline.
type timelineRow struct {
	value  string // TIMEX3; of days on which articles were published, the day
	date   segment.Period
	events []scoredEvent
	days   []uint32 // articles published on that day
	score  float64

	lastArticle uint32 // that counted, plus 1
	lastScore   float64
}

// scoredEvent is an event and the relevance of its sentence.
type scoredEvent struct {
	unit  uint32
	score float64
	holds bool // a word of the topic
}

// countedRows returns the rows of a timeline, most important first.
type countedRows struct {
	rows     []*timelineRow
	articles int
}

// ranked returns the rows with their scores.
func (t *timeline) ranked() countedRows {
	return countedRows{rows: t.all(), articles: t.v.articlesOf(t.byValue)}
}

// rowOrder orders rows by importance, then by date.
func rowOrder(a, b *timelineRow) int {
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return a.compare(b)
}

// timelinePage returns a page of rows, oldest first.
func (x *Index) timelinePage(ctx context.Context, v *snapshot, all countedRows, q Query, t query.Topic) Result {
	out := Result{Total: len(all.rows), Articles: all.articles}
	top := rank.First(slices.Clone(all.rows), q.Offset, q.Limit, rowOrder)
	slices.SortFunc(top, (*timelineRow).compare)
	for _, r := range top {
		out.Hits = append(out.Hits, x.rowHit(ctx, v, r, t))
	}
	return out
}

// compare orders rows by date; of dates that begin together the more precise
// one comes first.
func (r *timelineRow) compare(other *timelineRow) int {
	return cmp.Or(cmp.Compare(r.date.From, other.date.From), cmp.Compare(r.date.To-r.date.From, other.date.To-other.date.From),
		cmp.Compare(r.value, other.value))
}

// articlesOf counts the articles of rows.
func (v *snapshot) articlesOf(rows []*timelineRow) int {
	n := 0
	seen := make([]bool, len(v.Articles))
	count := func(a uint32) {
		if !seen[a] {
			seen[a] = true
			n++
		}
	}
	for _, r := range rows {
		for _, e := range r.events {
			count(v.Events[e.unit].Article)
		}
		for _, a := range r.days {
			count(a)
		}
	}
	return n
}

// eventOrder puts sentences with a word of the topic first, then orders by
// relevance, certain before possible, publication, article and offset.
func (v *snapshot) eventOrder(a, b scoredEvent) int {
	x, y := &v.Events[a.unit], &v.Events[b.unit]
	p, q := &v.Articles[x.Article], &v.Articles[y.Article]
	return cmp.Or(compareBool(b.holds, a.holds), cmp.Compare(b.score, a.score), compareBool(x.Possible, y.Possible), p.When.CompareOldest(q.When),
		cmp.Compare(p.ID, q.ID), cmp.Compare(x.Sentence.Start, y.Sentence.Start), cmp.Compare(x.Index, y.Index))
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// rowHit returns a row as a hit.
func (x *Index) rowHit(ctx context.Context, v *snapshot, r *timelineRow, t query.Topic) Hit {
	if len(r.events) == 0 {
		return x.publicationHit(ctx, v, r, t)
	}
	first := slices.MinFunc(r.events, v.eventOrder)
	head := &v.Events[first.unit]
	hit := Hit{Article: v.Articles[head.Article].ID, Statement: -1, Event: int(head.Index), Score: r.score}
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
func (x *Index) publicationHit(ctx context.Context, v *snapshot, r *timelineRow, t query.Topic) Hit {
	a := &v.Articles[r.days[0]]
	hit := Hit{Article: a.ID, Statement: -1, Event: -1, Score: r.score, More: len(r.days) - 1}
	stems := text.NewAnalyzer()
	for unit := a.Passages.First; unit < a.Passages.End; unit++ {
		p := article.Span{Start: int(v.Passages[unit].Start), End: int(v.Passages[unit].End)}
		passage, ok, err := x.text(ctx, a.ID, p)
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
