package discord

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Asker returns the request that a place's cards are made for.
func (b *Bot) Asker(ctx context.Context, at bot.Place) (bot.Request, error) {
	v := placed(at)
	r := b.asking(ctx, v)
	if refusal := b.barred(v); refusal != "" { // roles are of who asks, and nobody does
		return r, &bot.PostError{Mend: refusal}
	}
	return r, nil
}

// placed returns the target of a place. What a server's member set up for direct messages
// answered in these, and shows what it would show in the server.
func placed(at bot.Place) *target {
	v := targetIn(at.Workspace)
	if at.Channel == "" && v.guild != "" {
		v.guild, v.of = "", &at
	}
	v.channel, v.user, v.under, v.located = at.Channel, cmp.Or(at.User, v.user), at.Under, true
	return v
}

// Post delivers a posting once.
func (b *Bot) Post(ctx context.Context, p bot.Posting) (err error) {
	defer chat.Rescue(b.Log, "a post to Discord ended in a panic", &err)
	if err := b.connected(); err != nil {
		return err
	}
	v := placed(p.Place)
	if v.channel == "" {
		var err error
		if v.thread, err = b.directChannel(ctx, v.user); rest.CodeOf(err) == takesNoDirect {
			return &bot.PostError{Mend: allowDirect}
		} else if err != nil {
			return err
		}
	}
	call := p.Call
	call.Generation = p.Card.Generation
	a := embed.Answer{Card: p.Card, Call: call, Scope: v.buttons(), In: v.of, Files: b.has(attachments)}
	m := b.illustrated(a)[0]
	if p.Again {
		if arrived, err := b.arrived(ctx, v, buttonKeys(a.Scope, m, p.Call.Command), p.Key); err != nil || arrived {
			return err
		}
	}
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	err = b.lanes.Join(ctx, v.room(), func(ctx context.Context, _ *outbox.Queue) error { return b.postOnce(ctx, v, m, p.Key) })
	if err == nil && v.message != "" {
		b.remember(ctx, bot.Posted{Place: p.Place, Room: v.thread, Message: v.message, Card: p.Card, Call: p.Call})
	}
	return err
}

// postOnce posts in the form that Discord takes. Where Discord may have taken
// it, the error is returned: the next try looks first, and Discord itself
// refuses a nonce that it knows
// (https://discord.com/developers/docs/resources/message#create-message).
func (b *Bot) postOnce(ctx context.Context, v *target, m embed.Message, key string) error {
	for {
		out := m.Body(0)
		out.Nonce, out.EnforceNonce = nonce(key), true
		var posted chatMessage
		err := b.rest.Call(ctx, "POST", "/channels/"+v.room()+"/messages", out, &posted, m.Files...)
		if err == nil {
			v.message = posted.ID
			return nil
		}
		if next, again := b.plainerForm(v, m, err); again {
			m = next
			continue
		}
		if remedyFor(err, len(m.Files) > 0) == tellAsker {
			return &bot.PostError{Mend: b.fixFor(ctx, rest.CodeOf(err), v.room())}
		}
		return rest.Redact(err)
	}
}

// maxNonce is how long a nonce may be.
const maxNonce = 25

func nonce(key string) string { return key[:min(len(key), maxNonce)] }

// arrived reports whether a post stands among the channel's last messages: by its
// nonce, or by a button, which has the same ID in every try.
func (b *Bot) arrived(ctx context.Context, v *target, buttons []string, key string) (bool, error) {
	var last []chatMessage
	if err := b.rest.Call(ctx, "GET", "/channels/"+v.room()+"/messages?limit=50", nil, &last); err != nil {
		if rest.StatusOf(err) == 404 || rest.StatusOf(err) == 403 || rest.StatusOf(err) == 405 {
			return false, nil // it cannot be read here: the nonce is left to tell
		}
		return false, fmt.Errorf("look whether a post arrived: %w", rest.Redact(err))
	}
	for _, said := range last {
		if said.Author == nil || said.Author.ID != b.me {
			continue
		}
		if said.Nonce == nonce(key) || said.hasButton(buttons) {
			return true, nil
		}
	}
	return false, nil
}

// buttonKeys returns the keys of the buttons that ask for the posting itself: its
// pages, its export. Others, of persons and topics, stand in many messages.
func buttonKeys(scope string, m embed.Message, command string) (keys []string) {
	for _, c := range m.Calls {
		if key, err := state.Key(scope, c); err == nil && c.Call.Command == command {
			keys = append(keys, key)
		}
	}
	return keys
}

// hasButton reports whether a message has a button of one of the keys.
func (c chatMessage) hasButton(keys []string) bool {
	for _, row := range c.Components {
		for _, button := range row.Components {
			if slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(button.CustomID, key) }) {
				return true
			}
		}
	}
	return false
}
