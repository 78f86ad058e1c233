package slack

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// The memory of whether users are guests and channels are shared with other
// organisations.
const (
	outsideLife = 10 * time.Minute // of a look-up
	maxOutside  = 50_000           // look-ups
)

// guestList knows which users are guests, and which channels are shared with other
// organisations.
type guestList struct {
	isElsewhere bool // the server is not Slack's own
	log         *slog.Logger
	looks       singleflight.Group        // look-ups under way
	known       *chat.Cache[string, bool] // by workspace and user or channel
	people      *chat.Cache[string, person]
	zones       sync.Map // *time.Location by name: one for all people, since each takes some kilobytes
}

// person holds the time zone and the name of a user.
type person struct {
	zone *time.Location // nil if Slack does not tell
	name string         // as Slack shows it
}

func newGuestList(isElsewhere bool, log *slog.Logger) *guestList {
	return &guestList{isElsewhere: isElsewhere, log: log, known: chat.NewCache[string, bool](maxOutside, outsideLife),
		people: chat.NewCache[string, person](maxOutside, outsideLife)}
}

// errUnseen is the error of a private channel that the bot is not in.
var errUnseen = errors.New("the channel cannot be seen")

// areAt reports whether a guest asks, or anybody in a channel that is shared with another
// organisation.
func (g *guestList) areAt(ctx context.Context, w *workspace, user, channel string) (bool, error) {
	ctx = context.WithoutCancel(ctx) // others may wait for the same look-up
	guest, err := g.isOutside(w, "users.info", user, func() (bool, error) {
		u, err := w.api.GetUserInfoContext(ctx, user)
		if err != nil {
			return false, err
		}
		g.remember(w, u)
		return u.IsRestricted || u.IsUltraRestricted || u.IsStranger || !g.isElsewhere && ofOthers(u, w), nil
	})
	if err != nil || guest || isDirect(channel) {
		return guest, err
	}
	return g.isOutside(w, "conversations.info", channel, func() (bool, error) {
		c, err := w.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		if err != nil {
			return false, err
		}
		return c.IsExtShared, nil
	})
}

// ofOthers reports whether a user is of another organisation: is_stranger is false for who
// shares a channel with the app. In Enterprise Grid a user of another workspace of the
// organisation is not. Other servers than Slack's name teams as they like.
func ofOthers(u *slack.User, w *workspace) bool {
	org := u.Enterprise.EnterpriseID
	return u.TeamID != "" && w.ID != "" && u.TeamID != w.ID && u.TeamID != w.Org && !slices.Contains(u.Enterprise.Teams, w.ID) && (org == "" || org != w.Org)
}

// remember keeps what Slack tells of a user.
func (g *guestList) remember(w *workspace, u *slack.User) {
	p := person{name: cmp.Or(u.Profile.DisplayName, u.RealName, u.Name)}
	p.zone = g.zone(u.TZ)
	g.people.Add(w.ID+"/"+u.ID, p)
}

// zone returns the time zone of that name, nil if there is none.
func (g *guestList) zone(name string) *time.Location {
	if zone, ok := g.zones.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil
	}
	g.zones.Store(name, zone)
	return zone
}

// person returns what is known of a user, nothing if Slack does not tell now.
func (g *guestList) person(ctx context.Context, w *workspace, user string) person {
	if p, known := g.people.Get(w.ID + "/" + user); known || user == "" {
		return p
	}
	const method = "users.info"
	if !w.has(method) {
		return person{}
	}
	u, err := w.api.GetUserInfoContext(ctx, user)
	if err != nil {
		w.lacks(method, err)
		return person{}
	}
	u.ID = user
	g.remember(w, u)
	p, _ := g.people.Get(w.ID + "/" + user)
	return p
}

// isOutside looks up whether a user is a guest or a channel is shared with another
// organisation, and remembers it for a while. If a server lacks the method everybody
// counts as inside: such a server has no guests. While Slack refuses the look-up, everybody
// counts as outside; only on another server than Slack's own does an error with a code mean
// that there are no guests. A transient error is returned.
func (g *guestList) isOutside(w *workspace, method, id string, look func() (bool, error)) (bool, error) {
	key := w.ID + "/" + id
	if outside, known := g.known.Get(key); id == "" || known {
		return outside, nil
	}
	if g.isElsewhere && !w.has(method) {
		return false, nil
	}
	found, err, _ := g.looks.Do(key, func() (any, error) { return look() })
	outside, _ := found.(bool)
	if r, _ := remedyFor(err); r == converse.Retry || r == converse.Wait {
		return false, err
	}
	ignorant := g.isElsewhere && err != nil && (w.lacks(method, err) || codeOf(err) != "" && codeOf(err) != missingScope)
	if !ignorant && codeOf(err) == "channel_not_found" {
		return true, errUnseen
	}
	if err != nil && !ignorant {
		g.log.Warn("Slack does not tell whether somebody is a guest or a channel is shared; until it does they count as such",
			slog.String("method", method), slog.Any("error", redacted(err)))
		return true, nil
	}
	g.known.Add(key, outside)
	return outside, nil
}

// share notes that a channel is shared with another organisation, as an event says.
func (g *guestList) share(w *workspace, channel string) { g.known.Add(w.ID+"/"+channel, true) }
