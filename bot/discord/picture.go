package discord

import (
	"bytes"
	"log/slog"
	"slices"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/picture"
)

// pictureName is the file that a timeline is attached as.
const pictureName = "timeline.png"

// illustrated are the messages of an answer with its picture attached and shown
// in the first embed, where the server takes files. The picture's alt text then
// says its numbers; where it cannot be shown the embed says them.
func (b *Bot) illustrated(a answer) []message {
	plain := a.render()
	p := a.Card.Picture
	if p == nil || len(plain[0].Embeds) == 0 || !b.has(attachments) {
		return plain
	}
	data, err := picture.PNG(*p)
	if err != nil {
		b.Log.Error("a picture could not be drawn", slog.Any("error", err))
		return plain
	}
	messages := plain
	a.Drawn = true
	if drawn := a.render(); len(plain) == 1 && len(drawn[0].Embeds) > 0 {
		messages = drawn
	} // in several messages rows would change places with the words
	m := messages[0]
	spare := plain[0]
	m.Spare = &spare
	m.Alt = chat.Shorten(p.Title+". "+p.Alt, maxAltText)
	m.Files = []*discordgo.File{{Name: pictureName, ContentType: "image/png", Reader: bytes.NewReader(data)}}
	m.Embeds = slices.Clone(m.Embeds)
	first := *m.Embeds[0]
	first.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + pictureName}
	m.Embeds[0] = &first
	return append([]message{m}, messages[1:]...)
}
