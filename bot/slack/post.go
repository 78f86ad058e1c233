package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// postedEvent names the metadata that a post nobody asked for has, so that it
// is recognised (https://docs.slack.dev/messaging/message-metadata).
const postedEvent = "briefing_bot_post"

// lookedBack is how many of a channel's last messages are looked through for a
// post that may have arrived.
const lookedBack = 100

// Asker returns the request that a place's cards are made for.
func (b *Bot) Asker(ctx context.Context, at bot.Place) (bot.Request, error) {
	v, err := b.placed(at)
	if err != nil {
		return bot.Request{}, err
	}
	r, refusal, err := b.request(ctx, v)
	if err != nil {
		return r, fmt.Errorf("ask Slack who may see what: %w", redacted(err))
	}
	if refusal != "" {
		return r, &bot.PostError{Mend: refusal}
	}
	return r, nil
}

// placed returns the target of a place.
func (b *Bot) placed(at bot.Place) (*target, error) {
	b.mu.Lock()
	w := b.workspaces[at.Workspace]
	b.mu.Unlock()
	if w == nil {
		return nil, errors.New("the bot is not in the workspace yet, or not any more")
	}
	return &target{team: w, channel: at.Channel, under: at.Under, user: at.User}, nil
}

// Post delivers a posting once.
func (b *Bot) Post(ctx context.Context, p bot.Posting) (err error) {
	defer chat.Rescue(b.Log, "a post to Slack ended in a panic", &err)
	v, err := b.placed(p.Place)
	if err != nil {
		return err
	}
	if v.channel == "" {
		if v.channel, err = b.directChannel(ctx, v); err != nil {
			return fmt.Errorf("open a direct message: %w", redacted(err))
		}
	}
	if p.Again {
		if ts, err := b.arrived(ctx, v, p.Key); err != nil || ts != "" {
			return err
		}
	}
	call := p.Call
	call.Generation = p.Card.Generation
	a := blockkit.Answer{Card: p.Card, Call: call, Scope: v.team.scope(), In: v.in(), Files: b.has(v.team, "files.getUploadURLExternal")}
	m := b.drawn(ctx, v.team, a, 0)
	if _, err := b.State.Keep(ctx, a.Scope, m.Calls); err != nil {
		return fmt.Errorf("keep a post's buttons: %w", err)
	}
	err = b.lanes.Join(ctx, v.team.ID+"/"+v.channel, func(ctx context.Context, q *outbox.Queue) error { return b.postOnce(ctx, v, q, m, p.Key) })
	if err == nil && v.message != "" {
		b.remember(ctx, bot.Posted{Place: v.place(), Message: v.message, Card: p.Card, Call: p.Call})
	}
	return err
}

// postOnce posts until Slack took it or refused it. Where Slack may have taken
// it, the error is returned: the next try looks first.
func (b *Bot) postOnce(ctx context.Context, v *target, q *outbox.Queue, m blockkit.Message, key string) error {
	for {
		if err := q.Pace(ctx); err != nil {
			return err
		}
		err := b.postKeyed(ctx, v, m, key)
		r, wait := remedyFor(err)
		var limited *slack.RateLimitedError
		switch {
		case err == nil:
			return nil
		case b.refusesMetadata(v.team, err):
		case errors.As(err, &limited):
			if err := outbox.Pause(ctx, wait); err != nil {
				return err
			}
		case r == asText && m.Spare != nil:
			m = *m.Spare
		case r == asText && len(m.Blocks) > 0:
			b.Log.Error("Slack refuses the blocks of a post; it goes out as plain text", slog.Any("error", redacted(err)))
			m = blockkit.Message{Text: m.Plain}
		case r == tellAsker:
			return &bot.PostError{Mend: fixFor(codeOf(err), "<#"+v.channel+">")}
		default:
			return redacted(err)
		}
	}
}

func (b *Bot) postKeyed(ctx context.Context, v *target, m blockkit.Message, key string) error {
	options := m.Options()
	if b.has(v.team, metadata) {
		options = append(options, keyed(key))
	}
	_, ts, err := v.team.api.PostMessageContext(ctx, v.channel, options...)
	v.message = ts
	return err
}

// metadata is what a server may lack.
const metadata = "message metadata"

// arrived returns the post of that key among the channel's last messages, or those of
// v's thread since the question; "" if there is none. A server that does not
// show them is believed to have lost it.
func (b *Bot) arrived(ctx context.Context, v *target, key string) (ts string, err error) {
	method := "conversations.history"
	if v.thread != "" {
		method = "conversations.replies"
	}
	if !b.has(v.team, method) {
		return "", nil
	}
	messages, err := b.lastMessages(ctx, v)
	if err != nil {
		if b.lacks(v.team, method, err) || codeOf(err) == "missing_scope" {
			return "", nil
		}
		if r, _ := remedyFor(err); r == tellAsker {
			return "", &bot.PostError{Mend: fixFor(codeOf(err), "<#"+v.channel+">")}
		}
		return "", fmt.Errorf("look whether a post arrived: %w", redacted(err))
	}
	for _, m := range messages {
		if m.Metadata.EventType == postedEvent && m.Metadata.EventPayload["key"] == key {
			return m.Timestamp, nil
		}
	}
	return "", nil
}

func (b *Bot) lastMessages(ctx context.Context, v *target) ([]slack.Message, error) {
	if v.thread != "" {
		messages, _, _, err := v.team.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: v.channel, Timestamp: v.thread,
			Oldest: v.asked, Limit: lookedBack, IncludeAllMetadata: true})
		return messages, err
	}
	h, err := v.team.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: v.channel, Limit: lookedBack, IncludeAllMetadata: true})
	if err != nil {
		return nil, err
	}
	return h.Messages, nil
}

// keyed returns the metadata by which a post is recognised.
func keyed(key string) slack.MsgOption {
	return slack.MsgOptionMetadata(slack.SlackMetadata{EventType: postedEvent, EventPayload: map[string]any{"key": key}})
}

// refusesMetadata notes a server that takes no metadata.
func (b *Bot) refusesMetadata(w *workspace, err error) bool {
	if !strings.Contains(codeOf(err), "metadata") || !b.has(w, metadata) {
		return false
	}
	b.lack(w, metadata, lackingLife)
	return true
}
