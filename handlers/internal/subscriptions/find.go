package subscriptions

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// maxSubscriptions is the maximum number of subscriptions of a workspace.
const maxSubscriptions = 500

// require returns a *bot.Error if nothing keeps subscriptions.
func (k Keeper) require() error {
	if k.Store == nil {
		return &bot.Error{Message: "Digests and watches need `briefing-bot serve`. Start it on this data folder, then try again."}
	}
	return nil
}

// New returns a subscription of the asker's that begins with the next article. It is
// not kept yet.
func (k Keeper) New(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	var s bot.Subscription
	if err := k.require(); err != nil {
		return s, err
	}
	if r.Args["to"] == "forum" && r.Under == "" {
		return s, &bot.Error{Usage: true, Message: "to:forum makes a new post of a forum each time: set it up within a post of that forum, in Discord."}
	}
	all, err := k.Store.Subscriptions(ctx, scopeOf(r))
	if err != nil {
		return s, fmt.Errorf("list subscriptions: %w", err)
	}
	if len(all) >= maxSubscriptions {
		return s, &bot.Error{Message: fmt.Sprintf("There are %d digests and watches here already, and no more can be kept. Remove some first.", len(all))}
	}
	last, err := k.Archive.Last(ctx)
	if err != nil {
		return s, fmt.Errorf("find the newest article: %w", err)
	}
	s = bot.Subscription{Kind: kind, Place: PlaceOf(r, r.Args["to"]), By: r.User, Zone: r.In().String(), After: last, Since: r.Now.UTC(), Start: r.Now.UTC(),
		Args: bot.Args{}}
	for name, value := range r.Args {
		if !slices.Contains([]string{"at", "days", "to", "tz", "id"}, name) {
			s.Args[name] = value
		}
	}
	for n := 1; s.ID == ""; n++ {
		id := string(kind[:1]) + strconv.Itoa(n)
		if !slices.ContainsFunc(all, func(o bot.Subscription) bool { return o.ID == id }) {
			s.ID = id
		}
	}
	return s, nil
}

// visible returns the subscriptions that the asker may see: of this channel, and
// the asker's own; an administrator sees all of the workspace.
func (k Keeper) visible(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]bot.Subscription, error) {
	if err := k.require(); err != nil {
		return nil, err
	}
	all, err := k.Store.Subscriptions(ctx, scopeOf(r))
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	slices.SortFunc(all, func(a, b bot.Subscription) int { // w2 before w10
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return slices.DeleteFunc(all, func(s bot.Subscription) bool {
		here := s.Place.Channel != "" && s.Place.Channel == r.Channel
		own := s.By == r.User && r.User != ""
		return s.Kind != kind || !here && !own && !r.Admin
	}), nil
}

// OfPlace returns the subscriptions of r's channel alone, or, if it has none, of the
// asker: those that everybody who reads along may see.
func (k Keeper) OfPlace(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]bot.Subscription, error) {
	if k.require() != nil {
		return nil, nil
	}
	r.Admin = isLocal(r) // an administrator of a workspace sees all of it, but not here
	all, err := k.visible(ctx, r, kind)
	return slices.DeleteFunc(all, func(s bot.Subscription) bool { return r.Channel != "" && s.Place.Channel != r.Channel }), err
}

// Find returns the subscription that a request names among those that the asker may
// see.
func (k Keeper) Find(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	all, err := k.visible(ctx, r, kind)
	if err != nil {
		return bot.Subscription{}, err
	}
	id := strings.ToLower(query.Plain(r.Args["id"]))
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return bot.Subscription{}, &bot.Error{Message: fmt.Sprintf("There is no %s %q here.", kind, id), Actions: []bot.Action{bot.Ask("All of them", string(kind)+" list")}}
}

// FindOwn is Find for a change: only who set a subscription up and administrators may.
func (k Keeper) FindOwn(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	s, err := k.Find(ctx, r, kind)
	if err != nil || r.Admin || s.By == r.User {
		return s, err
	}
	return s, &bot.Error{Message: fmt.Sprintf("Only who set up %s %s, or an administrator, can change it.", s.Kind, s.ID)}
}

// scopeOf returns the workspace whose subscriptions a request is about, or the machine,
// which the console and the terminal share.
func scopeOf(r bot.Request) bot.Place {
	if isLocal(r) {
		return bot.Place{Platform: "machine"}
	}
	return bot.Place{Platform: r.Platform, Workspace: r.Workspace}
}

func isLocal(r bot.Request) bool { return r.Platform == "console" || r.Platform == "terminal" }

// PlaceOf returns r's channel or, if to is "me", the asker's direct messages.
func PlaceOf(r bot.Request, to string) bot.Place {
	p := scopeOf(r)
	switch to {
	case "me":
		p.User, p.Under = r.User, r.Ruling()
	case "forum":
		p.Channel = r.Under
	default:
		p.Channel, p.Under = r.Channel, r.Under
	}
	return p
}
