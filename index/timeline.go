package index

import (
	"cmp"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// timeline gathers rows.
type timeline struct {
	v       *view
	topic   *topicFit // nil without words
	rows    map[rowKey]*timelineRow
	byValue []*timelineRow
	sums    map[countedKey]float64
}

// countedKey is what counts once for a date: a sentence with its copies, and
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

func newTimeline(v *view, topic *topicFit) *timeline {
	if topic != nil && topic.words.empty() {
		topic = nil
	}
	return &timeline{v: v, topic: topic, rows: map[rowKey]*timelineRow{}, sums: map[countedKey]float64{}}
}

// row is the row of a key, made where it is new.
func (t *timeline) row(key rowKey, date period, value string) *timelineRow {
	r := t.rows[key]
	if r == nil {
		r = &timelineRow{value: value, date: date}
		t.rows[key] = r
		t.byValue = append(t.byValue, r)
	}
	return r
}

// add puts an event into the row of its date. Of an article and its
// near-copies the best sentence counts.
func (t *timeline) add(e scoredEvent) {
	event := &t.v.events[e.unit]
	row := t.key(event)
	r := t.row(row, event.date, t.v.values[event.value])
	r.events = append(r.events, e)
	key := countedKey{row, t.v.articles[event.article].group}
	score := e.score * t.lasting(event)
	if before := t.sums[key]; score > before {
		r.score += score - before
		t.sums[key] = score
	}
}

// A date that articles still name laterDays after it counts laterWeight times
// as much as one that is named at once: what is remembered matters. Dates
// coarser than a day count coarseWeight.
const (
	laterDays    = 2
	laterWeight  = 3
	coarseWeight = 0.05
)

// lasting is how much an event counts for its date.
func (t *timeline) lasting(e *eventColumn) float64 {
	weight := 1.0
	published := t.v.articles[e.article].when
	if published.known() && published.from-e.date.from >= laterDays*secondsADay {
		weight = laterWeight
	}
	if e.date.precision < article.Day {
		weight *= coarseWeight
	}
	return weight
}

const secondsADay = 24 * 60 * 60

// key names the row of an event: its date's value; with a topic, times of a
// day stand in the day's row.
func (t *timeline) key(e *eventColumn) rowKey {
	if t.topic != nil && e.date.precision >= article.Day {
		return rowKey{day: e.date.day().Unix()}
	}
	return rowKey{value: e.value}
}

// publishedWeight is how much an article counts for the day on which it came
// out, beside one that names the day.
const publishedWeight = 0.5

// publicationRows is how many articles of a topic must have come out on a day
// that makes it a row by that alone.
const publicationRows = 2

// addPublications counts the topic's articles for the days on which they came out.
func (t *timeline) addPublications(keep *filter) {
	published := map[int64][]uint32{}
	for _, a := range t.topic.articles {
		column := &t.v.articles[a]
		if column.when.known() && keep.article(a) && keep.window.holds(column.when) && column.published.Precision >= article.Day {
			day := column.when.day().Unix()
			published[day] = append(published[day], a)
		}
	}
	for day, articles := range published {
		slices.SortFunc(articles, t.fitOrder)
		if t.rows[rowKey{day: day}] == nil && len(articles) < publicationRows {
			continue
		}
		date := time.Unix(day, 0).UTC()
		r := t.row(rowKey{day: day}, newPeriod(date, date.AddDate(0, 0, 1), article.Day), date.Format(time.DateOnly))
		r.days = articles
		for _, a := range articles {
			r.score += publishedWeight * t.topic.of[a].share
		}
	}
}

// fitOrder puts the articles first that are about the topic and hold most of its words.
func (t *timeline) fitOrder(a, b uint32) int {
	x, y := t.topic.of[a], t.topic.of[b]
	return cmp.Or(-compareBool(x.about, y.about), cmp.Compare(y.share, x.share), cmp.Compare(t.v.articles[a].id, t.v.articles[b].id))
}

// all are the rows. Their scores are rounded, for sums differ in their last digits with the order of what was added.
func (t *timeline) all() []*timelineRow {
	for _, r := range t.byValue {
		r.score = rounded(r.score)
	}
	return t.byValue
}
