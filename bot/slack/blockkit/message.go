package blockkit

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/slack-go/slack"
)

// Options returns the message as the Web API takes it.
func (m Message) Options() []slack.MsgOption {
	options := []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(m.Blocks) > 0 {
		return append(options, slack.MsgOptionBlocks(m.Blocks...))
	}
	return append(options, slack.MsgOptionDisableMarkdown())
}

// Message returns one part of the answer, the last for chat.LastPart or beyond, and which
// one it is. A card that is too long for one message goes on in the next, and its buttons page
// through them.
func (a Answer) Message(part int) (m Message, at int) {
	a.Card = a.Card.Plain()
	parts := pack(a.pieces(), a.budget())
	if last := len(parts) - 1; part == chat.LastPart || part > last {
		part = last
	}
	return a.laidOut(parts[part], part, len(parts)), part
}

// WithoutButtons returns blocks without those that hold buttons.
func WithoutButtons(blocks []slack.Block) []slack.Block {
	return slices.DeleteFunc(blocks, func(block slack.Block) bool {
		return block.BlockType() == slack.MBTAction || block.BlockType() == slack.MBTContextActions
	})
}
