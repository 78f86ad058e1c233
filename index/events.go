package index

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// timelineRow is one date of a timeline.
type timelineRow struct {
	value  string // TIMEX3; of days on which articles were published, the day
	date   period
	events []scoredEvent
	days   []uint32 // articles published on that day, where no event names it
	score  float64
}

// scoredEvent is an event and how well its sentence fits the topic.
type scoredEvent struct {
	unit  uint32
	score float64
}

// Events finds rows of a timeline: the dates that matter most for the topic,
// at most q.Limit of them from q.Offset on, each with its best sentence,
// oldest first. A date matters by the sentences that name it and the articles
// that came out on it. Where several articles of a topic came out on a day that
// none names, the day is a row with Event -1 and the Passage to show. Events
// without a resolved date are not among them.
func (x *Index) Events(ctx context.Context, q Query) (Result, error) {
	v, err := x.view()
	if err != nil {
		return Result{}, err
	}
	defer v.release()
	rows, err := x.timelineRows(ctx, v, q)
	if err != nil {
		return Result{}, err
	}
	out := v.countRows(rows)
	top := first(rows, q, func(a, b *timelineRow) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return a.compare(b)
	})
	slices.SortFunc(top, (*timelineRow).compare)
	for _, r := range top {
		out.Hits = append(out.Hits, x.rowHit(ctx, v, r, q))
	}
	return out, nil
}

// compare is by date; of dates that begin together the finer first.
func (r *timelineRow) compare(other *timelineRow) int {
	return cmp.Or(cmp.Compare(r.date.from, other.date.from), cmp.Compare(r.date.to-r.date.from, other.date.to-other.date.from),
		cmp.Compare(r.value, other.value))
}

