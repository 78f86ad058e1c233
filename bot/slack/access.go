package slack

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Access says who may ask what, by Slack's IDs. An empty list allows all.
type Access struct {
	Workspaces, Channels, Users []string
	Admins                      []string // users who may run commands for administrators, and for owners
	// Sources are the outlets that a channel or, without an entry of its own, a
	// workspace may see. Guests and channels shared with other organisations see
	// only what their channel has an entry for.
	Sources map[string][]string
}

// The memory of whether users are guests and channels are shared with other
// organisations.
const (
	outsideLife = 10 * time.Minute // of a look-up
	maxOutside  = 50_000           // look-ups
)

// admit checks the asker's rights and fills them in. The refusal is for people;
// the error is a fault that passes, in which nothing is known. A channel whose
// own setting names outlets has an entry, as one of the configuration.
func (b *Bot) admit(ctx context.Context, v *target, r bot.Request, entry bool) (bot.Request, string, error) {
	a, channel := b.Access, r.Ruling()
	switch {
	case !allows(a.Workspaces, v.team.ID):
		return r, "This workspace is not on this bot's list.", nil
	case !allows(a.Channels, channel) && channel != "" && !strings.HasPrefix(channel, "D"):
		return r, "This channel is not on this bot's list. Its administrator can add it.", nil
	case !allows(a.Users, v.user):
		return r, "You are not on this bot's list. Its administrator can add you.", nil
	}
	r.Admin = slices.Contains(a.Admins, v.user)
	r.Owner = r.Admin // named by who wrote the configuration
	own, listed := a.Sources[channel]
	if r.Sources = own; !listed {
		r.Sources = a.Sources[v.team.ID]
	}
	if entry || listed && len(own) > 0 {
		return r, "", nil
	}
	outside, err := b.outside(ctx, v, channel)
	if errors.Is(err, errUnseen) {
		return r, "I cannot see this channel, and so not whether it is shared with others. Invite me here (/invite) and ask again.", nil
	}
	if err != nil || !outside {
		return r, "", err
	}
	return r, "Guests and shared channels see only the outlets that this bot's administrator allows in the channel (admin settings sources:…), and here there are none.", nil
}

func allows(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }

// outside reports whether a guest asks, or anybody in a channel that is shared
// with another organisation.
func (b *Bot) outside(ctx context.Context, v *target, channel string) (bool, error) {
	ctx = context.WithoutCancel(ctx) // others may wait for the same look-up
	guest, err := b.isGuest(ctx, v, "users.info", v.user, func() (bool, error) {
		u, err := v.team.api.GetUserInfoContext(ctx, v.user)
		if err != nil {
			return false, err
		}
		return u.IsRestricted || u.IsUltraRestricted || u.IsStranger, nil
	})
	if err != nil || guest || strings.HasPrefix(channel, "D") {
		return guest, err
	}
	return b.isGuest(ctx, v, "conversations.info", channel, func() (bool, error) {
		c, err := v.team.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		if err != nil {
			return false, err
		}
		return c.IsExtShared, nil
	})
}

// errUnseen is of a private channel that the bot is not in.
var errUnseen = errors.New("the channel cannot be seen")

// isGuest looks up whether a user is a guest or a channel is shared with another
// organisation, and remembers it for a while. Where a server lacks the method everybody counts as inside: such a server has no guests. Where Slack
// refuses to tell, nobody does until it tells; only of another server than Slack's
// own is an answer that names an error taken as not knowing guests. A fault that
// passes is returned.
func (b *Bot) isGuest(ctx context.Context, v *target, method, id string, look func() (bool, error)) (bool, error) {
	key := v.team.ID + "/" + id
	if outside, known := b.outsiders.Get(key); id == "" || known {
		return outside, nil
	}
	elsewhere := b.APIURL != DefaultAPIURL
	if elsewhere && !b.has(v.team, method) {
		return false, nil
	}
	found, err, _ := b.looks.Do(key, func() (any, error) { return look() })
	outside, _ := found.(bool)
	if r, _ := remedyFor(err); r == retryLater {
		return false, err
	}
	ignorant := elsewhere && err != nil && (b.lacks(v.team, method, err) || codeOf(err) != "" && codeOf(err) != "missing_scope")
	if !ignorant && codeOf(err) == "channel_not_found" {
		return true, errUnseen
	}
	if err != nil && !ignorant {
		b.Log.Warn("Slack does not tell whether somebody is a guest or a channel is shared; until it does they count as such",
			slog.String("method", method), slog.Any("error", redacted(err)))
		return true, nil
	}
	b.outsiders.Add(key, outside)
	return outside, nil
}
