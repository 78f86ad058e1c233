package admin

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// PrivacyCommand returns the command that tells what is stored, and deletes what is stored
// of who asks.
func PrivacyCommand() bot.Command {
	return bot.Command{Name: "privacy", Summary: "What is stored, for how long, and who sees it", Changes: true, Confirms: "do",
		Params:   []bot.Param{{Name: "do", Kind: bot.Choice, Words: true, Choices: []string{"forget"}, Help: "forget: delete what is kept of you"}},
		Examples: []string{"/privacy"}}
}

// AnswerPrivacy answers with what is stored, or deletes it.
func (c Commands) AnswerPrivacy(ctx context.Context, r query.Request) (bot.Card, error) {
	if r.Args["do"] == "forget" {
		return c.forget(ctx, r)
	}
	card := bot.Card{Title: "Privacy", Read: map[string]string{}, Text: []string{
		"Articles, their index and what chat must remember stay in the data folder of the machine that runs this bot. Nothing goes anywhere but to the chat services that it is connected to.",
		"Of people who ask it keeps: for 26 hours which messages it has answered; for 30 days which answer belongs to which question and what its messages for all show, to follow edits and corrections; for a year what a button asks; digests and watches until they are ended; what somebody thought of an answer; what administrators changed; and the last thousand questions of a workspace that found nothing, without who asked.",
		"The log holds no message of anybody. The data of a Discord server that the bot has left, and of a Slack workspace that removed it, is deleted after 30 days.",
	}}
	if c.Forgetter != nil && r.User != "" {
		card.Text = append(card.Text, "“Delete what is kept of me” deletes your votes, which answers are yours, and the digests and watches that go to you alone. "+
			"Those that you set up for a channel go on there without your name.")
		card.Actions = append(card.Actions, bot.Ask("Delete what is kept of me", "privacy", "do", "forget"))
	}
	card.Text = append(card.Text, "For anything else, ask who runs this bot: it is all in the file state.db.")
	return card, nil
}

// forget deletes what is kept of who asks.
func (c Commands) forget(ctx context.Context, r query.Request) (bot.Card, error) {
	if c.Forgetter == nil || r.User == "" {
		return bot.Card{}, &bot.Error{Message: "Nothing is kept of you here."}
	}
	gone, err := c.Forgetter.ForgetUser(ctx, r.Platform, r.User)
	if err != nil {
		return bot.Card{}, fmt.Errorf("forget a person: %w", err)
	}
	if c.Logs != nil {
		platform, workspace := access.Home(r.Request)
		if err := c.Logs.Note(ctx, platform, workspace, bot.Audit, bot.Entry{Text: "Somebody deleted what was kept of them (privacy forget)."}); err != nil {
			return bot.Card{}, fmt.Errorf("write the audit log: %w", err)
		}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{gone.Votes, "vote"}, {gone.Questions, "question"}, {gone.Subscriptions, "subscription"}} {
		if p.n > 0 {
			parts = append(parts, wording.Count(p.n, p.what))
		}
	}
	card := bot.Card{Title: "Privacy", Read: map[string]string{}, Notice: "Nothing was kept of you."}
	if len(parts) > 0 {
		card.Notice = "Deleted: " + strings.Join(parts, ", ") + "."
	}
	if gone.Unnamed > 0 {
		card.Notice += fmt.Sprintf(" Going on in a channel, without your name: %s.", wording.Count(gone.Unnamed, "subscription"))
	}
	return card, nil
}
