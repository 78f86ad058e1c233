package follow

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/web"
)

const (
	// maxPages is how many pages are fetched for one source at a time.
	maxPages = 100
	// manyPages is how many pages of a visit may all give no article. A source of more is
	// visited less often: some lists of links have no end and no articles.
	manyPages = 10
	// batch is how many articles are stored together, and batchWait how long the
	// first of them waits for the others.
	batch     = 16
	batchWait = time.Second
	// newest is how many dates of items the interval is made from.
	newest = 20
)

// poll is one visit to a source.
type poll struct {
	*Follower
	source     Source
	grant      *fetch.Grant // for all requests of the visit
	key        string
	state      State    // as it is stored with the next articles
	backfill   bool     // what was left out of the backlog comes in too
	archived   bool     // what is read is an older document of a backfill
	passing    []string // the keys of items that only this document has
	items      map[string]*item
	polled     *web.Polled
	articles   []article.Article
	of         []*item // of each article
	since      time.Time
	pages      int
	articlesIn int  // of the pages
	unfinished bool // some items are left for the next time
	touched    bool // items changed, and are to be stored
	wait       time.Duration
}

// finish stores what a visit brought, and notes that a backfill is done.
func (p *poll) finish(ctx context.Context) error {
	if err := p.store(ctx); err != nil || !p.backfill || p.unfinished {
		return err
	}
	p.log.Info("the older items of a source came in", slog.String("source", fetch.WithoutUser(p.source.URL)), slog.Int("articles", p.state.Backfilled))
	return p.order(ctx, p.source.URL, func(o *Orders) { o.Backfill = false })
}

// fail notes that the source could not be read.
func (p *poll) fail(ctx context.Context, err error) error {
	s, now := &p.state, p.now().UTC()
	s.Failures++
	s.Error = err.Error()
	if errors.Is(err, fetch.ErrPrivate) && s.Public {
		s.Error += ", and it was public before; if it is yours, allow it with: admin source resume " + fetch.WithoutUser(p.source.URL)
	}
	if s.Failing.IsZero() {
		s.Failing = now
	}
	if errors.Is(err, fetch.ErrGone) {
		s.Stopped = "its server says that it is gone for good (410)"
	}
	var retry time.Duration
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		retry = status.RetryAfter
	}
	s.Next = p.next(retry)
	if s.Failures == 1 {
		p.log.Warn("a source cannot be read; will retry", slog.String("source", fetch.WithoutUser(p.source.URL)), slog.Any("error", err))
	}
	return p.store(ctx)
}

// succeed notes that the source was read.
func (p *poll) succeed() {
	s, r := &p.state, p.polled.Response
	p.answered()
	s.Fresh = r.Fresh
	if r.Moved != "" {
		s.Moved = r.Moved
	}
	if !r.NotModified {
		s.ETag, s.LastModified = r.ETag, r.LastModified
		s.Title, s.Kind, s.Asked, s.Listed = p.polled.Title, p.polled.Kind, p.polled.Asked, len(p.polled.Items)
		s.Published = publishedOf(p.polled.Items)
		s.Begun = true
	}
	if s.Barren++; p.pages < manyPages || p.articlesIn > 0 {
		s.Barren = 0
	}
	s.Next = p.next(p.wait)
	if p.backfill && p.unfinished {
		if soon := p.now().Add(max(p.wait, p.pace(backfillEvery))).UTC(); soon.Before(s.Next) {
			s.Next = soon
		}
	}
	if p.unfinished {
		s.ETag, s.LastModified = "", ""
	}
	s.Left = left(p.items)
	forget(p.items, p.now())
}

// answered notes that the source could be read.
func (p *poll) answered() {
	s := &p.state
	if s.Failures > 0 {
		p.log.Info("a source can be read again", slog.String("source", fetch.WithoutUser(p.source.URL)))
	}
	s.Succeeded, s.Failures, s.Failing, s.Error = p.now().UTC(), 0, time.Time{}, ""
}

