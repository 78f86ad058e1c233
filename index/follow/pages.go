package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/fetch"
)

const (
	// maxChecks is how many pages are looked at again for one source at a time.
	maxChecks = 10
	// enoughMissing is how often in a row a page must be missing for its article to
	// be removed.
	enoughMissing = 2
)

// checkPages looks again at pages that are due: a corrected one becomes a new
// version, and the article of one that is gone is removed.
func (p *poll) checkPages(ctx context.Context) error {
	now := p.now()
	var due []*item
	for _, i := range p.items {
		if !i.Check.IsZero() && !i.Check.After(now) {
			due = append(due, i)
		}
	}
	slices.SortFunc(due, func(a, b *item) int { return a.Check.Compare(b.Check) })
	for _, i := range due[:min(len(due), maxChecks)] {
		if p.wait > 0 || ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.checkPage(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

func (p *poll) checkPage(ctx context.Context, i *item) error {
	now := p.now().UTC()
	p.touched = true
	known, err := p.archive.Get(ctx, i.ID)
	if err != nil || known.Removed && known.Removal == article.ByHand {
		i.Check = now.AddDate(100, 0, 0)
		return nil
	}
	out := p.ingester.Web().Page(ctx, known.Article, i.Link, p.source.location(), p.grant)
	status, answered := errors.AsType[*fetch.StatusError](out.Err)
	switch {
	case answered && (status.Code == 404 || status.Code == 410):
		return p.missing(ctx, i)
	case answered && (status.Code == 429 || status.Code == 503):
		p.wait = status.RetryAfter
	}
	i.Missing = 0
	i.Checks++
	p.checkAgain(i, now)
	if out.Err != nil || out.Article.ID != i.ID || i.Whole && !known.Removed {
		return nil // what cannot be read now was an article once
	}
	if i.Whole {
		out.Article = known.Article
	}
	checks := i.Checks
	err = p.bring(ctx, out.Article, i)
	i.Checks = checks
	return err
}

// missing notes that the page of an item was not found, and removes its article when
// that is certain.
func (p *poll) missing(ctx context.Context, i *item) error {
	now := p.now().UTC()
	if i.Missing++; i.Missing < enoughMissing {
		i.Check = now.Add(p.pace(minRefetch))
		return nil
	}
	if i.Missing == enoughMissing {
		err := p.ingester.Remove(ctx, article.SourceGone, i.ID)
		if err != nil && !errors.Is(err, archive.ErrNotFound) {
			return fmt.Errorf("removing an article that its publisher took back: %w", err)
		}
		p.state.Removed++
		p.state.Changed = now
		p.log.Info("an article was removed, since its publisher took its page back", slog.String("article", i.ID), slog.String("page", i.Link))
	}
	i.Checks++
	p.checkAgain(i, now)
	return nil
}
