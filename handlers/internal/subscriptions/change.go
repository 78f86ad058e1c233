package subscriptions

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
)

// IDCommand returns a command that takes the ID of one subscription and changes it.
func IDCommand(kind bot.SubscriptionKind, verb, summary string) bot.Command {
	return bot.Command{Name: string(kind) + " " + verb, Summary: summary, Changes: true, Params: []bot.Param{IDParam(kind)},
		Examples: []string{fmt.Sprintf("/%s %s %c1", kind, verb, kind[0])}}
}

// Pause stops the subscription that a request names until it is resumed.
func (k Keeper) Pause(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	return k.change(ctx, r, kind, func(s *bot.Subscription) string {
		old := runState(*s)
		s.Paused = "by request"
		return old + " → paused. Articles that come in meanwhile are reported when it resumes."
	})
}

// Resume lets the subscription that a request names run again.
func (k Keeper) Resume(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	return k.change(ctx, r, kind, func(s *bot.Subscription) string {
		old := runState(*s)
		s.Paused, s.Start = "", r.Now.UTC()
		return old + " → running."
	})
}

// change changes the subscription that a request names, if the asker may, and shows
// it with what change returns: old → new.
func (k Keeper) change(ctx context.Context, r bot.Request, kind bot.SubscriptionKind, change func(*bot.Subscription) string) (bot.Card, error) {
	s, err := k.FindOwn(ctx, r, kind)
	if err != nil {
		return bot.Card{}, err
	}
	notice := ""
	if err := k.Store.Subscribe(ctx, s, func(now *bot.Subscription) { notice = change(now); s = *now }); err != nil {
		return bot.Card{}, fmt.Errorf("change a subscription: %w", err)
	}
	if err := k.audit(ctx, r, s, runState(s)+" now"); err != nil {
		return bot.Card{}, err
	}
	card := k.Card(r, s, fmt.Sprintf("%s %s", kind, s.ID))
	card.Notice = notice
	return card, nil
}

// End removes the subscription that a request names, if the asker may.
func (k Keeper) End(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	s, err := k.FindOwn(ctx, r, kind)
	if err != nil {
		return bot.Card{}, err
	}
	if err := k.Store.Unsubscribe(ctx, s); err != nil {
		return bot.Card{}, fmt.Errorf("end a subscription: %w", err)
	}
	if err := k.audit(ctx, r, s, runState(s)+" → ended"); err != nil {
		return bot.Card{}, err
	}
	return bot.Card{Title: fmt.Sprintf("%s %s", kind, s.ID), Read: map[string]string{"id": s.ID}, Notice: runState(s) + " → ended."}, nil
}

func runState(s bot.Subscription) string {
	if s.Paused != "" {
		return "paused"
	}
	return "running"
}
