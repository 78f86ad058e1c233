package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// noNewsReported names the setting that holds the time of the newest article when
// administrators were last told that nothing new has come in.
const noNewsReported = "told of no news since"

// reportNoNews tells administrators, once, that nothing has come in for a long time.
func (r *Runner) reportNoNews(ctx context.Context) error {
	if r.NoNews == nil {
		return nil
	}
	card, since, stale := r.NoNews(r.now())
	if !stale {
		return nil
	}
	stamp := since.UTC().Format(time.RFC3339)
	told, err := r.Store.Settings(ctx, "", "", "")
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) || told[noNewsReported] == stamp {
		return err
	}
	places, err := r.admins(ctx)
	if err != nil {
		return fmt.Errorf("find administrators to tell that there is no news: %w", err)
	}
	if _, err := r.Store.Set(ctx, "", "", "", noNewsReported, stamp); err != nil {
		return err
	}
	r.tellAdmins(ctx, places, card, stamp)
	return nil
}

// reportNotice sends administrators the card of Notice, if there is one.
func (r *Runner) reportNotice(ctx context.Context) error {
	if r.Notice == nil {
		return nil
	}
	card, stamp, told := r.Notice()
	if stamp == "" {
		return nil
	}
	places, err := r.admins(ctx)
	if err != nil {
		return fmt.Errorf("find administrators for a notice: %w", err)
	}
	if err := told(ctx); err != nil {
		return err
	}
	r.tellAdmins(ctx, places, card, stamp)
	return nil
}

// admins returns the places to reach the administrators of all platforms.
func (r *Runner) admins(ctx context.Context) (places []bot.Place, err error) {
	for _, poster := range r.Posters {
		to, err := poster.Admins(ctx)
		if err != nil {
			return nil, err
		}
		places = append(places, to...)
	}
	return places, nil
}

// tellAdmins sends a card to administrators. stamp tells it from other cards.
func (r *Runner) tellAdmins(ctx context.Context, places []bot.Place, card bot.Card, stamp string) {
	for _, p := range places {
		one, stop := context.WithTimeout(ctx, postWithin)
		err := r.Posters[p.Platform].Post(one, bot.Posting{Place: p, Card: card, Key: postingKey(state.Post{Subscription: p.Platform + "/" + p.Workspace + "/" + p.User, Name: stamp})})
		stop()
		if err != nil && ctx.Err() == nil {
			r.Log.Warn("telling an administrator failed", slog.String("platform", p.Platform), slog.String("what", card.Title), slog.Any("error", err))
		}
	}
}
