package discord

import (
	"context"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// place returns a target as the scheduler knows it.
func (v *target) place() bot.Place {
	if v.of != nil {
		return *v.of
	}
	return bot.Place{Platform: platform, Workspace: v.scope(), Channel: v.channel, Under: v.under}
}

// remember keeps what a message shows, for Edit.
func (b *Bot) remember(ctx context.Context, p bot.Posted) {
	if err := b.State.Posted(ctx, p); err != nil {
		b.faults.Failed("a message cannot be edited when an article is corrected", err)
	}
}

// Edit shows another card in a message that stands.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) (err error) {
	defer chat.Rescue(b.Log, "a post to Discord ended in a panic", &err)
	if err := b.connected(); err != nil {
		return err
	}
	v := placed(p.Place)
	call := p.Call
	call.Generation = p.Card.Generation
	a := embed.Answer{Card: p.Card, Call: call, Scope: v.buttons(), In: v.of, Asker: p.Asker, SharedBy: p.SharedBy, Files: b.has(attachments)}
	messages := b.illustrated(a)
	m := messages[min(p.Part, len(messages)-1)]
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	v.message, v.thread = p.Message, p.Room
	err = b.lanes.Join(ctx, v.room(), func(ctx context.Context, _ *outbox.Queue) error {
		for {
			err := b.post(ctx, v, m)
			if remedyFor(err, len(m.Files) > 0) == postAnew {
				return err
			}
			next, again := b.plainerForm(v, m, err)
			if err == nil || !again {
				return err
			}
			m = next
		}
	})
	// With any other refusal the words stay in the channel: the edit is due until it is done.
	if code := rest.CodeOf(err); code == unknownMessage || code == unknownChannel {
		return &bot.PostError{Mend: fmt.Sprintf("Discord says %d", rest.CodeOf(err))}
	}
	return rest.Redact(err)
}

// connected fails before it is known who the bot is.
func (b *Bot) connected() error {
	select {
	case <-b.joined:
		return nil
	default:
		return errors.New("the bot is not connected to Discord yet")
	}
}
