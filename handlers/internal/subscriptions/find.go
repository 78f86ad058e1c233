package subscriptions

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// The maximum numbers of subscriptions. Administrators have none of their own.
const (
	maxSubscriptions = 500 // of a workspace
	maxOfChannel     = 50
	maxOfUser        = 25 // those of a user, in all channels
)

// require returns a *bot.Error if nothing keeps subscriptions.
func (k Keeper) require() error {
	if k.Store == nil {
		return &bot.Error{Message: "Digests and watches need `briefing-bot serve`. Start it on this data folder, then try again."}
	}
	return nil
}

// New returns a subscription of the asker's that begins with the next article. It is
// not kept yet, and has no ID.
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
	if err := k.checkRights(ctx, r); err != nil {
		return s, err
	}
	if err := checkRoom(all, r); err != nil {
		return s, err
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
	return s, nil
}

// freeID returns the first ID of a kind that none of a workspace's subscriptions has.
func freeID(kind bot.SubscriptionKind, all []bot.Subscription) string {
	for n := 1; ; n++ {
		id := string(kind[:1]) + strconv.Itoa(n)
		if !slices.ContainsFunc(all, func(o bot.Subscription) bool { return o.ID == id }) {
			return id
		}
	}
}

// checkRights returns a *bot.Error if the asker may not set up subscriptions.
func (k Keeper) checkRights(ctx context.Context, r bot.Request) error {
	may, err := k.Access.MaySubscribe(ctx, r)
	if err == nil && !may {
		err = &bot.Error{Message: "Only some people may set up digests and watches here. Ask an administrator, who can allow it: admin settings subscribe:anybody", Refused: true}
	}
	return err
}

// checkRoom returns a *bot.Error if there are so many subscriptions that the asker may not
// set up another one.
func checkRoom(all []bot.Subscription, r bot.Request) error {
	place := PlaceOf(r, r.Args["to"])
	here, own := 0, 0
	for _, s := range all {
		if s.Place.Channel != "" && s.Place.Channel == place.Channel {
			here++
		}
		if s.By == r.User {
			own++
		}
	}
	const full = "%s %d digests and watches already. Remove one first: digest list, watch list."
	switch {
	case len(all) >= maxSubscriptions:
		return &bot.Error{Message: fmt.Sprintf(full, "There are", len(all))}
	case isLocal(r):
		return nil
	case here >= maxOfChannel:
		return &bot.Error{Message: fmt.Sprintf(full, "This channel has", here)}
	case own >= maxOfUser && !r.Admin:
		return &bot.Error{Message: fmt.Sprintf(full, "You have", own)}
	}
	return nil
}

// Add keeps a subscription that New made, and gives it an ID. It returns a *bot.Error if there is
// one like it, or if nothing can be posted at its place.
func (k Keeper) Add(ctx context.Context, r bot.Request, s *bot.Subscription) error {
	for {
		all, err := k.Store.Subscriptions(ctx, scopeOf(r))
		if err != nil {
			return fmt.Errorf("list subscriptions: %w", err)
		}
		for _, other := range all {
			if sameAs(*s, other) {
				return &bot.Error{Message: fmt.Sprintf("%s %s does that already.", titled(s.Kind), other.ID), Actions: []bot.Action{bot.Ask("All of them", string(s.Kind)+" list")}}
			}
		}
		if err := k.CheckPlace(ctx, r, *s); err != nil {
			return err
		}
		s.ID = freeID(s.Kind, all)
		switch err := k.Store.Subscribe(ctx, *s, nil); {
		case errors.Is(err, bot.ErrTaken): // by somebody who set one up at the same moment
		case err != nil:
			return fmt.Errorf("keep a subscription: %w", err)
		default:
			return k.audit(ctx, r, *s, "set up")
		}
	}
}

// sameAs reports whether two subscriptions bring the same to the same place at the same
// times.
func sameAs(a, b bot.Subscription) bool {
	if a.Kind != b.Kind || a.Place.Channel != b.Place.Channel || a.Place.User != b.Place.User || !maps.Equal(a.Args, b.Args) {
		return false
	}
	return a.Kind == bot.Watch && a.Args["every"] != "day" || a.At == b.At && a.Days == b.Days && a.Zone == b.Zone
}

// CheckPlace returns a *bot.Error if the asker may not have something posted at the place
// of a subscription, or the bot cannot post there.
func (k Keeper) CheckPlace(ctx context.Context, r bot.Request, s bot.Subscription) error {
	if err := k.checkRights(ctx, r); err != nil || k.CanPost == nil || s.Place.Channel == "" || isLocal(r) {
		return err
	}
	err := k.CanPost(ctx, s.Place)
	if refused, ok := errors.AsType[*bot.PostError](err); ok {
		return &bot.Error{Message: refused.Mend, Err: err}
	}
	return nil // its owner is told if a post fails later
}

// Visible returns the subscriptions that the asker may see: of this channel, and
// the asker's own; an administrator sees all of the workspace.
func (k Keeper) Visible(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) ([]bot.Subscription, error) {
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
	all, err := k.Visible(ctx, r, kind)
	return slices.DeleteFunc(all, func(s bot.Subscription) bool { return r.Channel != "" && s.Place.Channel != r.Channel }), err
}

// Find returns the subscription that a request names among those that the asker may
// see.
func (k Keeper) Find(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (bot.Subscription, error) {
	all, err := k.Visible(ctx, r, kind)
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
	return s, &bot.Error{Message: fmt.Sprintf("Only who set up %s %s, or an administrator, can change it.", s.Kind, s.ID), Refused: true}
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
		p.User, p.Under = r.User, r.EffectiveChannel()
	case "forum":
		p.Channel = r.Under
	default:
		p.Channel, p.Under = r.Channel, r.Under
	}
	return p
}

// titled returns a kind as a sentence begins with it.
func titled(kind bot.SubscriptionKind) string {
	return strings.ToUpper(string(kind[:1])) + string(kind[1:])
}
