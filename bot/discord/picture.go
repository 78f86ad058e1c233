package discord

import (
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/picture"
)

// illustrated returns the messages of an answer, with its picture if the server takes
// files.
func (b *Bot) illustrated(a embed.Answer) []embed.Message {
	p := a.Card.Picture
	if p == nil || !b.has(attachments) {
		return a.Render()
	}
	data, err := picture.PNG(*p)
	if err != nil {
		b.Log.Error("a picture could not be drawn", slog.Any("error", err))
		return a.Render()
	}
	return a.Illustrated(data)
}
