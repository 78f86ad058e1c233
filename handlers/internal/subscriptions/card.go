package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// List shows the subscriptions of r's channel and of the asker.
func (k Keeper) List(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	all, err := k.visible(ctx, r, kind)
	if err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: map[bot.SubscriptionKind]string{bot.Digest: "Digests", bot.Watch: "Watches"}[kind], Read: map[string]string{}, Total: len(all)}
	for _, s := range all {
		item := k.item(r, s)
		if kind == bot.Digest {
			item.Actions = []bot.Action{bot.Ask("Preview", "digest preview", "id", s.ID)}
		} else {
			item.Actions = []bot.Action{bot.Ask("Test", "watch test", "id", s.ID)}
		}
		card.Items = append(card.Items, item)
	}
	if len(all) == 0 {
		card.Notice = fmt.Sprintf("No %s here yet. Set one up: %s", kind, map[bot.SubscriptionKind]string{bot.Digest: "digest subscribe at:08:00 days:weekdays", bot.Watch: "watch add topic:…"}[kind])
	}
	return card, nil
}

// Card shows one subscription.
func (k Keeper) Card(r bot.Request, s bot.Subscription, title string) bot.Card {
	card := bot.Card{Title: title, Read: map[string]string{"id": s.ID}, Items: []bot.Item{k.item(r, s)}, Total: 1}
	if isLocal(r) {
		card.Notice = "It is saved, but cannot be posted from here: only Slack and Discord have channels. Preview it here."
	}
	name := string(s.Kind)
	if s.Kind == bot.Digest {
		card.Actions = append(card.Actions, bot.Ask("Preview", "digest preview", "id", s.ID))
	} else {
		card.Actions = append(card.Actions, bot.Ask("Test", "watch test", "id", s.ID))
	}
	card.Actions = append(card.Actions, bot.Ask("All of them", name+" list"))
	return card
}

func (k Keeper) item(r bot.Request, s bot.Subscription) bot.Item {
	var facts []string
	add := func(text string) {
		if text != "" {
			facts = append(facts, text)
		}
	}
	for _, name := range []string{"topic", "by", "source", "style", "empty"} {
		if v := s.Args[name]; v != "" {
			add(name + " " + v)
		}
	}
	if s.Kind == bot.Digest {
		add(strings.TrimSpace(s.Days + " at " + s.At + " (" + s.Zone + ")"))
		if next := k.Calendar.Next(s, r.Now); !next.IsZero() {
			add("next " + next.In(r.In()).Format("Mon 2 Jan 15:04"))
		}
	} else {
		add("every " + cmp.Or(s.Args["every"], "instant"))
	}
	switch {
	case s.Place.User != "":
		add("in direct messages")
	case s.Place.Channel != r.Channel:
		add("in another channel")
	}
	if s.Paused != "" {
		add("paused: " + s.Paused)
	}
	return bot.Item{Label: s.ID, Facts: facts}
}

// Summary returns the digests or watches of r's place for the status, a line each.
func (k Keeper) Summary(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (lines []string, err error) {
	all, err := k.OfPlace(ctx, r, kind)
	if err != nil {
		return nil, err
	}
	for _, s := range all[:min(len(all), maxSummary)] {
		lines = append(lines, fmt.Sprintf("%s %s: %s.", strings.ToUpper(string(kind[:1]))+string(kind[1:]), s.ID, strings.Join(k.item(r, s).Facts, ", ")))
	}
	if more := len(all) - maxSummary; more > 0 {
		lines = append(lines, fmt.Sprintf("And %d more: %s list.", more, kind))
	}
	return lines, nil
}

// maxSummary is the maximum number of subscriptions of a kind in a Summary.
const maxSummary = 10

// IDParam returns the argument that names a subscription.
func IDParam(kind bot.SubscriptionKind) bot.Param {
	return bot.Param{Name: "id", Kind: bot.Text, Words: true, Required: true, Help: fmt.Sprintf("which one, such as %s1; %s list names them", kind[:1], kind)}
}
