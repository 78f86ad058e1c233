package discord

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// onMessage answers a mention with a reply, in a thread too, and a direct message in
// place. An edited question is answered anew in the place of the old answer.
// Everything else is left alone.
func (b *Bot) onMessage(ctx context.Context, m chatMessage, edited bool) error {
	mentioned := m.Guild == "" || m.mentionsUser(b.me)
	switch {
	case m.ID == "" || m.Author == nil || m.Author.Bot || m.Author.System || m.Webhook != "" || m.Author.ID == b.me:
		return nil // ours, other bots', half of an event
	case !edited && !mentioned, m.Type != 0 && m.Type != 19: // what a person wrote, and replies
		return nil
	}
	v := &target{guild: m.Guild, channel: m.Channel, user: m.Author.ID, roles: m.Member.roles(), manages: m.Member.manages(), asked: m.ID, event: "message/" + m.ID}
	q := question{line: b.decode(m.Content)}
	if edited {
		newest, done := b.questions.Lock(v.channel+"/"+v.asked, m.Edited)
		defer done()
		if !newest || !b.recent.First("edit/"+v.channel+"/"+v.asked+"/"+m.Edited) {
			return nil
		}
		return b.onMessageEdit(ctx, v, q, mentioned)
	}
	if b.recent.First(v.event) {
		_, done := b.questions.Lock(v.channel+"/"+v.asked, "")
		defer done()
		b.noted(ctx, v, q, func() { b.answer(ctx, v, q) })
	}
	return nil
}

// onMessageEdit follows an edit. Discord reports one, too, when it adds a link's
// preview: the words are then the same, and so is the answer.
func (b *Bot) onMessageEdit(ctx context.Context, v *target, q question, mentioned bool) error {
	given, found, err := b.State.AnswerTo(ctx, state.Answer{Platform: platform, Workspace: v.scope(), Channel: v.channel, Asked: v.asked})
	if err != nil {
		b.faults.Failed("the answer to a changed message is not known", err)
	}
	if err != nil || !found {
		return nil
	}
	if !mentioned {
		b.withdraw(ctx, given)
		return nil
	}
	v.message, v.thread = given.Message, given.Thread
	b.guarded(ctx, v, q, func() { b.answer(ctx, v, q) })
	return nil
}

// onMessageDelete removes the answer to a question that was deleted. Discord does not say
// whose it was: in direct messages the answer stays.
func (b *Bot) onMessageDelete(ctx context.Context, m chatMessage) error {
	_, done := b.questions.Lock(m.Channel+"/"+m.ID, "")
	defer done()
	given, found, err := b.State.AnswerTo(ctx, state.Answer{Platform: platform, Workspace: m.Guild, Channel: m.Channel, Asked: m.ID})
	if err != nil {
		b.faults.Failed("the answer to a deleted message is not known", err)
	}
	if err == nil && found {
		b.withdraw(ctx, given)
	}
	return nil
}

func (b *Bot) withdraw(ctx context.Context, given state.Answer) {
	room := cmp.Or(given.Thread, given.Channel)
	err := b.lanes.Join(ctx, room, func(ctx context.Context, _ *outbox.Queue) error {
		return b.insist(ctx, func() error {
			return b.rest.Call(ctx, "DELETE", "/channels/"+room+"/messages/"+given.Message, nil, nil)
		})
	})
	if err != nil && rest.CodeOf(err) != unknownMessage && rest.CodeOf(err) != unknownChannel {
		b.Log.Error("an answer could not be removed", slog.String("channel", given.Channel), slog.Any("error", rest.Redact(err)))
		return
	}
	gone := bot.Posted{Place: bot.Place{Platform: platform, Workspace: given.Workspace, Channel: given.Channel}, Message: given.Message}
	b.faults.Eventually(ctx, "a removed answer could not be forgotten", func() error { return errors.Join(b.State.Forget(ctx, given), b.State.ForgetPosted(ctx, gone)) })
}

// encoded is Discord's markup in what people type: users, roles, channels, emoji
// (https://discord.com/developers/docs/reference#message-formatting).
var encoded = regexp.MustCompile(`<(@!?|@&|#|a?:\w+:)(\d+)>`)

// decode returns a line as a person typed it: the mention of the bot is taken out, and
// a link that is kept from showing a preview loses its brackets.
func (b *Bot) decode(text string) string {
	text = encoded.ReplaceAllStringFunc(text, func(m string) string {
		p := encoded.FindStringSubmatch(m)
		switch {
		case p[2] == b.me && strings.HasPrefix(p[1], "@"):
			return " "
		case strings.HasSuffix(p[1], ":"):
			return strings.TrimPrefix(p[1], "a")
		}
		return strings.TrimRight(p[1], "!&") + p[2]
	})
	return strings.TrimSpace(bareLink.ReplaceAllString(text, "$1"))
}

var bareLink = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
