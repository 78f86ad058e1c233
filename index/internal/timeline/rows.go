package timeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/query"
	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// rows collects rows.
type rows struct {
	v       *View
	topic   *Relevance // nil without words
	rows    map[rowKey]*row
	byValue []*row
	sums    map[countedKey]*float64 // of articles that have copies
}

// countedKey names what counts once for a date: a sentence with its copies, and
// all of an article and its near-copies.
type countedKey struct {
	row   rowKey
	group uint32
}

// rowKey names a row: a calendar day, or another value.
type rowKey struct {
	day   int64 // Unix seconds of its start; 0 where value says it
	value uint32
}

func newRows(v *View, topic *Relevance) *rows {
	if topic != nil && topic.words.Empty() {
		topic = nil
	}
	return &rows{v: v, topic: topic, rows: map[rowKey]*row{}, sums: map[countedKey]*float64{}}
}

// row returns the row of a key, a new one if it has none.
func (t *rows) row(key rowKey, date segment.Period, value string) *row {
	r := t.rows[key]
	if r == nil {
		r = &row{value: value, date: date}
		t.rows[key] = r
		t.byValue = append(t.byValue, r)
	}
	return r
}

// add adds an event to the row of its date. Of an article and its near-copies
// the best sentence counts.
func (t *rows) add(e scoredEvent) {
	event := t.v.Events.At(e.unit)
	row := t.key(event)
	r := t.row(row, event.Date, t.v.Values.At(event.Value))
	r.events = append(r.events, e)
	score := e.score * t.lasting(event)
	before := t.counted(r, row, event.Article)
	if score > *before {
		r.score += score - *before
		*before = score
	}
}

// counted is what an article and its near-copies count for a row so far. The
// events of an article come one after another.
func (t *rows) counted(r *row, key rowKey, article uint32) *float64 {
	group := t.v.Articles.At(article).Group
	if !t.v.hasCopies(group) {
		if r.lastArticle != article+1 {
			r.lastArticle, r.lastScore = article+1, 0
		}
		return &r.lastScore
	}
	sum := t.sums[countedKey{key, group}]
	if sum == nil {
		sum = new(float64)
		t.sums[countedKey{key, group}] = sum
	}
	return sum
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
	published := t.v.Articles.At(e.Article).When
	if published.Known() && published.From-e.Date.From >= laterDays*segment.SecondsADay {
		weight = laterWeight
	}
	if e.Date.Precision < article.Day {
		weight *= coarseWeight
	}
	return weight
}

// key returns the row of an event: its date's value; times of a day belong to the row
// of the day.
func (t *rows) key(e *segment.Event) rowKey {
	if e.Date.Precision >= article.Day {
		return rowKey{day: e.Date.DayUnix()}
	}
	return rowKey{value: e.Value}
}

// publishedWeight is the weight of an article for the day of its publication,
// compared with one that names the day.
const publishedWeight = 0.5

// publicationRows is the minimum number of articles of a topic published on a
// day to make it a row by that alone.
const publicationRows = 2

// addPublications counts the topic's articles for the days of their
// publication.
func (t *rows) addPublications(keep *query.Filter) {
	published := map[int64][]ratedArticle{}
	for _, a := range t.topic.articles {
		column := t.v.Articles.At(a)
		if column.When.Known() && keep.Article(a) && keep.Window.Holds(column.When) && column.DayKnown() {
			day := column.When.DayUnix()
			published[day] = append(published[day], ratedArticle{a, t.topic.of.Of(a).Relevance})
		}
	}
	for day, articles := range published {
		if t.rows[rowKey{day: day}] == nil && len(articles) < publicationRows {
			continue
		}
		date := time.Unix(day, 0).UTC()
		r := t.row(rowKey{day: day}, segment.NewPeriod(date, date.AddDate(0, 0, 1), article.Day), date.Format(time.DateOnly))
		slices.SortFunc(articles, t.relevanceOrder)
		r.days = make([]uint32, len(articles))
		for i, a := range articles {
			r.days[i] = a.article
			r.score += publishedWeight * a.Share
		}
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

// countedRows returns the rows of a timeline, most important first.
type countedRows struct {
	rows     []*row
	articles int
}

// ranked returns the rows with their scores.
func (t *rows) ranked() countedRows {
	for _, r := range t.byValue {
		r.score = rank.Rounded(r.score) // the last digits of a sum depend on the order of its summands
		near := slices.ContainsFunc(r.events, func(e scoredEvent) bool { return e.near })
		r.published = !near && len(r.days) >= publicationRows
		r.beside = !near && !r.published
	}
	return countedRows{rows: t.byValue, articles: t.v.articlesOf(t.byValue)}
}
