package embed

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Plainer returns m with less that a channel may forbid: without its file, then
// without its embeds; ok is false if nothing is left to leave out. The text names the
// missing permission, because those who can give it read it there.
func (m Message) Plainer() (out Message, ok bool) {
	const lacks = "I may not %s here. Give me the permission %s in this channel to see it."
	files := fmt.Sprintf(lacks, "attach files", "Attach Files")
	switch {
	case m.Spare != nil:
		m = *m.Spare
		m.Text = files
		return m, true
	case len(m.Files) > 0:
		return Message{Text: files}, true
	case len(m.Embeds) > 0:
		note := "\n" + fmt.Sprintf(lacks, "show the usual form of an answer", "Embed Links")
		return Message{Text: cutText(m.Plain, maxContent-chat.Length(note)) + note, Components: m.Components}, true
	}
	return m, false
}

// AsPlainText returns m without embeds and buttons, or a notice if m is already
// that; ok is false after the notice. A picture is described in words, any other
// file is kept.
func (m Message) AsPlainText() (out Message, ok bool) {
	if m.Spare != nil {
		m = *m.Spare
	}
	if len(m.Embeds) > 0 {
		return Message{Text: m.Plain, Files: m.Files, Alt: m.Alt}, true
	}
	return Message{Text: refusedText}, m.Text != refusedText
}

// WithoutFile returns m without its file: with its picture in words, or with the
// reason if the file was all that m is about.
func (m Message) WithoutFile(reason string) (out Message, ok bool) {
	switch {
	case m.Spare != nil:
		out = *m.Spare
		out.Stripped = true
		return out, true
	case len(m.Files) > 0:
		return Message{Text: reason, Stripped: true}, true
	}
	return m.AsPlainText()
}

// TooLargeText answers an export that is larger than Discord takes.
const TooLargeText = "The file is too large for Discord. Narrow the question (by:, since:, until:, source:) and export it again."

const refusedText = "Discord refuses to show this answer. Narrow the question (by:, since:, limit:1) and ask again."

// AllowDirectText is the fix for somebody who takes no direct messages.
const AllowDirectText = "I may not send you direct messages. Allow them from server members (the server's menu → Privacy Settings → Direct Messages)."
