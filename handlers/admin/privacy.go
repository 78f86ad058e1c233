package admin

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// PrivacyCommand returns the command that tells what is stored.
func PrivacyCommand() bot.Command {
	return bot.Command{Name: "privacy", Summary: "What is stored, for how long, and who sees it"}
}

// AnswerPrivacy answers with what is stored.
func (c Commands) AnswerPrivacy(context.Context, query.Request) (bot.Card, error) {
	return bot.Card{Title: "Privacy", Read: map[string]string{}, Text: []string{
		"Articles, their index and what chat must remember stay in the data folder of the machine that runs this bot. Nothing goes anywhere but to the chat services that it is connected to.",
		"Of people who ask it keeps: for 26 hours which messages it has answered; for 30 days which answer belongs to which question and what its messages for all show, to follow edits and corrections; for a year what a button asks; digests and watches until they are ended; what somebody thought of an answer; what administrators changed; and the last thousand questions of a workspace that found nothing, without who asked.",
		"The log holds no message of anybody. The data of a Discord server that the bot has left, and of a Slack workspace that removed it, is deleted after 30 days.",
		"To have something removed, ask who runs this bot: it all stands in the file state.db.",
	}}, nil
}
