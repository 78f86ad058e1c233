package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// place is a venue as the scheduler knows it.
func (v *venue) place() bot.Place {
	if v.of != nil {
		return *v.of
	}
	return bot.Place{Platform: platform, Workspace: v.scope(), Channel: v.channel, Under: v.under}
}

// remember keeps what a message shows, for Edit.
func (b *Bot) remember(ctx context.Context, p bot.Posted) {
	if err := b.State.Posted(ctx, p); err != nil {
		b.Log.Error("a message cannot be edited when an article is corrected", slog.Any("error", err))
	}
}

// Edit shows another card in a message that stands.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) error {
	if err := b.connected(); err != nil {
		return err
	}
	v := placed(p.Place)
	call := p.Call
	call.Generation = p.Card.Generation
	a := answer{Card: p.Card, Call: call, Scope: v.buttons(), In: v.of, Asker: p.Asker, Files: b.has(attachments)}
	messages := b.illustrated(a)
	m := messages[min(p.Part, len(messages)-1)]
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	v.message, v.thread = p.Message, p.Room
	err := b.lanes.Join(ctx, v.room(), func(ctx context.Context, _ *chat.Queue) error {
		for {
			err := b.post(ctx, v, m)
			if remedyFor(err, len(m.Files) > 0) == postAnew {
				return err
			}
			next, again := b.mended(v, m, err)
			if err == nil || !again {
				return err
			}
			m = next
		}
	})
	if r := remedyFor(err, false); err != nil && (r == tellAsker || r == postAnew || r == giveUp && codeOf(err) != 0) {
		return &bot.PostError{Mend: fmt.Sprintf("Discord says %d", codeOf(err))}
	}
	return redacted(err)
}

// Admins are the direct messages of the owners of the servers that the bot is in.
// A server that does not tell is left out.
func (b *Bot) Admins(ctx context.Context) (out []bot.Place, err error) {
	if err := b.connected(); err != nil {
		return nil, err
	}
	var guilds []struct {
		ID string `json:"id"`
	}
	if err := b.rest.call(ctx, "GET", "/users/@me/guilds", nil, &guilds); err != nil {
		if statusOf(err) != 0 && statusOf(err) < 500 {
			return nil, nil
		}
		return nil, redacted(err)
	}
	for _, g := range guilds {
		var told struct {
			Owner string `json:"owner_id"`
		}
		if err := b.rest.call(ctx, "GET", "/guilds/"+g.ID, nil, &told); err != nil {
			b.Log.Warn("Discord does not say who owns a server", slog.String("server", g.ID), slog.Any("error", redacted(err)))
			continue
		}
		if told.Owner != "" {
			out = append(out, bot.Place{Platform: platform, Workspace: g.ID, User: told.Owner})
		}
	}
	return out, nil
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
