package discord

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// plainer is m with less that a channel may forbid: without its file, then without
// its embeds. It names the permission that the better form takes, where those who can
// give it read it.
func (m message) plainer() (message, bool) {
	const lacks = "I may not %s here. Give me the permission %s in this channel to see it."
	files := fmt.Sprintf(lacks, "attach files", "Attach Files")
	switch {
	case m.Spare != nil:
		m = *m.Spare
		m.Text = files
		return m, true
	case len(m.Files) > 0:
		return message{Text: files}, true
	case len(m.Embeds) > 0:
		note := "\n" + fmt.Sprintf(lacks, "show the usual form of an answer", "Embed Links")
		return message{Text: cutText(m.Plain, maxContent-chat.Length(note)) + note, Components: m.Components}, true
	}
	return m, false
}

// asPlainText is m without embeds and buttons; of what was refused so, too, a notice
// is left. A picture is told in words then, any other file stays.
func (m message) asPlainText() (message, bool) {
	if m.Spare != nil {
		m = *m.Spare
	}
	if len(m.Embeds) > 0 {
		return message{Text: m.Plain, Files: m.Files, Alt: m.Alt}, true
	}
	return message{Text: refusedText}, m.Text != refusedText
}

// withoutFile is m without its file: with its picture in words, or the reason
// where the file was all that m is about.
func (m message) withoutFile(reason string) (message, bool) {
	switch {
	case m.Spare != nil:
		return *m.Spare, true
	case len(m.Files) > 0:
		return message{Text: reason}, true
	}
	return m.asPlainText()
}

// tooLargeText is the answer to an export that Discord has no room for.
const tooLargeText = "The file is too large for Discord. Narrow the question (by:, since:, until:, source:) and export it again."

const refusedText = "Discord refuses to show this answer. Narrow the question (by:, since:, limit:1) and ask again."
