package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/handlers"
)

// digests posts digests and what watches find.
type digests struct {
	*App
	store *state.Store
}

// calendar tells the handlers when digests are due.
func (a digests) calendar() handlers.Calendar {
	return handlers.Calendar{Check: schedule.Check, Next: schedule.Next,
		Call: func(s bot.Subscription, after, through uint32) bot.Call {
			return schedule.DigestCall(s, after, through, s.Since, a.now())
		}}
}

// run looks after digests and watches until ctx ends.
func (a digests) run(ctx context.Context, posters map[string]bot.Poster) error {
	if err := a.sync(ctx, a.configuration()); err != nil {
		return err
	}
	r := schedule.Runner{Store: a.store, Mux: a.Mux, Posters: posters, Last: a.lastIndexed, Log: a.log, Now: a.now, Tick: a.tick,
		Revision: a.corrections, Retracted: a.briefing.Retracted, NoNews: a.briefing.NoNews, Notice: a.sourceNotice,
		Match: func(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]state.Alert, error) {
			found, err := a.briefing.MatchWatches(ctx, watches, after, through)
			out := make([][]state.Alert, len(found))
			for i, hits := range found {
				for _, h := range hits {
					out[i] = append(out[i], state.Alert{Statement: h.Statement, Words: h.Words})
				}
			}
			return out, err
		}}
	return r.Run(ctx)
}

// sourceNotice returns the notice about sources for administrators.
func (a digests) sourceNotice() (card bot.Card, stamp string, told func(context.Context) error) {
	turns := a.follower.Turns()
	if len(turns) == 0 {
		return card, "", nil
	}
	return handlers.TurnsCard(turns), "sources " + a.now().UTC().Format(time.RFC3339), func(ctx context.Context) error { return a.follower.Told(ctx, turns) }
}

// corrections changes whenever an article is corrected, removed or restored, or a
// setting changes; new articles leave it.
func (a digests) corrections(ctx context.Context) (string, error) {
	stats, err := a.Archive.Stats(ctx)
	if err != nil {
		return "", err
	}
	settings, err := a.store.SettingsMark(ctx)
	return fmt.Sprintf("%d %d %s", stats.Versions-stats.Articles-stats.Removed, stats.Removed, settings), err
}

// lastIndexed is the newest article; ok is false while the index lacks any.
func (a digests) lastIndexed(ctx context.Context) (uint32, bool, error) {
	stats, err := a.Archive.Stats(ctx)
	if err != nil || stats.Pending > 0 || a.Index.Stats().Partial {
		return 0, false, err
	}
	last, err := a.Archive.Last(ctx)
	return last, true, err
}

// configuration returns the configuration that runs.
func (a digests) configuration() config.Config {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.applied
}

// sync makes the digests of the configuration those that are kept.
func (a digests) sync(ctx context.Context, c config.Config) error {
	last, err := a.Archive.Last(ctx)
	if err != nil {
		return fmt.Errorf("find the newest article: %w", err)
	}
	wanted := map[string]bool{}
	for _, d := range c.Digests {
		s := d.Subscription(c.Zone)
		wanted[state.SubscriptionKey(s)] = true
		s.After, s.Since, s.Start = last, a.now().UTC(), a.now().UTC()
		err := a.store.Subscribe(ctx, s, func(now *bot.Subscription) {
			now.At, now.Days, now.Zone, now.Args, now.Place = s.At, s.Days, s.Zone, s.Args, s.Place
		})
		if err != nil {
			return fmt.Errorf("store the digests of the configuration: %w", err)
		}
	}
	all, err := a.store.Subscriptions(ctx, bot.Place{})
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range all {
		if strings.HasPrefix(s.ID, schedule.ConfiguredPrefix) && !wanted[state.SubscriptionKey(s)] {
			errs = append(errs, a.store.Unsubscribe(ctx, s))
		}
	}
	return errors.Join(errs...)
}
