package timeline

import (
	"cmp"

	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// row is one date of a timeline.
type row struct {
	value  string // TIMEX3; of days on which articles were published, the day
	date   period.Period
	events []scoredEvent
	days   []uint32 // articles published on that day
	score  float64

	mixed     bool // the dates of its events are not all the same period
	beside    bool // no sentence of it and no paragraph holds the topic
	published bool // is a row, or one about the topic, by the articles in days alone

	lastArticle uint32 // that counted, plus 1
	lastScore   float64

	kept *keptRow // of rows that many answers show; nil of others
}

// sentence is a sentence of a date, with those that repeat it, or an article of a day
// on which it was published.
type sentence struct {
	date      period.Period
	value     string
	best      scoredEvent
	copies    []scoredEvent // earliest outlet first
	article   uint32
	published bool // stands for the article
	beside    bool // neither it nor its paragraph holds the topic
}

// keptRow is what a row shows, found once.
type keptRow struct {
	once      segment.Once
	best      sentence
	sentences int
	bounds    bounds
}

// bounds are the first and last Unix seconds at which the dates of a row begin and end.
type bounds struct{ firstFrom, lastFrom, firstTo, lastTo int64 }

// add widens bounds to a date.
func (b *bounds) add(date period.Period, first bool) {
	if first {
		*b = bounds{date.From, date.From, date.To, date.To}
		return
	}
	b.firstFrom, b.lastFrom = min(b.firstFrom, date.From), max(b.lastFrom, date.From)
	b.firstTo, b.lastTo = min(b.firstTo, date.To), max(b.lastTo, date.To)
}

// scoredEvent is an event and the relevance of its sentence.
type scoredEvent struct {
	score float64
	unit  uint32
	holds bool // a word of the topic
	near  bool // it or its paragraph holds the topic
}

// rowsInOrder returns the order of rows on a page: by date, those beside the topic last.
func rowsInOrder(by query.Sort) func(a, b *row) int {
	return func(a, b *row) int {
		when := a.compare(b)
		if by == query.Newest {
			when = -when
		}
		return cmp.Or(rank.CompareBool(a.beside, b.beside), when)
	}
}

// rowOrder orders rows by importance, those beside the topic last, then by date.
func rowOrder(a, b *row) int {
	if a.beside != b.beside {
		return rank.CompareBool(a.beside, b.beside)
	}
	if a.score != b.score {
		return cmp.Compare(b.score, a.score)
	}
	return a.compare(b)
}

// compare orders rows by date; of dates that begin together the more precise
// one comes first.
func (r *row) compare(other *row) int {
	return cmp.Or(cmp.Compare(r.date.From, other.date.From), cmp.Compare(r.date.To-r.date.From, other.date.To-other.date.From),
		cmp.Compare(r.value, other.value))
}

// articlesOf counts the articles of rows.
func (v *View) articlesOf(rows []*row, seen *rank.UnitSet) int {
	n := 0
	seen.Reset(v.Articles.Len())
	count := func(a uint32) {
		if seen.Add(a) {
			n++
		}
	}
	for _, r := range rows {
		for _, e := range r.events {
			count(v.Events.At(e.unit).Article)
		}
		for _, a := range r.days {
			count(a)
		}
	}
	return n
}

// eventOrder puts sentences with a word of the topic first, then those whose
// paragraph holds it, then orders by
// relevance, certain before possible, publication, article and offset.
func (v *View) eventOrder(a, b scoredEvent) int {
	if c := cmp.Or(rank.CompareBool(b.holds, a.holds), rank.CompareBool(b.near, a.near), cmp.Compare(b.score, a.score)); c != 0 {
		return c // a look at the events takes longer
	}
	x, y := v.Events.At(a.unit), v.Events.At(b.unit)
	p, q := v.Articles.At(x.Article), v.Articles.At(y.Article)
	if c := cmp.Or(rank.CompareBool(x.Possible(), y.Possible()), v.ArticleDate(p).CompareOldest(v.ArticleDate(q))); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(v.IDs.At(x.Article), v.IDs.At(y.Article)), cmp.Compare(x.Sentence.First, y.Sentence.First), cmp.Compare(x.Index(), y.Index()))
}
