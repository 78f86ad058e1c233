package timeline

import (
	"cmp"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
)

// sentences returns the sentences of rows, each once, in no order.
func (v *View) sentences(rows []*row) []sentence {
	out := v.grouped(rows)
	for i := range out {
		v.complete(&out[i])
	}
	return out
}

// complete puts the repeats of a sentence in order, and finds its article.
func (v *View) complete(s *sentence) {
	if !s.published {
		slices.SortFunc(s.copies, v.earliest)
		s.article = v.Events.At(s.copies[0].unit).Article
	}
}

// grouped returns the sentences of rows, each once, in no order, and yet to be completed.
func (v *View) grouped(rows []*row) []sentence {
	var out []sentence
	at := map[uint64]int{}
	for _, r := range rows {
		clear(at)
		for _, e := range r.events {
			event := v.Events.At(e.unit)
			content := event.Content()
			n, ok := at[content]
			if !ok {
				n = len(out)
				at[content] = n
				out = append(out, sentence{date: r.date, value: r.value, beside: true})
			}
			out[n].copies = append(out[n].copies, e)
			out[n].beside = out[n].beside && !e.near
		}
		for i := len(out) - len(at); i < len(out); i++ {
			out[i].best = slices.MinFunc(out[i].copies, v.eventOrder)
		}
		if r.published {
			out = append(out, v.publications(r)...)
		}
	}
	return out
}

// publications returns the articles published on the day of a row, near-copies once,
// the most relevant first.
func (v *View) publications(r *row) []sentence {
	var out []sentence
	groups := map[uint32]bool{}
	for _, a := range r.days {
		if group := v.Articles.At(a).Group; !groups[group] {
			groups[group] = true
			out = append(out, sentence{date: r.date, value: r.value, article: a, published: true})
		}
	}
	return out
}

// bestSentence puts the sentence that stands for a date first: one that holds the
// topic, then the article that does, then the others.
func (v *View) bestSentence(a, b sentence) int {
	if c := rank.CompareBool(a.beside, b.beside); c != 0 {
		return c
	}
	if a.published || b.published {
		return rank.CompareBool(b.published, a.published)
	}
	return v.eventOrder(a.best, b.best)
}

// earliest orders the events of one sentence: those near the topic first, then as
// published.
func (v *View) earliest(a, b scoredEvent) int {
	if a.near != b.near {
		return rank.CompareBool(b.near, a.near)
	}
	x, y := v.Events.At(a.unit), v.Events.At(b.unit)
	p, q := v.Articles.At(x.Article), v.Articles.At(y.Article)
	if c := v.ArticleDate(p).CompareOldest(v.ArticleDate(q)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Index(), y.Index()))
}

// sentencesInOrder returns the order of rows that are sentences: by date, those beside
// the topic last; of dates that begin together the coarser one first; on a date as
// published.
func (v *View) sentencesInOrder(by query.Sort) func(a, b sentence) int {
	return func(a, b sentence) int {
		when := cmp.Or(cmp.Compare(a.date.From, b.date.From), cmp.Compare(b.date.To-b.date.From, a.date.To-a.date.From), cmp.Compare(a.value, b.value))
		if by == query.Newest {
			when = -when
		}
		if c := cmp.Or(rank.CompareBool(a.beside, b.beside), when); c != 0 {
			return c
		}
		p, q := v.Articles.At(a.article), v.Articles.At(b.article)
		return cmp.Or(v.ArticleDate(p).CompareOldest(v.ArticleDate(q)), cmp.Compare(v.IDs.At(a.article), v.IDs.At(b.article)), rank.CompareBool(a.published, b.published), cmp.Compare(v.place(a), v.place(b)))
	}
}

// place returns where a sentence begins in its article.
func (v *View) place(s sentence) int {
	if s.published {
		return 0
	}
	return int(v.Events.At(s.copies[0].unit).Sentence.First)
}
