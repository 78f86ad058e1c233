package follow

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/mailbox"
	"github.com/briefing-bot/briefing-bot/index/web"
)

// poll asks a source and brings in what it has. Faults of the source are noted in its
// state.
func (f *Follower) poll(ctx context.Context, s *source) {
	f.mu.Lock()
	p := &poll{Follower: f, source: s.Source, key: s.key, state: s.state, backfill: s.orders.Backfill}
	address := s.address()
	f.mu.Unlock()
	p.state.Rejected = slices.Clone(p.state.Rejected)
	err := p.run(ctx, address)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		f.noteStuck(err) // the source is due still
	}
}

// allow returns the permission of a whole visit. It is that of the address that was typed, until its
// host led to a public address at any visit: whoever answers for a name there could otherwise send
// later requests into this machine's network.
func (p *poll) allow() *fetch.Grant {
	if p.state.Public {
		return fetch.Allow("")
	}
	return fetch.Allow(p.source.URL)
}

// run returns an error of the archive; the source's own become its state.
func (p *poll) run(ctx context.Context, address string) (err error) {
	if p.items, err = p.records.readItems(ctx, p.key); err != nil {
		return err
	}
	p.state.Tried = p.now().UTC()
	p.grant = p.allow()
	if mailbox.IsAddress(p.source.URL) {
		return p.runMail(ctx)
	}
	q := web.Poll{URL: address, Grant: p.grant, Outlet: p.source.Outlet, Zone: p.source.location()}
	if !p.backfill {
		q.ETag, q.LastModified = p.state.ETag, p.state.LastModified
	}
	p.polled, err = p.ingester.Web().Poll(ctx, q)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return p.fail(ctx, err)
	}
	if err := p.readListed(ctx); err != nil {
		return err
	}
	if err := p.readOlder(ctx); err != nil {
		return err
	}
	if err := p.checkPages(ctx); err != nil {
		return err
	}
	p.succeed()
	return p.finish(ctx)
}
