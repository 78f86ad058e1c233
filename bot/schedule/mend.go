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

// The pace at which posts are edited that a platform does not let the bot edit now.
const (
	mendPause   = time.Minute // after the first failure; later ones double it
	longestMend = time.Hour
)

// waiting is a post that could not be edited.
type waiting struct {
	until time.Time
	pause time.Duration
}

// mend edits messages whose words do not stand any more. It looks at them when it
// starts, and whenever an article was corrected or removed or a setting changed. What
// could not be edited is tried again until it is done, each message at its own pace.
func (r *Runner) mend(ctx context.Context) {
	if r.Mark == nil {
		return
	}
	mark, err := r.Mark(ctx)
	if err == nil && (mark == r.mended || mark == r.tried && r.now().Before(r.mendAfter)) {
		return
	}
	if err != nil && r.now().Before(r.mendAfter) {
		return
	}
	left := 0
	if err == nil {
		left, err = r.mendAll(ctx)
	}
	r.tried = mark
	switch {
	case err != nil:
		r.mendAfter = r.now().Add(mendPause)
		if ctx.Err() == nil {
			r.Log.Warn("checking posted quotes failed; will retry", slog.Duration("in", mendPause), slog.Any("error", err))
		}
	case left > 0:
		r.mendAfter = r.now().Add(mendPause)
	default:
		r.mended = mark
	}
}

// mendAll returns how many messages are left to do.
func (r *Runner) mendAll(ctx context.Context) (left int, err error) {
	messages, receipts, err := r.Store.Quoted(ctx)
	if err != nil {
		return 0, err
	}
	still, down := map[string]waiting{}, map[string]bool{}
	for i, m := range messages {
		poster := r.Posters[m.Place.Platform]
		if poster == nil {
			continue
		}
		key := m.Place.Platform + "/" + m.Place.Workspace + "/" + m.Place.Channel + "/" + m.Message
		w := r.unmended[key]
		if r.now().Before(w.until) || down[m.Place.Platform] {
			still[key] = w
			continue
		}
		if err := r.mendOne(ctx, poster, m, receipts[i]); err != nil {
			still[key] = r.mendLater(ctx, m, w, err)
			down[m.Place.Platform] = errors.Is(err, context.DeadlineExceeded) // the rest would hold up digests for as long each
		}
	}
	r.unmended = still
	return len(still), nil
}

// mendLater returns when a message is tried again after err. It logs the first
// failure of each message.
func (r *Runner) mendLater(ctx context.Context, m bot.Posted, w waiting, err error) waiting {
	if errors.Is(err, bot.ErrConnecting) {
		return waiting{until: r.now().Add(tick), pause: w.pause}
	}
	level := slog.LevelDebug
	if w.pause == 0 {
		level = slog.LevelWarn
	}
	w.pause = min(max(2*w.pause, mendPause), longestMend)
	w.until = r.now().Add(w.pause)
	if ctx.Err() == nil {
		r.Log.Log(ctx, level, "checking or editing a posted quote failed; will retry until it is done",
			slog.String("platform", m.Place.Platform), slog.String("channel", m.Place.Channel), slog.Duration("in", w.pause), slog.Any("error", err))
	}
	return w
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
	retracted, err := r.Retracted(ctx, request, receipts)
	if err != nil || len(retracted) == 0 {
		return err
	}
	shown, found, err := r.Store.PostedAt(ctx, m)
	if err != nil || !found {
		return err
	}
	shown.Card = shown.Card.Withdraw(retracted, r.now().In(request.In()))
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
	places, err := r.admins(ctx)
	if err != nil {
		return fmt.Errorf("find who is to be told that nothing new comes in: %w", err)
	}
	if _, err := r.Store.Set(ctx, "", "", "", staleTold, stamp); err != nil {
		return err
	}
	r.tellAdmins(ctx, places, card, stamp)
	return nil
}

// tellNews tells administrators what Notice has for them.
func (r *Runner) tellNews(ctx context.Context) error {
	if r.Notice == nil {
		return nil
	}
	card, stamp, told := r.Notice()
	if stamp == "" {
		return nil
	}
	places, err := r.admins(ctx)
	if err != nil {
		return fmt.Errorf("find who is to be told of a notice: %w", err)
	}
	if err := told(ctx); err != nil {
		return err
	}
	r.tellAdmins(ctx, places, card, stamp)
	return nil
}

// admins returns where the administrators of all platforms are reached.
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

// tellAdmins sends a card to administrators; stamp distinguishes it from others.
func (r *Runner) tellAdmins(ctx context.Context, places []bot.Place, card bot.Card, stamp string) {
	for _, p := range places {
		one, stop := context.WithTimeout(ctx, postWithin)
		err := r.Posters[p.Platform].Post(one, bot.Posting{Place: p, Card: card, Key: postingKey(state.Post{Subscription: p.Platform + "/" + p.Workspace + "/" + p.User, Name: stamp})})
		stop()
		if err != nil && ctx.Err() == nil {
			r.Log.Warn("an administrator could not be told", slog.String("platform", p.Platform), slog.String("what", card.Title), slog.Any("error", err))
		}
	}
}
