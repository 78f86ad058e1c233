package timeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// rows collects rows.
type rows struct {
	v       *View
	topic   *Relevance // nil without words
	keys    *rank.Keys // of byValue
	byValue []*row
	copied  *rank.Keys // of sums: a row and a group of near-copies
	sums    []float64  // what an article that has copies counts with them
}

func newRows(v *View, topic *Relevance) *rows {
	t := &rows{v: v, topic: topic, keys: &topic.rowKeys, copied: &topic.sumKeys}
	if topic.words.Empty() {
		t.topic = nil
	}
	return t
}

// row returns the row of a key and its number, a new one if it has none.
func (t *rows) row(key rank.Key, date period.Period, value func() string) (*row, uint32) {
	n, added := t.keys.Number(key)
	if added {
		t.byValue = append(t.byValue, &row{value: value(), date: date})
	}
	return t.byValue[n], n
}

// add adds an event to the row of its date. Of an article and its near-copies
// the best sentence counts.
func (t *rows) add(e scoredEvent) {
	event := t.v.Events.At(e.unit)
	date := t.v.EventDate(event)
	r, n := t.row(t.v.rowKey(event), date, func() string { return t.v.ValueOf(event) })
	r.mixed = r.mixed || date != r.date
	r.events = append(r.events, e)
	score := e.score * t.lasting(event)
	before := t.counted(r, n, event.Article)
	if score > *before {
		r.score += score - *before
		*before = score
	}
}

// counted is what an article and its near-copies count for the n-th row so far, until the
// next call. The events of an article come one after another.
func (t *rows) counted(r *row, n, article uint32) *float64 {
	group := t.v.Articles.At(article).Group
	if !t.v.hasCopies(group) {
		if r.lastArticle != article+1 {
			r.lastArticle, r.lastScore = article+1, 0
		}
		return &r.lastScore
	}
	at, added := t.copied.Number(rank.Key{uint64(n), uint64(group)})
	if added {
		t.sums = append(t.sums, 0)
	}
	return &t.sums[at]
}

// A date that articles still name laterDays after it counts laterWeight times
// as much as one that is named at once: what is remembered matters. Dates
// coarser than a day count coarseWeight.
const (
	laterDays    = 2
	laterWeight  = 3
	coarseWeight = 0.05
)

// lasting returns the weight of an event for its date.
func (t *rows) lasting(e *segment.Event) float64 {
	weight := 1.0
	published, date := t.v.ArticleDate(t.v.Articles.At(e.Article)), t.v.EventDate(e)
	if published.Known() && published.From-date.From >= laterDays*period.SecondsADay {
		weight = laterWeight
	}
	if date.Precision < article.Day {
		weight *= coarseWeight
	}
	return weight
}

// rowKey names the row of an event: its date's value; times of a day belong to the row of
// the day.
func (v *View) rowKey(e *segment.Event) rank.Key {
	if date := v.EventDate(e); date.Precision >= article.Day {
		return dayKey(date.DayUnix())
	}
	return rank.Key{uint64(v.ValueNumber(e)), 1}
}

// dayKey names the row of a day.
func dayKey(day int64) rank.Key { return rank.Key{uint64(day), 0} }

// publishedWeight is the weight of an article for the day of its publication,
// compared with one that names the day.
const publishedWeight = 0.5

// publicationRows is the minimum number of articles of a topic published on a
// day to make it a row by that alone.
const publicationRows = 2

// addPublications counts the topic's articles for the days of their
// publication.
func (t *rows) addPublications(keep *query.Filter) {
	t.topic.published(keep, func(day int64, articles []ratedArticle) {
		if !t.keys.Has(dayKey(day)) && len(articles) < publicationRows {
			return
		}
		date := time.Unix(day, 0).UTC()
		r, _ := t.row(dayKey(day), period.New(date, date.AddDate(0, 0, 1), article.Day), func() string { return date.Format(time.DateOnly) })
		slices.SortFunc(articles, t.relevanceOrder)
		r.days = make([]uint32, len(articles))
		for i, a := range articles {
			r.days[i] = a.article
			r.score += publishedWeight * a.Share
		}
	})
}

// published visits the days on which articles of the topic were published, in no order.
func (f *Relevance) published(keep *query.Filter, visit func(day int64, articles []ratedArticle)) {
	f.dayKeys.Clear()
	var days []int64
	var articles [][]ratedArticle
	for _, a := range f.articles {
		column := f.v.Articles.At(a)
		published := f.v.ArticleDate(column)
		if !published.Known() || !keep.Article(a) || !keep.Window.Holds(published) || !column.DayKnown() {
			continue
		}
		day := published.DayUnix()
		n, added := f.dayKeys.Number(dayKey(day))
		if added {
			days, articles = append(days, day), append(articles, nil)
		}
		articles[n] = append(articles[n], ratedArticle{a, f.of.Of(a).Relevance})
	}
	for n, day := range days {
		visit(day, articles[n])
	}
}

// relevanceOrder orders articles by relevance: about the topic first, then by their
// share of its words.
func (t *rows) relevanceOrder(a, b ratedArticle) int {
	if c := cmp.Or(-rank.CompareBool(a.About, b.About), cmp.Compare(b.Share, a.Share)); c != 0 {
		return c // comparing IDs takes longer
	}
	return cmp.Compare(t.v.IDs.At(a.article), t.v.IDs.At(b.article))
}

// ratedArticle is an article and how it fits the topic.
type ratedArticle struct {
	article uint32
	rank.Relevance
}

// ranked returns the rows with their scores.
func (t *rows) ranked() []*row {
	for _, r := range t.byValue {
		r.score = rank.Rounded(r.score) // the last digits of a sum depend on the order of its summands
		near := slices.ContainsFunc(r.events, func(e scoredEvent) bool { return e.near })
		r.published = !near && len(r.days) >= publicationRows
		r.beside = !near && !r.published
	}
	return t.byValue
}
