package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// digest is what a window of articles holds for a topic, a speaker, an outlet.
type digest struct {
	window     span
	articles   int // new ones that may be seen
	records    []article.Record
	candidates []*candidate
}

// candidate is a statement of the window, with its copies there.
type candidate struct {
	record    article.Record
	statement int
	also      []string // articles with the same words, in order of their numbers
	outlets   []string
	fresh     bool   // of a person whom nothing older quotes
	watched   string // the watch of that place that it answers, "" for none
	reasons   []reason
}

// reason is a part of a candidate's score, in words.
type reason struct {
	why    string
	points float64
}

func (c *candidate) score() (sum float64) {
	for _, r := range c.reasons {
		sum += r.points
	}
	return sum
}

// speaker is the name that may be shown, "" where nobody is certain.
func (c *candidate) speaker() string {
	return speakerOf(c.record, c.statement)
}

// gather reads the window's articles and the statements in them that answer.
func (b *Briefing) gather(ctx context.Context, a asked, w span) (digest, error) {
	d := digest{window: w}
	queries := []index.Query{{Words: a.query.Words, By: a.query.By, Sources: a.query.Sources}}
	watches, err := b.ofPlace(ctx, a.request, bot.Watch)
	if err != nil {
		return d, err
	}
	watches = watches[:min(len(watches), mostWatches)]
	for _, s := range watches {
		q, err := b.watchQuery(ctx, s)
		if err != nil {
			return d, err
		}
		queries = append(queries, q)
	}
	m := b.Index.NewMatcher(queries)
	byWords := map[string]*candidate{}
	err = b.Archive.Each(ctx, w.after, func(r article.Record) error {
		if r.Number > w.through {
			return errWindowEnds
		}
		if r.Removed || !mayShow(a.request, r.Source) {
			return nil
		}
		d.articles++
		found, err := m.Match(ctx, r)
		if err != nil {
			return fmt.Errorf("look through article %s: %w", r.ID, err)
		}
		answers := noWords(a.query.Words) && len(a.query.By) == 0
		for i := range r.Annotation.Statements {
			if !slices.Contains(found[i], 0) {
				continue
			}
			answers = true
			c := d.take(r, i, byWords)
			for _, n := range found[i] {
				if n > 0 && c.watched == "" {
					c.watched = watches[n-1].ID
				}
			}
		}
		if answers {
			d.records = append(d.records, r)
		}
		return nil
	})
	switch {
	case errors.Is(err, archive.ErrDamaged):
		b.logger().ErrorContext(ctx, "a digest leaves out articles that cannot be read", slog.Any("error", err))
	case err != nil && !errors.Is(err, errWindowEnds):
		return d, fmt.Errorf("read the new articles: %w", err)
	}
	return d, nil
}

var errWindowEnds = errors.New("the window ends")

func noWords(w index.Words) bool { return len(w.Terms)+len(w.Phrases) == 0 }

// mostWatches is how many watches of a place rank its digest.
const mostWatches = 100

// take adds a statement, or a copy to the one with its words, and returns it.
func (d *digest) take(r article.Record, statement int, byWords map[string]*candidate) *candidate {
	c := &candidate{record: r, statement: statement}
	key := c.speaker() + "\x00" + r.Annotation.Statements[statement].Wording(r.Text)
	if first := byWords[key]; first != nil {
		first.also = append(first.also, r.ID)
		if !slices.Contains(first.outlets, r.Source) {
			first.outlets = append(first.outlets, r.Source)
		}
		return first
	}
	c.outlets = []string{r.Source}
	byWords[key] = c
	d.candidates = append(d.candidates, c)
	return c
}

// The points of a digest's ranking, which `digest why` explains.
const (
	outletPoints = 2.0 // for each doubling of the outlets that carry it
	directPoints = 1.0 // its own words are quoted
	surePoints   = 1.0 // times the confidence
	freshPoints  = 1.0 // nobody older quotes the person
	watchPoints  = 1.0 // a watch of the place asks for it
	newestPoints = 0.5 // for the newest article of the window, less for older ones
	turnPoints   = 1.5 // off for each statement of the same person before it
)

// mostRanked is how many statements of a window a digest looks at closely.
const mostRanked = 100

// rank orders the best candidates: what is only repeated from older articles is
// left out, and after each one its speaker's others step back.
func (d *digest) rank(ctx context.Context, b *Briefing) ([]*candidate, error) {
	for _, c := range d.candidates {
		c.reasons = d.reasons(c)
	}
	byScore := func(x, y *candidate) int {
		return cmp.Or(cmp.Compare(y.score(), x.score()), cmp.Compare(x.record.Number, y.record.Number), cmp.Compare(x.statement, y.statement))
	}
	slices.SortFunc(d.candidates, byScore)
	var kept []*candidate
	for _, c := range d.candidates[:min(len(d.candidates), mostRanked)] {
		old, err := b.saidBefore(ctx, c.record, c.statement, d.window.after)
		if err != nil {
			return nil, err
		}
		if !old {
			kept = append(kept, c)
		}
	}
	if err := d.markFresh(ctx, b, kept); err != nil {
		return nil, err
	}
	slices.SortFunc(kept, byScore)
	return turns(kept), nil
}

