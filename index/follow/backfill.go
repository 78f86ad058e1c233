package follow

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/web"
)

const (
	// maxArchives is how many older documents of a source a backfill reads, and
	// visitArchives how many of them at a visit.
	maxArchives   = 100
	visitArchives = 10
	// backfillEvery is the time between two visits of a backfill that has more to read.
	backfillEvery = 5 * time.Minute
)

// readOlder reads the older documents that a source names, if a backfill was asked for. It goes on
// where the visit before stopped.
func (p *poll) readOlder(ctx context.Context) error {
	if !p.backfill || p.unfinished {
		return nil
	}
	s := &p.state
	if s.Archives == 0 {
		s.Older = p.polled.Older
	}
	latest := p.polled
	defer func() { p.polled, p.archived = latest, false }()
	p.archived = true
	for range visitArchives {
		if s.Older == "" || s.Archives >= maxArchives {
			s.Older = ""
			return nil
		}
		older, err := p.ingester.Web().Poll(ctx, web.Poll{URL: s.Older, Grant: p.grant, Outlet: p.source.Outlet, Zone: p.source.location()})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case fetch.Temporary(err) && p.state.Begun:
			s.reject(s.Older, "an older part of the feed: "+err.Error(), p.now().UTC())
			p.unfinished = true
			s.Archives++ // so that one that never answers ends the backfill
			return nil
		case err != nil:
			s.reject(s.Older, "an older part of the feed: "+err.Error(), p.now().UTC())
			s.Older = ""
			return nil
		}
		p.polled = older
		if err := p.readListed(ctx); err != nil || p.unfinished {
			return err
		}
		if err := p.store(ctx); err != nil {
			return err
		}
		for _, key := range p.passing { // the archive knows their articles
			delete(p.items, key)
		}
		s.Older, s.Archives, p.passing, p.touched = older.Older, s.Archives+1, nil, true
	}
	p.unfinished = s.Older != ""
	return nil
}

// left returns how many items were left out of the backlog.
func left(items map[string]*item) int {
	n := 0
	for _, i := range items {
		if i.Left {
			n++
		}
	}
	return n
}
