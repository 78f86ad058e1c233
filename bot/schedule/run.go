package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// The pace of the runner.
const (
	maxRetry     = 15 * time.Minute
	maxAlerts    = 200       // statements in one post of a watch
	reportWithin = time.Hour // after which the owner of a paused subscription is no longer told
)

// Run posts until ctx ends.
func (r *Runner) Run(ctx context.Context) error {
	retry := map[string]time.Time{} // when a post is tried again
	for {
		if err := r.step(ctx, retry); err != nil && ctx.Err() == nil && !errors.Is(err, bot.ErrConnecting) {
			r.Log.Error("posting digests and watches failed; will retry", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(r.tick()):
		}
	}
}

// step claims what is due and delivers what is claimed.
func (r *Runner) step(ctx context.Context, retry map[string]time.Time) error {
	subs, err := r.Store.Subscriptions(ctx, bot.Place{})
	if err != nil {
		return err
	}
	last, ready, err := r.Last(ctx)
	if err != nil {
		return fmt.Errorf("look for new articles: %w", err)
	}
	if ready {
		if err := r.watch(ctx, subs, last); err != nil {
			return err
		}
		for _, s := range subs {
			if err := r.claim(ctx, s, last); err != nil {
				return err
			}
		}
	}
	if err := r.deliverAll(ctx, subs, retry); err != nil || !ready {
		return err
	}
	r.correct(ctx)
	return errors.Join(r.reportNoNews(ctx), r.reportNotice(ctx))
}

// claim records a subscription's post in the ledger if one is due.
func (r *Runner) claim(ctx context.Context, s bot.Subscription, last uint32) error {
	if s.Paused != "" {
		return nil
	}
	if s.Kind == bot.Watch {
		return r.claimAlerts(ctx, s)
	}
	rule, err := r.rule(s)
	if err != nil {
		r.Log.Error("invalid time of a digest", slog.String("digest", s.ID), slog.Any("error", err))
		return nil
	}
	at, date, ok := rule.latest(s.Start, r.now())
	if !ok {
		return nil
	}
	_, err = r.Store.Claim(ctx, s, state.Post{Name: date, Call: DigestCall(s, s.After, last, s.Since, at),
		From: s.After, Through: max(last, s.After), Since: s.Since, Until: at})
	return err
}

// DigestCall returns the call for a digest of the articles numbered after one and up to
// another, which came in between since and until.
func DigestCall(s bot.Subscription, after, through uint32, since, until time.Time) bot.Call {
	call := bot.Call{Command: "digest show", Args: bot.Args{"articles": fmt.Sprintf("%d-%d", after+1, max(through, after)),
		"window": since.UTC().Format(stamp) + "/" + until.UTC().Format(stamp), "tz": s.Zone}}
	for _, name := range []string{"topic", "by", "source", "max", "style"} {
		call = call.With(name, s.Args[name])
	}
	return call
}

// stamp is the time format of a window's ends.
const stamp = "2006-01-02T15:04Z"

// deliverAll sends the posts that were claimed and not sent yet.
func (r *Runner) deliverAll(ctx context.Context, subs []bot.Subscription, retry map[string]time.Time) error {
	posts, err := r.Store.Claimed(ctx)
	if err != nil {
		return err
	}
	byKey := map[string]bot.Subscription{}
	for _, s := range subs {
		byKey[state.SubscriptionKey(s)] = s
	}
	for _, p := range posts {
		key := p.Subscription + "/" + p.Name
		sub, ok := byKey[p.Subscription]
		if r.now().Before(retry[key]) || ok && sub.Paused != "" {
			continue
		}
		if !ok {
			if err := r.Store.Done(ctx, p, state.PostSkipped); err != nil {
				return err
			}
			continue
		}
		if err := r.deliver(ctx, sub, p); ctx.Err() != nil {
			return nil // it is delivered after the next start
		} else if errors.Is(err, bot.ErrConnecting) {
			retry[key] = r.now().Add(r.tick())
			continue
		} else if err != nil {
			wait := min(2*r.tick()<<min(p.Tries, 8), maxRetry)
			retry[key] = r.now().Add(wait)
			r.Log.Warn("delivering a post failed; will retry", slog.String("subscription", sub.ID), slog.Duration("in", wait), slog.Any("error", err))
			continue
		}
		delete(retry, key)
	}
	return nil
}

// deliver makes a post's card and posts it once.
func (r *Runner) deliver(ctx context.Context, s bot.Subscription, p state.Post) error {
	poster, ok := r.Posters[s.Place.Platform]
	if !ok {
		return r.Store.Done(ctx, p, state.PostSkipped) // a subscription made in the console has nowhere to post
	}
	posting, stop := context.WithTimeout(ctx, postWithin)
	defer stop()
	request, err := poster.Asker(posting, s.Place)
	if err == nil {
		request.Call = p.Call
		card := r.Mux.Do(ctx, request)
		switch {
		case card.Status == bot.Failed || card.Partial:
			return errors.New("the card could not be made yet") // its notice may hold what people typed
		case card.Total == 0 && (s.Kind == bot.Watch || s.Args["empty"] != "say-so"):
			return r.Store.Done(ctx, p, state.PostSkipped)
		}
		if err := r.Store.Tried(ctx, p); err != nil {
			return err
		}
		err = poster.Post(posting, bot.Posting{Place: s.Place, Card: card, Call: p.Call, Key: postingKey(p), By: s.By, Again: p.Tries > 0,
			Quiet: s.Args["quiet"] == "on", Publish: s.Args["publish"] == "on"})
	}
	if refused, ok := errors.AsType[*bot.PostError](err); ok {
		return r.pause(ctx, s, p, refused)
	}
	if err != nil {
		return err
	}
	return r.Store.Done(ctx, p, state.PostSent)
}

// pause pauses a subscription that cannot be posted and tells its owner how to fix
// that. The post stays claimed until the subscription is resumed.
func (r *Runner) pause(ctx context.Context, s bot.Subscription, p state.Post, refused *bot.PostError) error {
	if s.By != "" && s.Place.Channel != "" {
		if err := r.reportPaused(ctx, s, p, refused); err != nil {
			return err
		}
	}
	r.Log.Warn("subscription paused", slog.String("subscription", s.ID), slog.Any("reason", refused))
	return r.Store.Subscribe(ctx, s, func(now *bot.Subscription) { now.Paused = refused.Mend })
}

// reportPaused tells the owner of a subscription why it is paused. It returns an error
// only if a later try may succeed.
func (r *Runner) reportPaused(ctx context.Context, s bot.Subscription, p state.Post, refused *bot.PostError) error {
	told := bot.Card{Command: string(s.Kind), Title: fmt.Sprintf("%s %s is paused", s.Kind, s.ID),
		Notice: refused.Mend + " Then resume it: " + s.ResumeLine()}
	_, resume, end := s.Verbs()
	told.Actions = []bot.Action{bot.Ask("Resume", resume, "id", s.ID), bot.Ask("End", end, "id", s.ID)}
	to := bot.Place{Platform: s.Place.Platform, Workspace: s.Place.Workspace, User: s.By}
	err := r.Posters[s.Place.Platform].Post(ctx, bot.Posting{Place: to, Card: told, Key: postingKey(p) + "-paused", Again: p.Tries > 1})
	var deaf *bot.PostError
	if errors.As(err, &deaf) || err != nil && r.now().Sub(p.At) > reportWithin {
		r.Log.Warn("telling the owner of a paused subscription failed", slog.String("subscription", s.ID), slog.Any("error", err))
		return nil
	}
	return err
}

// watch compares new articles with the watches.
func (r *Runner) watch(ctx context.Context, subs []bot.Subscription, last uint32) error {
	if r.Match == nil {
		return nil
	}
	after, err := r.Store.Watched(ctx)
	if err != nil || after >= last {
		return err
	}
	var watches []bot.Subscription
	for _, s := range subs {
		if s.Kind == bot.Watch {
			watches = append(watches, s)
		}
	}
	alerts := map[string][]state.Alert{}
	if len(watches) > 0 {
		found, err := r.Match(ctx, watches, after, last)
		if err != nil {
			return fmt.Errorf("match new articles with watches: %w", err)
		}
		for i, list := range found {
			if len(list) > 0 {
				alerts[state.SubscriptionKey(watches[i])] = list
			}
		}
	}
	return r.Store.Found(ctx, last, alerts)
}

// claimAlerts turns the alerts of a watch into a post when it is due.
func (r *Runner) claimAlerts(ctx context.Context, s bot.Subscription) error {
	alerts, err := r.Store.Alerts(ctx, s)
	if err != nil || len(alerts) == 0 {
		return err
	}
	oldest := alerts[0].Found
	for _, a := range alerts {
		if a.Found.Before(oldest) {
			oldest = a.Found
		}
	}
	switch s.Args["every"] {
	case "hour":
		if r.now().Sub(oldest) < time.Hour {
			return nil
		}
	case "day":
		rule, err := r.rule(s)
		if err != nil || rule.next(oldest).After(r.now()) {
			return err
		}
	}
	alerts = alerts[:min(len(alerts), maxAlerts)]
	call := bot.Call{Command: "watch show", Args: bot.Args{"id": s.ID, "tz": s.Zone}}
	var list strings.Builder
	for i, a := range alerts {
		if i > 0 {
			list.WriteString(",")
		}
		list.WriteString(a.Statement)
	}
	call = call.With("statements", list.String())
	return r.Store.ClaimAlerts(ctx, s, state.Post{Name: alerts[0].Statement + "+" + strconv.Itoa(len(alerts)), Call: call}, alerts)
}
