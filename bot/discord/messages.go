package discord

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
)

// messageHandler answers mentions and direct messages, and follows their changes.
type messageHandler struct {
	questions
	api *api
}

// handle answers a mention with a reply, in a thread too, and a direct message in place.
// An edited question is answered again in the place of the old answer. Everything else is
// left alone.
func (x messageHandler) handle(ctx context.Context, m chatMessage, edited bool) {
	mentioned := m.asks(x.api.me)
	switch {
	case m.ID == "" || m.Author == nil || m.Author.IsBot || m.Author.System || m.Webhook != "" || m.Author.ID == x.api.me:
		return // ours, other bots', half of an event
	case !edited && !mentioned, m.Type != typePlain && m.Type != typeReply:
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

// asks reports whether a message is meant for the bot, me: a direct message, or one that
// names it. Whoever replies to an answer mentions the bot too, unless they switch that off,
// and speaks to everybody: such words have to name it. A reply without words asks nothing.
func (m chatMessage) asks(me string) bool {
	switch {
	case m.Type == typeReply && strings.TrimSpace(m.Content) == "":
		return false
	case m.Guild == "":
		return true
	case m.Type == typeReply && !strings.Contains(m.Content, "<@"+me+">") && !strings.Contains(m.Content, "<@!"+me+">"):
		return false
	}
	return m.mentionsUser(me)
}

// deletedAtOnce removes the answers to questions that were deleted together.
func (x messageHandler) deletedAtOnce(ctx context.Context, d deletions) {
	for _, id := range d.IDs {
		x.Go("a deletion of several messages ended in a panic", func() {
			x.deleted(ctx, chatMessage{ID: id, Channel: d.Channel, Guild: d.Guild})
		})
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

// claim returns the words of a message as check-quote takes them, without Discord's markup.
func claim(content string) string {
	content = maskedLink.ReplaceAllString(encoded.ReplaceAllString(timeStamp.ReplaceAllString(content, ""), ""), "$1")
	if head, tail, ok := cutBlock(content); ok { // all that follows is quoted
		content = head + "\n> " + strings.ReplaceAll(tail, "\n", "\n> ")
	}
	var plain strings.Builder
	for i, c := range content {
		switch {
		case c == '\\' && i+1 < len(content) && unicode.IsPunct(rune(content[i+1])):
		case strings.ContainsRune("*~|`", c), c == '_' && (plain.Len() == 0 || !isWord(content, i)):
		default:
			plain.WriteRune(c)
		}
	}
	return chat.Claim(plain.String())
}

// cutBlock returns what is before and in a quotation of several lines, which begins with
// >>> at the beginning of a line.
func cutBlock(content string) (before, within string, ok bool) {
	if rest, first := strings.CutPrefix(content, ">>> "); first {
		return "", rest, true
	}
	return strings.Cut(content, "\n>>> ")
}

// isWord reports whether the byte at i has a letter or digit on both sides.
func isWord(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
}

var (
	maskedLink = regexp.MustCompile(`\[([^\[\]]+)\]\(<?https?://[^()\s]+>?\)`)
	timeStamp  = regexp.MustCompile(`<t:-?\d+(?::[a-zA-Z])?>`)
)

var bareLink = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
