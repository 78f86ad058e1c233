package discord

import (
	"bytes"
	"log/slog"
	"slices"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/picture"
)

// pictureName is the file that a timeline is attached as.
const pictureName = "timeline.png"

// illustrated is a message with its card's picture attached and shown in its
// first embed, where the server takes files. Its numbers stand in words there
// as well.
func (b *Bot) illustrated(m message, p *bot.Picture) message {
	if p == nil || len(m.Embeds) == 0 || !b.has(attachments) {
		return m
	}
	data, err := picture.PNG(*p)
	if err != nil {
		b.Log.Error("a picture could not be drawn", slog.Any("error", err))
		return m
	}
	spare := m
	m.Spare = &spare
	m.Alt = shortened(p.Title+". "+p.Alt, maxAltText)
	m.Files = []*discordgo.File{{Name: pictureName, ContentType: "image/png", Reader: bytes.NewReader(data)}}
	m.Embeds = slices.Clone(m.Embeds)
	first := *m.Embeds[0]
	first.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + pictureName}
	m.Embeds[0] = &first
	return m
}
