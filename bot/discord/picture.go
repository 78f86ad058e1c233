package discord

import (
	"log/slog"

	"github.com/briefing-bot/briefing-bot/bot/picture"
)

// illustrated returns the messages of an answer, with its picture if the server takes
// files.
func (b *Bot) illustrated(a answer) []message {
	p := a.Card.Picture
	if p == nil || !b.has(attachments) {
		return a.render()
	}
	data, err := picture.PNG(*p)
	if err != nil {
		b.Log.Error("a picture could not be drawn", slog.Any("error", err))
		return a.render()
	}
	return a.illustrated(data)
}
