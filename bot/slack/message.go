package slack

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/slack-go/slack"
)

// options returns the message as the Web API takes it.
func (m message) options() []slack.MsgOption {
	options := []slack.MsgOption{slack.MsgOptionText(m.Text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if len(m.Blocks) > 0 {
		return append(options, slack.MsgOptionBlocks(m.Blocks...))
	}
	return append(options, slack.MsgOptionDisableMarkdown())
}

// message is one part of the answer; the last for chat.LastPart or beyond.
func (a answer) message(part int) message {
	messages := a.render()
	if last := len(messages) - 1; part == chat.LastPart || part > last {
		part = last
	}
	return messages[part]
}

func withoutButtons(blocks []slack.Block) []slack.Block {
	return slices.DeleteFunc(blocks, func(block slack.Block) bool { return block.BlockType() == slack.MBTAction })
}
