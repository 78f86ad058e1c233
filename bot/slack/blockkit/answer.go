package blockkit

import (
	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Message is one Slack message: a part of an answer.
type Message struct {
	Blocks []slack.Block
	Text   string             // for notifications and screen readers
	Plain  string             // the whole text, for servers that refuse the blocks
	Calls  []state.ButtonCall // behind its buttons; store them before sending it
	Table  bool               // it has a table
	Lacks  string             // the feature that a server lacks which takes this spare message only; "" for no spare one
	Spare  *Message           // the same in older blocks, in case these are refused; nil if it is in those
}

// Answer is a card with what its buttons need to know.
type Answer struct {
	Card     bot.Card
	Call     bot.Call                 // what the card answers
	Scope    string                   // that the buttons belong to
	In       *bot.Place               // as of state.ButtonCall
	Asker    string                   // who may delete it; "" leaves the Delete button out
	SharedBy string                   // who shares it, "" if nobody does
	Plain    bool                     // without buttons
	Bare     bool                     // without feedback and deletion
	File     string                   // the uploaded picture's file ID, "" if there is none
	Files    bool                     // the server takes files
	Private  bool                     // one person alone sees it, and may share it
	Thread   string                   // that it is in, "" for none
	Direct   bool                     // it is in direct messages, from which it can be shared in a channel
	Name     func(user string) string // of a user, "" if it is not known; nil if no names are
	// Modern makes use of the blocks that only Slack of 2026 has: charts, tables, and
	// feedback.
	Modern bool
	Tables bool // lists can be tables, which came later than those blocks
}

// piece is content that stays together in one message.
type piece struct {
	text    slack.Block
	lines   []chat.Line
	small   string // below it, in small print
	row     int    // of the card's items, -1 for our own words
	actions []bot.Action
	items   []bot.Item // the rows of a table
}

// webAddress returns address if it is a web address that Slack takes, else "".
func webAddress(address string) string { return chat.WebAddress(address, maxURL) }

func (p piece) blocks() int {
	n := 1
	if p.small != "" {
		n++
	}
	if len(p.actions) > 0 || p.items != nil {
		n++
	}
	return n
}

func (p piece) size() int {
	n := min(chat.Length(p.small), maxContextText)
	for _, l := range p.lines {
		n += textLimits.Size(l)
	}
	for _, action := range p.actions {
		n += min(chat.Length(action.Label), maxButtonLabel)
	}
	return n
}

// plainText returns a text object in which Slack reads no markup, emoji or mentions.
func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}
