package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// List shows the subscriptions of r's channel and of the asker.
func (k Keeper) List(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Card, error) {
	all, err := k.Visible(ctx, r, kind)
	if err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: map[bot.SubscriptionKind]string{bot.Digest: "Digests", bot.Watch: "Watches"}[kind], Read: map[string]string{}, Total: len(all)}
	for _, s := range all {
		item := k.item(r, s)
		item.Actions = actionsOf(s)
		card.Items = append(card.Items, item)
	}
	if len(all) == 0 {
		card.Notice = fmt.Sprintf("No %s here yet. Set one up: %s", kind, map[bot.SubscriptionKind]string{bot.Digest: "digest subscribe at:08:00 days:weekdays", bot.Watch: "watch add topic:…"}[kind])
		if r.Local() {
			card.Notice = fmt.Sprintf("No %s here: they are set up in Slack and Discord, where they can be posted.", kind)
		}
	}
	return card, nil
}

// Card shows one subscription.
func (k Keeper) Card(r bot.Request, s bot.Subscription, title string) bot.Card {
	card := bot.Card{Title: title, Read: map[string]string{"id": s.ID}, Items: []bot.Item{k.item(r, s)}, Total: 1}
	if isLocal(r) {
		card.Notice = "It is saved, but cannot be posted from here: only Slack and Discord have channels. Preview it here."
	}
	card.Actions = append(actionsOf(s), bot.Ask("All of them", string(s.Kind)+" list"))
	return card
}

// actionsOf returns the buttons of a subscription: to see what it brings, to pause or
// resume it, and to end it.
func actionsOf(s bot.Subscription) []bot.Action {
	pause, resume, end := s.Verbs()
	out := []bot.Action{bot.Ask("Preview", "digest preview", "id", s.ID)}
	if s.Kind == bot.Watch {
		out[0] = bot.Ask("Test", "watch test", "id", s.ID)
	}
	if s.Paused == "" {
		out = append(out, bot.Ask("Pause", pause, "id", s.ID))
	} else {
		out = append(out, bot.Ask("Resume", resume, "id", s.ID))
	}
	return append(out, bot.Ask("End", end, "id", s.ID))
}

// What says what a subscription is about, in words.
func What(s bot.Subscription) string {
	var parts []string
	for _, name := range []string{"topic", "by", "source"} {
		if v := s.Args[name]; v != "" {
			parts = append(parts, name+" "+query.Plain(v))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "everything")
}

func (k Keeper) item(r bot.Request, s bot.Subscription) bot.Item {
	var facts []string
	add := func(text string) {
		if text != "" {
			facts = append(facts, text)
		}
	}
	for _, name := range []string{"style", "empty", "quiet", "publish"} {
		if v := s.Args[name]; v != "" {
			add(name + " " + v)
		}
	}
	if s.Kind == bot.Digest {
		add(strings.TrimSpace(s.Days + " at " + s.At + " (" + s.Zone + ")"))
		if next := k.Calendar.Next(s, r.Now); !next.IsZero() {
			add("next " + r.TimeMention(next.In(zoneOf(s)), "Mon 2 Jan 15:04"))
		}
	} else {
		add(Pace(s))
	}
	switch {
	case s.Place.User != "":
		add("in direct messages")
	case s.Place.Channel != r.Channel:
		add("in " + r.ChannelMention(s.Place.Channel))
	}
	if s.By != "" && s.By != r.User {
		add("set up by " + r.UserMention(s.By))
	}
	if s.Paused != "" {
		add("paused: " + s.Paused)
	}
	return bot.Item{Label: What(s) + " (" + s.ID + ")", Facts: facts}
}

// Pace describes how often a watch posts.
func Pace(s bot.Subscription) string {
	switch s.Args["every"] {
	case "hour":
		return "once an hour"
	case "day":
		return "once a day at " + s.At + " (" + s.Zone + ")"
	}
	return "at once"
}

// zoneOf returns the zone that a subscription was set in.
func zoneOf(s bot.Subscription) *time.Location {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Summary returns the digests or watches of r's place for the status, a line each.
func (k Keeper) Summary(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (lines []string, err error) {
	all, err := k.OfPlace(ctx, r, kind)
	if err != nil {
		return nil, err
	}
	for _, s := range all[:min(len(all), maxSummary)] {
		item := k.item(r, s)
		lines = append(lines, fmt.Sprintf("%s %s, %s.", titled(kind), item.Label, strings.Join(item.Facts, ", ")))
	}
	if more := len(all) - maxSummary; more > 0 {
		lines = append(lines, fmt.Sprintf("And %d more: %s list.", more, kind))
	}
	return lines, nil
}

// maxSummary is the maximum number of subscriptions of a kind in a Summary.
const maxSummary = 10

// QuietParam returns the argument that keeps posts from notifying people.
func QuietParam() bot.Param {
	return bot.Param{Name: "quiet", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "on: post without a notification, where the service can"}
}

// IDParam returns the argument that names a subscription.
func IDParam(kind bot.SubscriptionKind) bot.Param {
	completes := map[bot.SubscriptionKind]bot.Completion{bot.Digest: bot.CompleteDigest, bot.Watch: bot.CompleteWatch}[kind]
	return bot.Param{Name: "id", Kind: bot.Text, Words: true, Required: true, Completes: completes, Help: fmt.Sprintf("which one, such as %s1; %s list names them", kind[:1], kind)}
}
