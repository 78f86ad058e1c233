package schedule

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Runner posts what is due until its context ends. All that it must remember
// stands in the store: a stop at any moment is caught up by the next start.
type Runner struct {
	Store   *state.Store
	Mux     *bot.Mux
	Posters map[string]bot.Poster // by platform
	// Last is the number of the newest article that answers can be made from; ok
	// is false while the index is being built, and digests wait.
	Last func(ctx context.Context) (last uint32, ok bool, err error)
	// Match finds the statements of articles after one number up to another that
	// watches ask for, by the position of the watch. Nil where there are no watches.
	Match func(ctx context.Context, watches []bot.Subscription, after, through uint32) ([][]state.Alert, error)
	Log   *slog.Logger
	// Now is the clock, time.Now where nil.
	Now func() time.Time

	// Mark changes whenever words that were posted may not stand any more; nil
	// where posts are not edited. Retracted returns those of receipts whose words may not
	// be shown to r's place any more, each with the reason for people.
	Mark      func(ctx context.Context) (string, error)
	Retracted func(ctx context.Context, r bot.Request, receipts []string) (map[string]string, error)
	// Stale says whether nothing has come in for so long that administrators are to
	// be told, and since when. Nil where nobody is.
	Stale func(now time.Time) (card bot.Card, since time.Time, stale bool)
	// Notice returns what administrators are to be told now, a stamp that distinguishes
	// it from other notices, and what notes that they were told. The stamp is "" if
	// there is nothing. Nil where nothing ever is.
	Notice func() (card bot.Card, stamp string, told func(context.Context) error)

	mended    string             // the Mark that posts were last held against
	tried     string             // the Mark of the last try, which may have left some
	mendAfter time.Time          // they are not before, unless the Mark changes
	unmended  map[string]waiting // messages that could not be edited, by place and ID
	rules     map[[3]string]rule // that were read, for reading a zone takes a file
}

// rule returns when a subscription is due.
func (r *Runner) rule(s bot.Subscription) (rule, error) {
	key := [3]string{s.At, s.Days, s.Zone}
	if known, ok := r.rules[key]; ok {
		return known, nil
	}
	read, err := ruleOf(s)
	if err != nil {
		return read, err
	}
	if r.rules == nil {
		r.rules = map[[3]string]rule{}
	}
	r.rules[key] = read
	return read, nil
}

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// The pace of the runner.
const (
	tick         = 2 * time.Second  // between looks at what came in and what is due
	firstRetry   = 4 * time.Second  // after a platform did not take a post
	longestRetry = 15 * time.Minute // of pauses that double
	mostAlerts   = 200              // statements in one post of a watch
	tellWithin   = time.Hour        // whoever made a subscription is told that it is paused, or never
	postWithin   = 30 * time.Second // for one try, so that a stuck channel holds up no other for longer
)

