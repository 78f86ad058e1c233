package discord

import (
	"context"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// messageHandler answers mentions and direct messages, and follows their changes.
type messageHandler struct {
	questions
	api *api
}

// handle answers a mention with a reply, in a thread too, and a direct message in place.
// An edited question is answered again in the place of the old answer. Everything else is
// left alone. Discord reports an edit, too, when it adds a link's preview: the words are
// then the same, and so is the answer.
func (x messageHandler) handle(ctx context.Context, m chatMessage, edited bool) {
	mentioned := m.Guild == "" || m.mentionsUser(x.api.me)
	switch {
	case m.ID == "" || m.Author == nil || m.Author.IsBot || m.Author.System || m.Webhook != "" || m.Author.ID == x.api.me:
		return // ours, other bots', half of an event
	case !edited && !mentioned, m.Type != 0 && m.Type != 19: // what a person wrote, and replies
		return
	}
	t := &converse.Target{Workspace: workspaceOf(m.Guild, m.Author.ID), Channel: m.Channel, User: m.Author.ID, Roles: m.Member.roles(), Admin: m.Member.manages(),
		Asked: m.ID, Event: "message/" + m.ID}
	line := decode(m.Content, x.api.me)
	switch {
	case edited:
		x.Changed(ctx, converse.Change{ID: "edit/" + m.Channel + "/" + m.ID + "/" + m.Edited, Target: t, Stamp: m.Edited, Line: line, Gone: !mentioned})
	case x.First(t.Event):
		x.Do(ctx, x.task(t, line, func(ctx context.Context) { x.Asked(ctx, t, line) }))
	}
}

// deleted removes the answer to a question that was deleted. Discord does not say whose it
// was: in direct messages the answer stays.
func (x messageHandler) deleted(ctx context.Context, m chatMessage) {
	if m.Guild == "" {
		return
	}
	t := &converse.Target{Workspace: m.Guild, Channel: m.Channel, Asked: m.ID}
	x.Changed(ctx, converse.Change{ID: "deletion/" + m.Channel + "/" + m.ID, Target: t, Stamp: converse.Last, Gone: true})
}

// encoded is Discord's markup in what people type: users, roles, channels, emoji
// (https://discord.com/developers/docs/reference#message-formatting).
var encoded = regexp.MustCompile(`<(@!?|@&|#|a?:\w+:)(\d+)>`)

// decode returns a line as a person typed it: the mention of the bot itself, me, is taken
// out, and a link that is kept from showing a preview loses its brackets.
func decode(text, me string) string {
	text = encoded.ReplaceAllStringFunc(text, func(m string) string {
		p := encoded.FindStringSubmatch(m)
		switch {
		case p[2] == me && strings.HasPrefix(p[1], "@"):
			return " "
		case strings.HasSuffix(p[1], ":"):
			return strings.TrimPrefix(p[1], "a")
		}
		return strings.TrimRight(p[1], "!&") + p[2]
	})
	return strings.TrimSpace(bareLink.ReplaceAllString(text, "$1"))
}

var bareLink = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
