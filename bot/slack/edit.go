package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// place is a venue as the scheduler knows it.
func (v *venue) place() bot.Place {
	return bot.Place{Platform: platform, Workspace: v.team.ID, Channel: v.channel, Under: v.under}
}

// in is the place whose settings and outlets hold for v's buttons, nil where that is
// the channel that they stand in.
func (v *venue) in() *bot.Place {
	if v.under == "" {
		return nil
	}
	return &bot.Place{Platform: platform, Workspace: v.team.ID, Under: v.under}
}

// heed makes the settings and outlets hold that a button was made with.
func (v *venue) heed(c state.Canned) {
	if c.In != nil {
		v.under = c.In.Under
	}
}

// remember keeps what a message shows, for Edit.
func (b *Bot) remember(ctx context.Context, p bot.Posted) {
	if err := b.State.Posted(ctx, p); err != nil {
		b.storeFault("a message cannot be edited when an article is corrected", err)
	}
}

// Edit shows another card in a message that stands.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) (err error) {
	defer chat.Rescue(b.Log, "a post to Slack ended in a panic", &err)
	v, err := b.placed(p.Place)
	if err != nil {
		return err
	}
	if !b.has(updateMethod) {
		return &bot.PostError{Mend: unknownMethod}
	}
	v.message = p.Message
	call := p.Call
	call.Generation = p.Card.Generation
	a := answer{Card: p.Card, Call: call, Scope: v.team.scope(), In: v.in(), Asker: p.Asker, SharedBy: p.SharedBy, Files: b.has("files.getUploadURLExternal")}
	m := b.drawn(ctx, v.team, a, p.Part)
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	err = b.lanes.Join(ctx, v.team.ID+"/"+v.channel, func(ctx context.Context, q *chat.Queue) error {
		return b.persist(ctx, v, q, m, func(ctx context.Context, v *venue, m message) error {
			err := b.post(ctx, v, m)
			if r, _ := remedyFor(err); r == postAnew || r == tellAsker {
				b.lacks(updateMethod, err)
				return &bot.PostError{Mend: codeOf(err)}
			}
			return err
		})
	})
	if code := codeOf(err); code != "" {
		return &bot.PostError{Mend: code}
	}
	return redacted(err)
}

// Admins are the direct messages of the configured administrators.
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
