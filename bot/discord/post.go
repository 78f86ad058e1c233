package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Asker is the request that a place's cards are made for.
func (b *Bot) Asker(ctx context.Context, at bot.Place) (bot.Request, error) {
	v := placed(at)
	r, refusal := b.request(ctx, v)
	if refusal != "" && at.Channel != "" && len(b.Access.Roles) == 0 {
		return r, &bot.PostError{Mend: refusal}
	}
	return r, nil
}

// placed is the venue of a place.
func placed(at bot.Place) *venue {
	v := venueIn(at.Workspace)
	v.channel, v.user = at.Channel, at.User
	return v
}

// Post delivers a posting once.
func (b *Bot) Post(ctx context.Context, p bot.Posting) error {
	select {
	case <-b.joined:
	default:
		return errNotConnected
	}
	v := placed(p.Place)
	if v.channel == "" {
		var err error
		if v.channel, err = b.directChannel(ctx, v.user); err != nil {
			return err
		}
	}
	call := p.Call
	call.Generation = p.Card.Generation
	a := answer{Card: p.Card, Call: call, Scope: v.buttons(), Files: b.has(attachments)}
	m := b.illustrated(a)[0]
	if p.Again {
		if arrived, err := b.arrived(ctx, v, buttonKeys(a.Scope, m, p.Call.Command), p.Key); err != nil || arrived {
			return err
		}
	}
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	err := b.lanes.Join(ctx, v.channel, func(ctx context.Context, _ *chat.Queue) error { return b.postOnce(ctx, v, m, p.Key) })
	if err == nil && v.message != "" {
		b.remember(ctx, bot.Posted{Place: v.place(), Message: v.message, Card: p.Card, Call: p.Call})
	}
	return err
}

// place is a venue as the scheduler knows it.
func (v *venue) place() bot.Place {
	return bot.Place{Platform: platform, Workspace: v.scope(), Channel: v.channel}
}

// remember keeps what a message shows, for Edit.
func (b *Bot) remember(ctx context.Context, p bot.Posted) {
	if err := b.State.Posted(ctx, p); err != nil {
		b.Log.Error("a message cannot be edited when an article is corrected", slog.Any("error", err))
	}
}

// Edit shows another card in a message that stands.
func (b *Bot) Edit(ctx context.Context, p bot.Posted) error {
	select {
	case <-b.joined:
	default:
		return errNotConnected
	}
	v := placed(p.Place)
	call := p.Call
	call.Generation = p.Card.Generation
	a := answer{Card: p.Card, Call: call, Scope: v.buttons(), Asker: p.Asker, Files: b.has(attachments)}
	messages := b.illustrated(a)
	m := messages[min(p.Part, len(messages)-1)]
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	v.message, v.thread = p.Message, p.Thread
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
	select {
	case <-b.joined:
	default:
		return nil, errNotConnected
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

var errNotConnected = errors.New("the bot is not connected to Discord yet")

// postOnce posts in the form that Discord takes. Where Discord may have taken
// it, the error is returned: the next try looks first, and Discord itself
// refuses a nonce that it knows
// (https://discord.com/developers/docs/resources/message#create-message).
func (b *Bot) postOnce(ctx context.Context, v *venue, m message, key string) error {
	for {
		out := m.body(0)
		out.Nonce, out.EnforceNonce = nonce(key), true
		var posted chatMessage
		err := b.rest.call(ctx, "POST", "/channels/"+v.channel+"/messages", out, &posted, m.Files...)
		if err == nil {
			v.message = posted.ID
			return nil
		}
		if next, again := b.mended(v, m, err); again {
			m = next
			continue
		}
		if remedyFor(err, len(m.Files) > 0) == tellAsker {
			return &bot.PostError{Mend: mendFor(codeOf(err), "<#"+v.channel+">")}
		}
		return redacted(err)
	}
}

// maxNonce is how long a nonce may be.
const maxNonce = 25

func nonce(key string) string { return key[:min(len(key), maxNonce)] }

// arrived says whether a post stands among the channel's last messages: by its
// nonce, or by a button, which has the same ID in every try.
func (b *Bot) arrived(ctx context.Context, v *venue, buttons []string, key string) (bool, error) {
	var last []chatMessage
	if err := b.rest.call(ctx, "GET", "/channels/"+v.channel+"/messages?limit=50", nil, &last); err != nil {
		if statusOf(err) == 404 || statusOf(err) == 403 || statusOf(err) == 405 {
			return false, nil // it cannot be read here: the nonce is left to tell
		}
		return false, fmt.Errorf("look whether a post arrived: %w", redacted(err))
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

// buttonKeys are the keys of the buttons that ask for the posting itself: its
// pages, its export. Others, of persons and topics, stand in many messages.
func buttonKeys(scope string, m message, command string) (keys []string) {
	for _, c := range m.Calls {
		if key, err := state.Key(scope, c); err == nil && c.Call.Command == command {
			keys = append(keys, key)
		}
	}
	return keys
}

// hasButton says whether a message has a button of one of the keys.
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
