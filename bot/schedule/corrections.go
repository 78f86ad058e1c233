package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Pauses between tries to edit a post.
const (
	minCorrectionPause = time.Minute // after the first failure; doubles
	maxCorrectionPause = time.Hour
)

// correct edits messages whose quotes are no longer right. It checks them at the start
// and whenever an article was corrected or removed or a setting changed. Failed edits
// are retried, each message with its own pause, until they succeed.
func (r *Runner) correct(ctx context.Context) {
	if r.Revision == nil {
		return
	}
	revision, err := r.Revision(ctx)
	if err == nil && (revision == r.corrected || revision == r.tried && r.now().Before(r.correctAfter)) {
		return
	}
	if err != nil && r.now().Before(r.correctAfter) {
		return
	}
	left := 0
	if err == nil {
		left, err = r.correctAll(ctx)
	}
	r.tried = revision
	switch {
	case err != nil:
		r.correctAfter = r.now().Add(minCorrectionPause)
		if ctx.Err() == nil {
			r.Log.Warn("checking posted quotes failed; will retry", slog.Duration("in", minCorrectionPause), slog.Any("error", err))
		}
	case left > 0:
		r.correctAfter = r.now().Add(minCorrectionPause)
	default:
		r.corrected = revision
	}
}

// correctAll checks all messages and returns the number that could not be corrected.
func (r *Runner) correctAll(ctx context.Context) (left int, err error) {
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
		key := m.Place.Platform + "/" + m.Place.Workspace + "/" + m.Place.Channel + "/" + m.Message + "/" + m.Link
		w := r.uncorrected[key]
		if r.now().Before(w.until) || down[m.Place.Platform] {
			still[key] = w
			continue
		}
		if err := r.correctOne(ctx, poster, m, receipts[i]); err != nil {
			still[key] = r.retryCorrection(ctx, m, w, err)
			down[m.Place.Platform] = errors.Is(err, context.DeadlineExceeded) // each of the others would hold up digests as long
		}
	}
	r.uncorrected = still
	return len(still), nil
}

// retryCorrection returns when to try a message again after err. It logs the first
// failure of each message as a warning.
func (r *Runner) retryCorrection(ctx context.Context, m bot.Posted, w waiting, err error) waiting {
	if errors.Is(err, bot.ErrConnecting) {
		return waiting{until: r.now().Add(r.tick()), pause: w.pause}
	}
	level := slog.LevelDebug
	if w.pause == 0 {
		level = slog.LevelWarn
	}
	w.pause = min(max(2*w.pause, minCorrectionPause), maxCorrectionPause)
	w.until = r.now().Add(w.pause)
	if ctx.Err() == nil {
		r.Log.Log(ctx, level, "checking or editing a posted quote failed; will retry",
			slog.String("platform", m.Place.Platform), slog.String("channel", m.Place.Channel), slog.Duration("in", w.pause), slog.Any("error", err))
	}
	return w
}

func (r *Runner) correctOne(ctx context.Context, poster bot.Poster, m bot.Posted, receipts []string) error {
	ctx, stop := context.WithTimeout(ctx, postWithin)
	defer stop()
	request, err := poster.Asker(ctx, m.Place)
	var refused *bot.PostError
	if errors.As(err, &refused) {
		return nil // nothing may be posted there any more
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
		r.Log.Warn("a post with outdated quotes cannot be edited", slog.String("channel", m.Place.Channel), slog.String("reason", refused.Mend))
		return r.Store.ForgetPosted(ctx, m)
	}
	if err != nil {
		return fmt.Errorf("edit a post: %w", err)
	}
	return r.Store.Posted(ctx, shown)
}
