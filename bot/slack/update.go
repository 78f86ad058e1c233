package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// place returns a target as the scheduler knows it.
func (v *target) place() bot.Place {
	return bot.Place{Platform: platform, Workspace: v.team.ID, Channel: v.channel, Under: v.under}
}

// in returns the place whose settings and outlets hold for v's buttons, nil if that is
// the channel that they stand in.
func (v *target) in() *bot.Place {
	if v.under == "" {
		return nil
	}
	return &bot.Place{Platform: platform, Workspace: v.team.ID, Under: v.under}
}

// applyScope makes the settings and outlets hold that a button was made with.
func (v *target) applyScope(c state.ButtonCall) {
	if c.In != nil {
		v.under = c.In.Under
	}
}

// remember keeps what a message shows, for Edit.
func (b *Bot) remember(ctx context.Context, p bot.Posted) {
	if err := b.State.Posted(ctx, p); err != nil {
		b.faults.Failed("a message cannot be edited when an article is corrected", err)
	}
}

// Edit shows another card in a message that stands.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) (err error) {
	defer chat.Rescue(b.Log, "a post to Slack ended in a panic", &err)
	v, err := b.placed(p.Place)
	if err != nil {
		return err
	}
	if !b.has(v.team, updateMethod) {
		return errNoEdits
	}
	v.message = p.Message
	call := p.Call
	call.Generation = p.Card.Generation
	a := blockkit.Answer{Card: p.Card, Call: call, Scope: v.team.scope(), In: v.in(), Asker: p.Asker, SharedBy: p.SharedBy, Files: b.has(v.team, "files.getUploadURLExternal")}
	m := b.drawn(ctx, v.team, a, p.Part)
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	err = b.lanes.Join(ctx, v.team.ID+"/"+v.channel, func(ctx context.Context, q *outbox.Queue) error {
		return b.persist(ctx, v, q, m, b.editOnce)
	})
	return redacted(err)
}

// errNoEdits is the error of an edit on a server that changes no messages.
var errNoEdits = errors.New("this server does not let the bot change its messages")

// editOnce changes the message at v, and posts no other in its place. Its error is a
// *bot.PostError if the message is gone: with any other refusal the words stay in
// the channel, so that the edit is due until it is done.
func (b *Bot) editOnce(ctx context.Context, v *target, m blockkit.Message) error {
	err := b.update(ctx, v, m)
	r, _ := remedyFor(err)
	switch {
	case codeOf(err) == "message_not_found":
		return &bot.PostError{Mend: codeOf(err)}
	case r == postAnew || r == tellAsker:
		b.lacks(v.team, updateMethod, err)
		return &refusedEdit{err}
	}
	return err
}

// refusedEdit is an edit that Slack refused. It has no remedy by which another
// message would be sent.
type refusedEdit struct{ err error }

// Error returns Slack's reason.
func (r *refusedEdit) Error() string {
	return "Slack refuses to change a message: " + redacted(r.err).Error()
}

// Admins returns the direct messages of the configured administrators.
func (b *Bot) Admins(context.Context) (out []bot.Place, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.workspaces) == 0 {
		return nil, errors.New("the bot is in no workspace yet")
	}
	for id := range b.workspaces {
		for _, admin := range b.Access.Admins {
			out = append(out, bot.Place{Platform: platform, Workspace: id, User: admin})
		}
	}
	return out, nil
}
