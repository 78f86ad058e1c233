package embed

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/bwmarrin/discordgo"
)

// pictureName returns the name of the file that a command's picture is attached as.
func pictureName(command string) string {
	return strings.ReplaceAll(cmp.Or(command, "picture"), " ", "-") + ".png"
}

// Illustrated returns the messages of an answer with its picture, a PNG, attached and
// shown below the last row of the first. The picture's alt text says its numbers; the spare message,
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
	name := pictureName(a.Card.Command)
	m.Files = []*discordgo.File{{Name: name, ContentType: "image/png", Reader: bytes.NewReader(png)}}
	m.Embeds = slices.Clone(m.Embeds)
	last := *m.Embeds[len(m.Embeds)-1]
	last.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + name}
	m.Embeds[len(m.Embeds)-1] = &last
	return append([]Message{m}, messages[1:]...)
}
