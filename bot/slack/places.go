package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Access restricts who may ask what, by Slack's IDs. An empty list allows all.
type Access struct {
	Workspaces, Channels, Users []string
	Admins                      []string // users who may run commands for administrators, and for owners
	// Sources are the outlets that a channel or, without an entry of its own, a
	// workspace may see. Guests and channels shared with other organisations see
	// only what their channel has an entry for.
	Sources map[string][]string
}

// SetAccess changes who may use the bot where, from the next question on.
func (b *Bot) SetAccess(a Access) { b.access.Store(&a) }

// places implements converse.Places.
type places struct {
	workspaces *workspaces
	guests     *guestList
	access     *atomic.Pointer[Access]
}

// Locate has nothing to find: threads are in their channel.
func (p *places) Locate(context.Context, *converse.Target) (refusal string) { return "" }

// Admit checks the asker's rights and fills them in. A channel whose own setting names
// outlets has an entry, as one of the configuration.
func (p *places) Admit(ctx context.Context, t *converse.Target, r bot.Request) (bot.Request, string, error) {
	r.Channel = t.Channel // also if a button's settings are another channel's
	a, w, channel := p.access.Load(), teamOf(t), r.EffectiveChannel()
	switch {
	case !allows(a.Workspaces, w.ID):
		return r, "This workspace is not on this bot's list.", nil
	case !allows(a.Channels, channel) && channel != "" && !isDirect(channel):
		return r, "This channel is not on this bot's list. Its administrator can add it.", nil
	case !allows(a.Users, t.User) && (t.User != "" || !t.Unasked): // a post to a channel is nobody's
		return r, "You are not on this bot's list. Its administrator can add you.", nil
	}
	r.Admin = slices.Contains(a.Admins, t.User)
	r.Owner = r.Admin // named by who wrote the configuration
	own, listed := a.Sources[channel]
	if r.Sources = own; !listed {
		r.Sources = a.Sources[w.ID]
	}
	refusal, err := "", error(nil)
	if r.Setting("sources") == "" && (!listed || len(own) == 0) {
		refusal, err = p.outside(ctx, t, channel)
	}
	if refusal == "" && err == nil && !t.Unasked && r.Setting("zone") == "" {
		r.Zone = cmp.Or(p.guests.person(ctx, w, t.User).zone, r.Zone)
	}
	return r, refusal, err
}

// outside returns why nothing is shown to guests, and to anybody in a channel that is shared
// with others.
func (p *places) outside(ctx context.Context, t *converse.Target, channel string) (refusal string, err error) {
	outside, err := p.guests.areAt(ctx, teamOf(t), t.User, channel)
	if errors.Is(err, errUnseen) {
		return "I cannot see this channel, and so not whether it is shared with others. Invite me here (/invite) and ask again.", nil
	}
	if err != nil || !outside {
		return "", err
	}
	return "Guests and shared channels see only the outlets that this bot's administrator allows in the channel (admin settings sources:…), and here there are none.", nil
}

// At returns the target of a place.
func (p *places) At(at bot.Place) (*converse.Target, error) {
	w := p.workspaces.with(at.Workspace)
	switch {
	case w == nil && !p.workspaces.joined.Load():
		return nil, fmt.Errorf("the bot is not in its workspaces: %w", bot.ErrConnecting)
	case w == nil:
		return nil, errors.New("the bot is not in the workspace any more")
	}
	t := targetIn(w)
	t.Channel, t.User, t.Unasked = at.Channel, at.User, true
	if at.Under != "" {
		t.In = &bot.Place{Platform: platform, Workspace: w.ID, Under: at.Under}
	}
	return t, nil
}

// Aside returns a message in the channel that t's user alone sees. Slack shows none in a
// thread that has no reply yet.
func (p *places) Aside(t *converse.Target) *converse.Target {
	if t.Private {
		return t
	}
	aside := besideTarget(t)
	if aside.Thread == t.Asked {
		aside.Thread = ""
	}
	return aside
}

// PlaceOf returns the place of a target.
func (p *places) PlaceOf(t *converse.Target) bot.Place {
	at := bot.Place{Platform: platform, Workspace: t.Workspace, Channel: t.Channel}
	if t.In != nil {
		at.Under = t.In.Under
	}
	return at
}

// Resume returns the target of an answer that a restart interrupted.
func (p *places) Resume(left state.Pending) (*converse.Target, bool) {
	w := p.workspaces.find(left.Workspace)
	if w == nil {
		return nil, false
	}
	t := targetIn(w)
	t.Channel, t.Thread, t.User, t.Message = left.Channel, left.Thread, left.User, left.Message
	t.Reply, t.Private = left.ReplyTo, left.ReplyTo != ""
	return t, true
}
