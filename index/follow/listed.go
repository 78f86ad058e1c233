package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
)

// readListed brings in the items that are due, the oldest first.
func (p *poll) readListed(ctx context.Context) error {
	now := p.now().UTC()
	for _, x := range p.polled.Faults {
		p.state.reject(x.Path, x.Err.Error(), now)
	}
	moving := datesMove(p.polled.Items, p.items)
	for n, it := range slices.Backward(p.polled.Items) {
		key := itemKey(it)
		known := p.items[key]
		if former := formerKey(it); known == nil && p.items[former] != nil {
			known = p.items[former]
			p.items[key], p.touched = known, true
			delete(p.items, former)
		}
		if known == nil {
			known = &item{Link: it.Link, Backlog: !p.state.Begun && (it.Published.IsZero() || !it.Published.Time.After(p.state.Since))}
			p.items[key], p.touched = known, true
			if p.archived {
				p.passing = append(p.passing, key)
			}
		}
		if p.archived && known.Print != "" {
			continue // an older part may have it as it was
		}
		if now.Sub(known.Listed) > day {
			known.Listed, p.touched = now, true
		}
		due, later := known.due(it, now, p.pace(minRefetch), moving)
		if p.backfill && (known.Left || p.archived) {
			due, known.Backlog = true, true
		}
		p.unfinished = p.unfinished || later
		if !due || it.Text == "" && !p.mayFetch(it, known, n) {
			continue
		}
		if err := p.readItem(ctx, it, known); err != nil {
			return err
		}
	}
	return nil
}

// mayFetch reports whether the page of the n-th item may be fetched now.
func (p *poll) mayFetch(it feed.Item, known *item, n int) bool {
	if it.Link == "" {
		return true // it is rejected
	}
	if !p.state.Begun && !p.backfill && n >= maxPages {
		known.Left, known.Print, known.Updated = true, printOf(it), it.Updated.Time
		known.Reason = fmt.Sprintf("it was not among the newest %d when its source was added; admin source backfill brings it in", maxPages)
		return false
	}
	if p.pages >= max(maxPages>>(2*min(p.state.Barren, maxPages)), manyPages) || p.wait > 0 {
		p.unfinished = true
		return false
	}
	p.pages++
	return true
}

// readItem reads one item, and stores the articles that wait if they are enough.
func (p *poll) readItem(ctx context.Context, it feed.Item, known *item) error {
	now := p.now().UTC()
	p.touched = true
	out := p.polled.Article(ctx, it)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if fetch.Temporary(out.Err) {
		if status, ok := errors.AsType[*fetch.StatusError](out.Err); ok && (status.Code == 429 || status.Code == 503) {
			p.wait = max(status.RetryAfter, time.Minute)
		}
		if known.Tries++; known.Tries < maxTries {
			known.Reason, p.unfinished = out.Err.Error(), true
			return nil
		}
	}
	known.Print, known.Read, known.Updated, known.Whole = printOf(it), now, it.Updated.Time, it.Text != ""
	known.Tries, known.Left, known.Reason, known.Checks, known.Missing = 0, false, "", 0, 0
	known.Dated, known.Doubt = out.Dated, out.Doubt
	if out.Doubt != "" && out.Err == nil {
		p.state.reject(label(it), "its date was left out: "+out.Doubt, now)
		p.state.RejectedAll-- // the article is in
	}
	if out.Err == nil {
		out.Err = p.tooOld(out.Article)
	}
	if out.Err != nil {
		known.Reason = out.Err.Error()
		p.state.reject(label(it), known.Reason, now)
		return nil
	}
	if known.Whole {
		known.Checks = firstWhole
	}
	p.articlesIn++
	return p.bring(ctx, out.Article, known)
}

// tooOld returns an error for an article that would be deleted again at once.
func (p *poll) tooOld(a article.Article) error {
	keep := p.keepOf(p.source)
	if keep == 0 || a.Published.IsZero() || p.now().Sub(a.Published.Time) <= keep {
		return nil
	}
	return fmt.Errorf("it is older than articles are kept (%s)", Span(keep))
}
