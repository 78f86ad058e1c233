package search

import (
	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// answerSmallTalk answers a line that asks for nothing in a few words. Nothing is
// searched, and nothing is recorded as unanswered.
func (c Commands) answerSmallTalk(r query.Request, kind smalltalk.Kind) bot.Card {
	card := bot.Card{SmallTalk: kind, Generation: c.Index.Stats().Generation}
	switch kind {
	case smalltalk.Thanks:
		card.Notice = "You’re welcome."
		return card
	case smalltalk.Greeting:
		card.Notice = "Hello. Ask me what the articles say: a plain question, or a command such as who-said or timeline."
	default:
		card.Notice = "Ask me what the articles say, or write help for examples."
	}
	if topic := c.Example(r.Request, "topic"); topic != "" {
		card.Actions = append(card.Actions, bot.Ask("Who said what about "+topic+"?", "who-said", "topic", topic), bot.Ask("Timeline of "+topic, "timeline", "topic", topic))
	}
	card.Actions = append(card.Actions, bot.Ask("What can I ask?", "help"))
	return card
}