func (v *view) countRows(rows []*timelineRow) Result {
	out := Result{Total: len(rows)}
	seen := make([]bool, len(v.articles))
	count := func(a uint32) {
		if !seen[a] {
			seen[a] = true
			out.Articles++
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
	return out
}

// timelineRows are all dates of a topic, in no order.
func (x *Index) timelineRows(ctx context.Context, v *view, q Query) ([]*timelineRow, error) {
	events, articles, err := x.topicEvents(ctx, v, q)
	if err != nil {
		return nil, err
	}
	t := newTimeline(v, articles)
	for _, e := range events {
		t.add(e)
	}
	if articles != nil {
		t.addPublications(v.filter(q))
	}
	return t.all(), nil
}

// topicEvents are the dated events of a query with how well their sentences
// fit, and how well each article fits; articles is nil without a topic.
func (x *Index) topicEvents(ctx context.Context, v *view, q Query) ([]scoredEvent, map[uint32]fit, error) {
	keep := v.filter(q)
	t := x.topic(q.Words)
	if t.empty() {
		return v.allEvents(keep), nil, nil
	}
	articles, err := v.fitArticles(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	sentences, err := v.fitSentences(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	var out []scoredEvent
	for a, f := range articles {
		events := v.articles[a].events
		for unit := events.first; unit < events.end; unit++ {
			if s := f.event(sentences[unit]); s > 0 && keep.event(unit) {
				out = append(out, scoredEvent{unit, s})
			}
		}
	}
	return out, articles, nil
}

func (v *view) allEvents(keep *filter) []scoredEvent {
	var out []scoredEvent
	for i := range v.events {
		if keep.event(uint32(i)) {
			out = append(out, scoredEvent{uint32(i), 1})
		}
	}
	return out
}

// event says whether a dated event may be in the answer.
func (f *filter) event(unit uint32) bool {
	e := &f.v.events[unit]
	return e.date.known() && f.article(e.article) && f.window.holds(e.date) && (!f.by || f.saidBy(e))
}

// saidBy says whether an event's sentence is part of a statement of the persons asked for.
func (f *filter) saidBy(e *eventColumn) bool {
	a := &f.v.articles[e.article]
	for unit := a.statements.first; unit < a.statements.end; unit++ {
		s := &f.v.statements[unit]
		said := article.Span{Start: int(s.start), End: int(s.end)}
		if s.bearer != nobody && f.persons[f.v.who.of[s.bearer]] && said.Overlaps(e.sentence) {
			return true
		}
	}
	return false
}

// timeline gathers rows.
type timeline struct {
	v        *view
	articles map[uint32]fit
	rows     map[rowKey]*timelineRow
	byValue  []*timelineRow
	counted  map[countedKey]float64
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

func newTimeline(v *view, articles map[uint32]fit) *timeline {
	return &timeline{v: v, articles: articles, rows: map[rowKey]*timelineRow{}, counted: map[countedKey]float64{}}
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
	if before := t.counted[key]; score > before {
		r.score += score - before
		t.counted[key] = score
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
	if t.articles != nil && e.date.precision >= article.Day {
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
	for a := range t.articles {
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
			r.score += publishedWeight * t.articles[a].share
		}
	}
}

// fitOrder puts the articles first that are about the topic and hold most of its words.
func (t *timeline) fitOrder(a, b uint32) int {
	x, y := t.articles[a], t.articles[b]
	return cmp.Or(-compareBool(x.about, y.about), cmp.Compare(y.share, x.share), cmp.Compare(t.v.articles[a].id, t.v.articles[b].id))
}

// all are the rows. Their scores are rounded, for sums differ in their last digits with the order of what was added.
func (t *timeline) all() []*timelineRow {
	for _, r := range t.byValue {
		r.score = rounded(r.score)
	}
	return t.byValue
}

// eventOrder is by fit, then certain before possible, earliest published, article and place.
func (v *view) eventOrder(a, b scoredEvent) int {
	x, y := &v.events[a.unit], &v.events[b.unit]
	p, q := &v.articles[x.article], &v.articles[y.article]
	return cmp.Or(cmp.Compare(b.score, a.score), compareBool(x.possible, y.possible), p.when.compareOldest(q.when),
		cmp.Compare(p.id, q.id), cmp.Compare(x.sentence.Start, y.sentence.Start), cmp.Compare(x.index, y.index))
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// rowHit is a row as an answer shows it.
func (x *Index) rowHit(ctx context.Context, v *view, r *timelineRow, q Query) Hit {
	if len(r.events) == 0 {
		return x.publicationHit(ctx, v, r, q)
	}
	slices.SortFunc(r.events, v.eventOrder)
	head := &v.events[r.events[0].unit]
	hit := Hit{Article: v.articles[head.article].id, Statement: -1, Event: int(head.index), Score: r.score}
	sentences := map[uint64]bool{head.content: true}
	for _, e := range r.events[1:] {
		other := &v.events[e.unit]
		if id := v.articles[other.article].id; other.content == head.content {
			if id != hit.Article && !slices.Contains(hit.Also, id) {
				hit.Also = append(hit.Also, id)
			}
			continue
		}
		if !sentences[other.content] {
			sentences[other.content] = true
			hit.More++
		}
	}
	return hit
}

// publicationHit shows, of the article of a day that fits best, the first
// sentence that holds a word of the topic, else the first one.
func (x *Index) publicationHit(ctx context.Context, v *view, r *timelineRow, q Query) Hit {
	a := &v.articles[r.days[0]]
	hit := Hit{Article: a.id, Statement: -1, Event: -1, Score: r.score, More: len(r.days) - 1}
	for unit := a.passages.first; unit < a.passages.end; unit++ {
		p := article.Span{Start: int(v.passages[unit].start), End: int(v.passages[unit].end)}
		text, ok, err := x.text(ctx, a.id, p)
		if err != nil || !ok {
			hit.Passage = p
			return hit
		}
		sentence := firstSentence(text, 0)
		if marks := x.Marks(text, q.Words); len(marks) > 0 {
			sentence = firstSentence(text, marks[0].Start)
		} else if hit.Passage.Len() > 0 {
			continue
		}
		hit.Passage = article.Span{Start: p.Start + sentence.Start, End: p.Start + sentence.End}
		if sentence.Start > 0 || len(x.Marks(sentence.Of(text), q.Words)) > 0 {
			return hit
		}
	}
	return hit
}

// firstSentence is the sentence of a passage around a place in it.
func firstSentence(text string, at int) article.Span {
	s := article.Span{End: len(text)}
	for i := 1; i < len(text); i++ {
		if !isBlank(text[i]) || !sentenceEnd(text[:i]) {
			continue
		}
		if i > at {
			s.End = i
			break
		}
		s.Start = i + 1
	}
	return trim(text, s)
}

// Undated counts the events and articles of a topic whose date is unknown:
// Total events, Articles articles.
func (x *Index) Undated(ctx context.Context, q Query) (Result, error) {
	v, err := x.view()
	if err != nil {
		return Result{}, err
	}
	defer v.release()
	t := x.topic(q.Words)
	fits, err := v.fitArticles(ctx, t)
	if err != nil {
		return Result{}, err
	}
	keep := v.filter(Query{Sources: q.Sources})
	var out Result
	for n := range v.articles {
		a := uint32(n)
		if _, about := fits[a]; !keep.article(a) || !about && !t.empty() {
			continue
		}
		if !v.articles[a].when.known() {
			out.Articles++
		}
		for unit := v.articles[a].events.first; unit < v.articles[a].events.end; unit++ {
			if !v.events[unit].date.known() {
				out.Total++
			}
		}
	}
	return out, nil
}

// Days counts the statements of a query (events is false) or its events a day,
// week (from Monday) or month, oldest first; periods with none are left out.
// Statements without a date and events of coarser dates do not count.
func (x *Index) Days(ctx context.Context, q Query, unit article.Precision, events bool) ([]Day, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
	counts := map[int64]int{}
	count := func(p period) {
		if p.known() && p.precision >= unit {
			counts[startOf(p, unit)]++
		}
	}
	if events {
		err = x.countEvents(ctx, v, q, count)
	} else {
		err = x.countSaid(ctx, v, q, count)
	}
	if err != nil {
		return nil, err
	}
	out := make([]Day, 0, len(counts))
	for from, n := range counts {
		out = append(out, Day{time.Unix(from, 0).UTC(), n})
	}
	slices.SortFunc(out, func(a, b Day) int { return a.From.Compare(b.From) })
	return out, nil
}

func (x *Index) countEvents(ctx context.Context, v *view, q Query, count func(period)) error {
	found, _, err := x.topicEvents(ctx, v, q)
	for _, e := range found {
		count(v.events[e.unit].date)
	}
	return err
}

func (x *Index) countSaid(ctx context.Context, v *view, q Query, count func(period)) error {
	groups, err := x.statementGroups(ctx, v, q)
	for _, g := range groups {
		count(v.statements[g.unit].when)
	}
	return err
}

// startOf is the Unix second at which the day, week or month of a period's start begins.
func startOf(p period, unit article.Precision) int64 {
	day := p.day()
	switch unit {
	case article.Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case article.Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	}
	return day.Unix()
}
