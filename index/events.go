package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// timelineRow is one date of a timeline.
type timelineRow struct {
	value  string // TIMEX3; of days on which articles were published, the day
	date   period
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

// unfiltered reports whether a query restricts nothing but the words.
func unfiltered(q Query) bool {
	return q.Scope.ShowsEverything() && q.Since.IsZero() && q.Until.IsZero() && len(q.By) == 0 && len(q.Sources) == 0 && len(q.Kinds) == 0 && q.Verb == ""
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
func (x *Index) timelinePage(ctx context.Context, v *snapshot, all countedRows, q Query, t topic) Result {
	out := Result{Total: len(all.rows), Articles: all.articles}
	top := first(slices.Clone(all.rows), q, rowOrder)
	slices.SortFunc(top, (*timelineRow).compare)
	for _, r := range top {
		out.Hits = append(out.Hits, x.rowHit(ctx, v, r, t))
	}
	return out
}

// compare orders rows by date; of dates that begin together the more precise
// one comes first.
func (r *timelineRow) compare(other *timelineRow) int {
	return cmp.Or(cmp.Compare(r.date.from, other.date.from), cmp.Compare(r.date.to-r.date.from, other.date.to-other.date.from),
		cmp.Compare(r.value, other.value))
}

// articlesOf counts the articles of rows.
func (v *snapshot) articlesOf(rows []*timelineRow) int {
	n := 0
	seen := make([]bool, len(v.articles))
	count := func(a uint32) {
		if !seen[a] {
			seen[a] = true
			n++
		}
	}
	for _, r := range rows {
		for _, e := range r.events {
			count(v.events[e.unit].article)
		}
		for _, a := range r.days {
			count(a)
		}
	}
	return n
}

// sentence reports whether an event passes the filter, apart from its date.
func (f *filter) sentence(unit uint32) bool {
	e := &f.v.events[unit]
	return f.article(e.article) && (!f.by || f.saidBy(e))
}

// saidBy reports whether an event's sentence is part of a statement of the persons asked for.
func (f *filter) saidBy(e *eventColumn) bool {
	a := &f.v.articles[e.article]
	for unit := a.statements.first; unit < a.statements.end; unit++ {
		s := &f.v.statements[unit]
		said := article.Span{Start: int(s.start), End: int(s.end)}
		if s.nameVariant != nobody && f.persons[f.v.identities.of[s.nameVariant]] && said.Overlaps(e.sentence) {
			return true
		}
	}
	return false
}

// eventOrder puts sentences with a word of the topic first, then orders by
// relevance, certain before possible, publication, article and offset.
func (v *snapshot) eventOrder(a, b scoredEvent) int {
	x, y := &v.events[a.unit], &v.events[b.unit]
	p, q := &v.articles[x.article], &v.articles[y.article]
	return cmp.Or(compareBool(b.holds, a.holds), cmp.Compare(b.score, a.score), compareBool(x.possible, y.possible), p.when.compareOldest(q.when),
		cmp.Compare(p.id, q.id), cmp.Compare(x.sentence.Start, y.sentence.Start), cmp.Compare(x.index, y.index))
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
func (x *Index) rowHit(ctx context.Context, v *snapshot, r *timelineRow, t topic) Hit {
	if len(r.events) == 0 {
		return x.publicationHit(ctx, v, r, t)
	}
	first := slices.MinFunc(r.events, v.eventOrder)
	head := &v.events[first.unit]
	hit := Hit{Article: v.articles[head.article].id, Statement: -1, Event: int(head.index), Score: r.score}
	sentences := map[uint64]bool{head.content: true}
	var copies []scoredEvent
	for _, e := range r.events {
		if content := v.events[e.unit].content; content == head.content {
			copies = append(copies, e)
		} else if !sentences[content] {
			sentences[content] = true
			hit.More++
		}
	}
	slices.SortFunc(copies, v.eventOrder)
	for _, e := range copies {
		id := v.articles[v.events[e.unit].article].id
		if id != hit.Article && !slices.Contains(hit.Also, id) {
			hit.Also = append(hit.Also, id)
		}
	}
	return hit
}

// publicationHit returns, of the most relevant article of a day, the first
// sentence that holds a word of the topic, else the first sentence; never one
// with an excluded word.
func (x *Index) publicationHit(ctx context.Context, v *snapshot, r *timelineRow, t topic) Hit {
	a := &v.articles[r.days[0]]
	hit := Hit{Article: a.id, Statement: -1, Event: -1, Score: r.score, More: len(r.days) - 1}
	stems := text.NewAnalyzer()
	for unit := a.passages.first; unit < a.passages.end; unit++ {
		p := article.Span{Start: int(v.passages[unit].start), End: int(v.passages[unit].end)}
		passage, ok, err := x.text(ctx, a.id, p)
		if err != nil || !ok {
			hit.Passage = p
			return hit
		}
		for _, s := range text.Sentences(passage) {
			words := stems.Words(s.Of(passage))
			if t.excludes(words) {
				continue
			}
			marked := t.anyIn(words)
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

// excludes reports whether an excluded word is among words.
func (t topic) excludes(words []text.Word) bool {
	return slices.ContainsFunc(words, func(w text.Word) bool { return slices.Contains(t.excluded, w.Stem) })
}

// anyIn reports whether words hold any term or phrase of a topic.
func (t topic) anyIn(words []text.Word) bool {
	return slices.ContainsFunc(words, func(w text.Word) bool {
		return slices.ContainsFunc(t.terms, func(term topicTerm) bool { return term.matches(w) })
	}) || slices.ContainsFunc(t.phrases, func(p topicPhrase) bool { return len(text.FindStems(words, p.stems)) > 0 })
}