// Run posts until ctx ends.
func (r *Runner) Run(ctx context.Context) error {
	retry := map[string]time.Time{} // when a post is tried again
	for {
		if err := r.step(ctx, retry); err != nil && ctx.Err() == nil && !errors.Is(err, bot.ErrConnecting) {
			r.Log.Error("digests and watches could not be looked after; they wait", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(tick):
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
	r.mend(ctx)
	return errors.Join(r.tellStale(ctx), r.tellNews(ctx))
}

// claim enters into the ledger what is due of a subscription.
func (r *Runner) claim(ctx context.Context, s bot.Subscription, last uint32) error {
	if s.Paused != "" {
		return nil
	}
	if s.Kind == bot.Watch {
		return r.claimAlerts(ctx, s)
	}
	rule, err := r.rule(s)
	if err != nil {
		r.Log.Error("a digest's time cannot be read", slog.String("digest", s.ID), slog.Any("error", err))
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

// DigestCall asks for the digest of a window: of the articles numbered after
// one up to another, which came in between two moments.
func DigestCall(s bot.Subscription, after, through uint32, since, until time.Time) bot.Call {
	call := bot.Call{Command: "digest show", Args: bot.Args{"articles": fmt.Sprintf("%d-%d", after+1, max(through, after)),
		"window": since.UTC().Format(stamp) + "/" + until.UTC().Format(stamp), "tz": s.Zone}}
	for _, name := range []string{"topic", "by", "source", "max", "style"} {
		call = call.With(name, s.Args[name])
	}
	return call
}

// stamp is how a window's ends are written.
const stamp = "2006-01-02T15:04Z"

// deliverAll posts what is claimed and not yet sent.
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
			retry[key] = r.now().Add(tick)
			continue
		} else if err != nil {
			wait := min(firstRetry<<min(p.Tries, 8), longestRetry)
			retry[key] = r.now().Add(wait)
			r.Log.Warn("a post could not be delivered; it is tried again", slog.String("subscription", sub.ID), slog.Duration("in", wait), slog.Any("error", err))
			continue
		}
		delete(retry, key)
	}
	return nil
}

// deliver makes a post's card and brings it to its place, once.
func (r *Runner) deliver(ctx context.Context, s bot.Subscription, p state.Post) error {
	poster, ok := r.Posters[s.Place.Platform]
	if !ok {
		return r.Store.Done(ctx, p, state.PostSkipped) // the console keeps subscriptions and has nowhere to post
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

// pause stops a subscription that cannot be posted, and tells who made it how
// to mend that. Its post stays claimed, for when it goes on.
func (r *Runner) pause(ctx context.Context, s bot.Subscription, p state.Post, refused *bot.PostError) error {
	if s.By != "" && s.Place.Channel != "" {
		if err := r.tellPaused(ctx, s, p, refused); err != nil {
			return err
		}
	}
	r.Log.Warn("a subscription is paused", slog.String("subscription", s.ID), slog.Any("reason", refused))
	return r.Store.Subscribe(ctx, s, func(now *bot.Subscription) { now.Paused = refused.Mend })
}

// tellPaused tells who made a subscription why it is paused. It fails where the telling may succeed later.
func (r *Runner) tellPaused(ctx context.Context, s bot.Subscription, p state.Post, refused *bot.PostError) error {
	told := bot.Card{Command: string(s.Kind), Title: fmt.Sprintf("%s %s is paused", s.Kind, s.ID),
		Notice: refused.Mend + " Then resume it: " + s.ResumeLine()}
	_, resume, end := s.Verbs()
	told.Actions = []bot.Action{bot.Ask("Resume", resume, "id", s.ID), bot.Ask("End", end, "id", s.ID)}
	to := bot.Place{Platform: s.Place.Platform, Workspace: s.Place.Workspace, User: s.By}
	err := r.Posters[s.Place.Platform].Post(ctx, bot.Posting{Place: to, Card: told, Key: postingKey(p) + "-paused", Again: p.Tries > 1})
	var deaf *bot.PostError
	if errors.As(err, &deaf) || err != nil && r.now().Sub(p.At) > tellWithin {
		r.Log.Warn("who made a paused subscription could not be told", slog.String("subscription", s.ID), slog.Any("error", err))
		return nil
	}
	return err
}

// watch holds new articles against the watches.
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
			return fmt.Errorf("hold new articles against watches: %w", err)
		}
		for i, list := range found {
			if len(list) > 0 {
				alerts[state.SubscriptionKey(watches[i])] = list
			}
		}
	}
	return r.Store.Found(ctx, last, alerts)
}

// claimAlerts turns what a watch found into a post, once it is due.
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
	alerts = alerts[:min(len(alerts), mostAlerts)]
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

// postingKey names a post everywhere: short, and without anybody's words.
func postingKey(p state.Post) string {
	sum := sha256.Sum256([]byte(p.Subscription + "\x00" + p.Name))
	return hex.EncodeToString(sum[:10])
}