// publishedOf returns the dates of the newest items.
func publishedOf(items []feed.Item) (out []time.Time) {
	for _, it := range items {
		if !it.Published.IsZero() {
			out = append(out, it.Published.Time.UTC())
		}
	}
	slices.SortFunc(out, func(a, b time.Time) int { return b.Compare(a) })
	return slices.Clip(out[:min(len(out), newest)])
}

// next returns when the source is to be asked again, at least wait from now.
func (p *poll) next(wait time.Duration) time.Time {
	s, now := p.state, p.now()
	h := feed.History{Now: now, Asked: s.Asked, Fresh: s.Fresh, Published: s.Published, Failures: s.Failures + s.Barren, RetryAfter: wait, Spread: spread(p.source.URL)}
	next := feed.Next(h)
	if every := p.source.Every; every > 0 {
		const maxDoublings = 6
		asked := now.Add(every << min(s.Failures+s.Barren, maxDoublings))
		if s.Failures+s.Barren == 0 || asked.Before(next) {
			next = asked
		}
	}
	if least := now.Add(wait); next.Before(least) {
		next = least
	}
	return next.UTC()
}

// spread returns a number from 0 to 1 that is always the same for an address.
func spread(address string) float64 {
	const steps = 1 << 16
	return float64(xxhash.Sum64String(address)%steps) / steps
}

// bring takes an article in, and stores those that wait if they are enough.
func (p *poll) bring(ctx context.Context, a article.Article, known *item) error {
	if len(p.articles) == 0 {
		p.since = p.now()
	}
	p.articles, p.of = append(p.articles, a), append(p.of, known)
	if len(p.articles) < batch && p.now().Sub(p.since) < batchWait {
		return nil
	}
	return p.store(ctx)
}

// store stores the articles that wait together with the state of the source.
func (p *poll) store(ctx context.Context) error {
	p.state.Public = p.state.Public || p.grant.Public()
	if len(p.articles) == 0 && !p.touched {
		p.publish(true)
		return nil
	}
	backlog := map[string]bool{}
	for i, a := range p.articles {
		backlog[a.ID] = p.of[i].Backlog
	}
	added, updated := 0, 0
	err := p.ingester.Bring(ctx, ingest.Delivery{From: p.source.URL, Articles: p.articles,
		Backlog: func(a article.Article) bool { return backlog[a.ID] },
		Note: func(outcomes []*archive.Outcome) (map[string][]byte, error) {
			added, updated = p.note(outcomes)
			return encode(map[string]any{stateValue + p.key: p.state, listedValue + p.key: p.items})
		}})
	if err != nil {
		return err
	}
	if added+updated > 0 {
		p.log.Info("articles of a source came in", slog.String("source", fetch.WithoutUser(p.source.URL)), slog.Int("added", added), slog.Int("updated", updated))
	}
	p.articles, p.of, p.touched = nil, nil, false
	p.mu.Lock()
	p.stuck.times = 0
	p.mu.Unlock()
	p.publish(false)
	return nil
}

// note takes down what became of the articles.
func (p *poll) note(outcomes []*archive.Outcome) (added, updated int) {
	now := p.now().UTC()
	for i, o := range outcomes {
		known := p.of[i]
		if o == nil {
			known.Reason = "it was removed from the briefing, by somebody or for its age"
			p.state.reject(known.Link, known.Reason, now)
			continue
		}
		known.ID, known.Reason = p.articles[i].ID, ""
		p.checkAgain(known, now)
		switch o.Change {
		case archive.Added:
			added++
			if p.backfill && known.Backlog {
				p.state.Backfilled++
			}
		case archive.Updated:
			updated++
		}
	}
	p.state.Added, p.state.Updated = p.state.Added+added, p.state.Updated+updated
	if added+updated > 0 {
		p.state.Changed = now
	}
	return added, updated
}

// publish makes the state visible. Where nothing came in it is stored later, together
// with that of other sources.
func (p *poll) publish(later bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.sources[p.key]
	if s == nil {
		return
	}
	s.state, s.unsaved = p.state, later
	s.state.Rejected = slices.Clone(p.state.Rejected)
}
