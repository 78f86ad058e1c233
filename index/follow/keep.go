package follow

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

const (
	// sweepEvery is how often old articles are deleted.
	sweepEvery = 24 * time.Hour
	// Files are written anew, which takes as long as copying them, when a share of
	// 1/enoughFreed of the articles was deleted at once, or a week after the last time.
	enoughFreed  = 20
	compactEvery = 7 * 24 * time.Hour
)

// keepOf returns how long the articles of a source are kept; 0: for ever.
func (f *Follower) keepOf(s Source) time.Duration {
	if s.Keep > 0 {
		return s.Keep
	}
	return f.keep
}

// sweepOld deletes, once a day, the articles that are older than they are kept.
func (f *Follower) sweepOld(ctx context.Context) {
	keeps, due := f.keeps()
	if !due || ctx.Err() != nil {
		return
	}
	now := f.now()
	if n, err := f.deleteOld(ctx, now, keeps); err != nil && ctx.Err() == nil {
		f.log.Error("deleting old articles failed; will retry tomorrow", slog.Any("error", err))
	} else if n > 0 {
		f.log.Info("old articles deleted", slog.Int("articles", n))
	}
}

// keeps returns how long the articles of each source are kept; due is whether old ones
// are to be deleted now.
func (f *Follower) keeps() (keeps map[string]time.Duration, due bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	if now.Sub(f.swept) < sweepEvery {
		return nil, false
	}
	f.swept = now
	keeps, limited := map[string]time.Duration{}, f.keep > 0
	for _, s := range f.sources {
		keeps[s.URL] = f.keepOf(s.Source)
		limited = limited || s.Keep > 0
	}
	return keeps, limited
}

func (f *Follower) deleteOld(ctx context.Context, now time.Time, keeps map[string]time.Duration) (int, error) {
	var old []string
	err := f.archive.EachArticle(ctx, func(r article.Record) {
		keep, known := keeps[r.File]
		if !known {
			keep = f.keep
		}
		date := r.Published.Time
		if r.Published.IsZero() {
			date = r.Added
		}
		if keep > 0 && now.Sub(date) > keep && r.Text != "" {
			old = append(old, r.ID)
		}
	})
	if err != nil || len(old) == 0 {
		return 0, err
	}
	if err := f.ingester.Expire(ctx, old...); err != nil {
		return 0, err
	}
	stats, err := f.archive.Stats(ctx)
	var compacted time.Time
	err = errors.Join(err, f.records.read(ctx, compactedValue, &compacted))
	if err != nil || len(old)*enoughFreed < stats.Articles && now.Sub(compacted) < compactEvery {
		return len(old), err
	}
	if err := f.ingester.Compact(ctx); err != nil {
		return len(old), err
	}
	return len(old), f.records.write(ctx, map[string]any{compactedValue: now.UTC()})
}