// turns lets speakers take turns.
func turns(all []*candidate) []*candidate {
	before := map[string]int{}
	out := make([]*candidate, 0, len(all))
	left := slices.Clone(all)
	for len(left) > 0 {
		best, top := 0, math.Inf(-1)
		for i, c := range left {
			points := c.score()
			if name := c.speaker(); name != "" {
				points -= turnPoints * float64(before[name])
			}
			if points > top {
				best, top = i, points
			}
		}
		c := left[best]
		if n := before[c.speaker()]; n > 0 && c.speaker() != "" {
			c.reasons = append(c.reasons, reason{fmt.Sprintf("%s is quoted above already", c.speaker()), -turnPoints * float64(n)})
		}
		before[c.speaker()]++
		out, left = append(out, c), slices.Delete(left, best, best+1)
	}
	return out
}

func (d *digest) reasons(c *candidate) []reason {
	s := c.record.Annotation.Statements[c.statement]
	out := []reason{
		{"carried by " + count(len(c.outlets), "outlet"), outletPoints * math.Log2(float64(1+len(c.outlets)))},
		{"certain to " + fmt.Sprintf("%.0f %%", 100*s.Confidence), surePoints * s.Confidence},
	}
	if s.Kind == article.Direct {
		out = append(out, reason{"in the speaker's own words", directPoints})
	}
	if c.watched != "" {
		out = append(out, reason{"what watch " + c.watched + " asks for", watchPoints})
	}
	if width := d.window.through - d.window.after; width > 0 {
		out = append(out, reason{"recent", newestPoints * float64(c.record.Number-d.window.after) / float64(width)})
	}
	return out
}

// mostOlder is how many older statements that begin alike are compared.
const mostOlder = 50

// saidBefore reports whether an article up to a number has the statement already.
func (b *Briefing) saidBefore(ctx context.Context, r article.Record, statement int, number uint32) (bool, error) {
	words := r.Annotation.Statements[statement].Wording(r.Text)
	if number == 0 || words == "" {
		return false, nil
	}
	found, err := b.Index.Statements(ctx, index.Query{Words: index.Words{Phrases: []string{firstWords(words, 12)}}, Sort: index.Oldest, Limit: mostOlder})
	if err != nil {
		return false, fmt.Errorf("look for older reports: %w", err)
	}
	for _, hit := range found.Hits {
		for _, id := range append([]string{hit.Article}, hit.Also[:min(len(hit.Also), 5)]...) {
			old, ok, err := b.record(ctx, id)
			if err != nil {
				return false, fmt.Errorf("read article %s: %w", id, err)
			}
			if ok && old.Number <= number && id != r.ID && slices.ContainsFunc(indexes(old), func(i int) bool { return old.Annotation.Statements[i].Wording(old.Text) == words }) {
				return true, nil
			}
		}
	}
	return false, nil
}

func indexes(r article.Record) []int {
	out := make([]int, len(r.Annotation.Statements))
	for i := range out {
		out[i] = i
	}
	return out
}

// markFresh marks the statements of persons whom nothing outside the window quotes.
func (d *digest) markFresh(ctx context.Context, b *Briefing, kept []*candidate) error {
	inWindow := map[string]int{}
	for _, c := range d.candidates {
		inWindow[c.speaker()]++
	}
	known := map[string]bool{}
	for _, c := range kept {
		name := c.speaker()
		if name == "" || d.window.after == 0 {
			continue
		}
		old, asked := known[name]
		if !asked {
			found, err := b.Index.FindPeople(ctx, name)
			if err != nil {
				return fmt.Errorf("find person: %w", err)
			}
			old = len(found) == 0 || found[0].Statements > inWindow[name]
			known[name] = old
		}
		if !old {
			c.fresh = true
			c.reasons = append(c.reasons, reason{"quoted for the first time", freshPoints})
		}
	}
	return nil
}

// headlines returns the articles, near-copies under the same headline once.
func (d *digest) headlines(b *Briefing) []bot.Item {
	seen := map[string]int{}
	var out []bot.Item
	for _, r := range d.records {
		group := cmp.Or(r.Group, r.ID) + "\x00" + article.Wording(r.Title)
		if at, ok := seen[group]; ok {
			out[at].AlsoIn = append(out[at].AlsoIn, bot.Copy{Article: r.ID, Source: r.Source, URL: r.URL})
			continue
		}
		seen[group] = len(out)
		out = append(out, bot.Item{Label: cmp.Or(r.Title, r.ID), Source: r.Source, Published: published(r.Article), URL: b.link(r, nil),
			Actions: []bot.Action{run("Article", "article", "article", r.ID)}})
	}
	return out
}

// dates are rows of the dates that most of the new articles name, oldest first.
func (d *digest) dates(b *Briefing, words index.Words) []bot.Item {
	type row struct {
		item    bot.Item
		from    time.Time
		outlets map[string]bool
	}
	rows := map[string]*row{}
	for _, r := range d.records {
		for _, e := range r.Events {
			if e.Date.Precision < article.Day || !noWords(words) && len(b.Index.Marks(e.Sentence.Of(r.Text), words)) == 0 {
				continue
			}
			day := e.Date.From.Format(time.DateOnly)
			if rows[day] == nil {
				item := b.passageItem(r, words, e.Sentence)
				item.Said, item.Possible = when(r, e.Date), e.Possible
				item.Label = item.Said.Text
				rows[day] = &row{item, e.Date.From, map[string]bool{}}
			}
			rows[day].outlets[r.Source] = true
		}
	}
	var out []*row
	for _, r := range rows {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y *row) int { return cmp.Or(len(y.outlets)-len(x.outlets), y.from.Compare(x.from)) })
	out = out[:min(len(out), digestDates)]
	slices.SortFunc(out, func(x, y *row) int { return x.from.Compare(y.from) })
	var items []bot.Item
	for _, r := range out {
		items = append(items, r.item)
	}
	return items
}
