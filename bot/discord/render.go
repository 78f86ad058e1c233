package discord

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/picture"
)

// renderer implements converse.Renderer.
type renderer struct{ api *api }

// Render returns one message of an answer. It opens the thread that the answer goes to.
func (r renderer) Render(ctx context.Context, t *converse.Target, a converse.Answer) converse.Rendered[embed.Message] {
	if wantsThread(t) {
		if t.Own = nil; !a.Bare {
			r.api.openThread(ctx, t, a.Card.Title)
		}
	}
	if isRefusal(t) {
		room := cmp.Or(t.Thread, t.Channel)
		a.Card.Notice = "In " + bot.Mention{Kind: bot.MentionsChannel, ID: room, Text: "#" + room}.Mark() + ": " + a.Card.Notice
	}
	if t.Unasked && t.Message == "" && t.Own == nil {
		t.Own = postTitle(chat.Shorten(chat.OneLine(cmp.Or(strings.Join([]string{a.Card.Title, a.Card.Reading}, " · "), "News")), maxThreadName))
	}
	messages := r.illustrated(embed.Answer{Card: r.withCommands(a.Card), Call: a.Call, Scope: scopeOf(t), In: t.In, Asker: a.Asker, SharedBy: a.SharedBy,
		Bare: a.Bare, Private: t.Private && !isGuest(t), Files: r.api.has(attachments)})
	part := a.Part
	if part < 0 || part >= len(messages) { // chat.LastPart among them
		part = len(messages) - 1
	}
	m := messages[part]
	if a.File != nil {
		m.Files = []*discordgo.File{{Name: a.File.Name, ContentType: a.File.Type, Reader: bytes.NewReader(a.File.Data)}}
	}
	return converse.Rendered[embed.Message]{Message: m, Calls: m.Calls, Part: part}
}

// withCommands returns a card whose mentions of commands can be tapped.
func (r renderer) withCommands(c bot.Card) bot.Card {
	c.Notice, c.Text, c.Items = r.api.tappable(c.Notice), slices.Clone(c.Text), slices.Clone(c.Items)
	for i := range c.Text {
		c.Text[i] = r.api.tappable(c.Text[i])
	}
	for i := range c.Items {
		c.Items[i].Label, c.Items[i].Facts = r.api.tappable(c.Items[i].Label), slices.Clone(c.Items[i].Facts)
		for j := range c.Items[i].Facts {
			c.Items[i].Facts[j] = r.api.tappable(c.Items[i].Facts[j])
		}
	}
	return c
}

// illustrated returns the messages of an answer, with its picture if the server takes
// files.
func (r renderer) illustrated(a embed.Answer) []embed.Message {
	p := a.Card.Picture
	if p == nil || !r.api.has(attachments) {
		return a.Render()
	}
	data, err := picture.PNG(*p)
	if err != nil {
		r.api.log.Error("a picture could not be drawn", slog.Any("error", err))
		return a.Render()
	}
	return a.Illustrated(data)
}

// WithoutButtons returns m without its buttons.
func (r renderer) WithoutButtons(m embed.Message) embed.Message {
	m.Components = nil
	return m
}

// maxUpload is the largest file, in bytes, where nobody has paid for more
// (https://discord.com/developers/docs/reference#uploading-files).
const maxUpload = 10 << 20

// Upload checks a file, which Render attaches.
func (r renderer) Upload(_ context.Context, _ *converse.Target, file bot.File) (where string, err error) {
	if len(file.Data) > maxUpload {
		return "", &bot.Error{Message: embed.TooLargeText}
	}
	return "", nil
}
