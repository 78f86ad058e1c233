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

// mendPause is how long a look at posted messages waits after one that failed.
const mendPause = time.Minute

// mend edits messages whose words do not stand any more. It looks at them when it
// starts, and whenever an article was corrected or removed or a setting changed.
func (r *Runner) mend(ctx context.Context) {
	if r.Mark == nil || r.now().Before(r.mendAfter) {
		return
	}
	mark, err := r.Mark(ctx)
	if err == nil && mark == r.mended {
		return
	}
	if err == nil {
		err = r.mendAll(ctx)
	}
	if err != nil {
		r.mendAfter = r.now().Add(mendPause)
		if ctx.Err() == nil {
			r.Log.Warn("earlier posts could not be held against the articles; they are again", slog.Duration("in", mendPause), slog.Any("error", err))
		}
		return
	}
	r.mended = mark
}

func (r *Runner) mendAll(ctx context.Context) error {
	messages, receipts, err := r.Store.Quoted(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for i, m := range messages {
		if poster := r.Posters[m.Place.Platform]; poster != nil {
			errs = append(errs, r.mendOne(ctx, poster, m, receipts[i]))
		}
	}
	return errors.Join(errs...)
}

func (r *Runner) mendOne(ctx context.Context, poster bot.Poster, m bot.Posted, receipts []string) error {
	ctx, stop := context.WithTimeout(ctx, postWithin)
	defer stop()
	request, err := poster.Asker(ctx, m.Place)
	var refused *bot.PostError
	if errors.As(err, &refused) {
		return nil // nothing may be shown there now, and nothing can be said of it
	}
	if err != nil {
		return err
	}
	fallen, err := r.Fallen(ctx, request, receipts)
	if err != nil || len(fallen) == 0 {
		return err
	}
	shown, found, err := r.Store.PostedAt(ctx, m)
	if err != nil || !found {
		return err
	}
	shown.Card = shown.Card.Withdraw(fallen, r.now().In(request.In()))
	err = poster.Edit(ctx, shown)
	if errors.As(err, &refused) {
		r.Log.Warn("a post whose words do not stand any more cannot be edited", slog.String("channel", m.Place.Channel), slog.String("reason", refused.Mend))
		return r.Store.ForgetPosted(ctx, m)
	}
	if err != nil {
		return fmt.Errorf("edit a post: %w", err)
	}
	return r.Store.Posted(ctx, shown)
}

// staleTold is the setting that holds for which newest article administrators were
// told that nothing came after it.
const staleTold = "told of no news since"

// tellStale tells administrators once when nothing has come in for long.
func (r *Runner) tellStale(ctx context.Context) error {
	if r.Stale == nil {
		return nil
	}
	card, since, stale := r.Stale(r.now())
	if !stale {
		return nil
	}
	stamp := since.UTC().Format(time.RFC3339)
	told, err := r.Store.Settings(ctx, "", "", "")
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) || told[staleTold] == stamp {
		return err
	}
	var places []bot.Place
	for _, poster := range r.Posters {
		to, err := poster.Admins(ctx)
		if err != nil {
			return fmt.Errorf("find who is to be told that nothing new comes in: %w", err)
		}
		places = append(places, to...)
	}
	if _, err := r.Store.Set(ctx, "", "", "", staleTold, stamp); err != nil {
		return err
	}
	for _, p := range places {
		one, stop := context.WithTimeout(ctx, postWithin)
		err := r.Posters[p.Platform].Post(one, bot.Posting{Place: p, Card: card, Key: postingKey(state.Post{Subscription: p.Platform + "/" + p.Workspace + "/" + p.User, Name: stamp})})
		stop()
		if err != nil {
			r.Log.Warn("an administrator could not be told that nothing new comes in", slog.String("platform", p.Platform), slog.Any("error", err))
		}
	}
	return nil
}
