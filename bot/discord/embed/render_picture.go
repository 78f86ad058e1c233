package embed

import (
	"bytes"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/bwmarrin/discordgo"
)

// pictureName is the file that a timeline is attached as.
const pictureName = "timeline.png"

// Illustrated returns the messages of an answer with its picture, a PNG, attached and
// shown in the first embed. The picture's alt text says its numbers; the spare message,
// for where it cannot be shown, says them in words.
func (a Answer) Illustrated(png []byte) []Message {
	plain := a.Render()
	if len(plain[0].Embeds) == 0 {
		return plain
	}
	messages := plain
	a.Drawn = true
	if drawn := a.Render(); len(plain) == 1 && len(drawn[0].Embeds) > 0 {
		messages = drawn
	} // in several messages rows would change places with the words
	m := messages[0]
	spare := plain[0]
	m.Spare = &spare
	m.Alt = chat.Shorten(a.Card.Picture.Title+". "+a.Card.Picture.Alt, maxAltText)
	m.Files = []*discordgo.File{{Name: pictureName, ContentType: "image/png", Reader: bytes.NewReader(png)}}
	m.Embeds = slices.Clone(m.Embeds)
	first := *m.Embeds[0]
	first.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + pictureName}
	m.Embeds[0] = &first
	return append([]Message{m}, messages[1:]...)
}
