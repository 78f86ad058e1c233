package admin

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// CheckIndexCommand returns the command that checks and reloads the index.
func CheckIndexCommand() bot.Command {
	return adminCommand("index", "Check the index against the articles, or bring it up to date with them", "check",
		bot.Param{Name: "do", Kind: bot.Choice, Words: true, Choices: []string{"check", "reload"}, Help: "check if left out"})
}

// AnswerCheckIndex checks the index against the articles, after bringing it up to date
// if asked to.
func (c Commands) AnswerCheckIndex(ctx context.Context, r query.Request) (bot.Card, error) {
	if r.Args["do"] == "reload" {
		if c.Reload == nil {
			return bot.Card{}, errNeedsServe()
		}
		if err := c.Reload(ctx); err != nil {
			return bot.Card{}, fmt.Errorf("bring the index up to date: %w", err)
		}
	}
	card := c.Show.Card(query.Parsed{Request: r}, "The index")
	whole, err := c.Archive.Check(ctx)
	card.Text = append(card.Text, wording.Count(whole, "article")+" whole in the archive.")
	if err != nil {
		card.Text = append(card.Text, "Damaged: "+err.Error())
	}
	wrong, err := c.Index.Verify(ctx)
	if err != nil {
		return card, fmt.Errorf("verify the index: %w", err)
	}
	if len(wrong) == 0 {
		card.Text = append(card.Text, "Every passage of the index matches its article.")
	}
	for _, w := range wrong[:min(len(wrong), 10)] {
		card.Text = append(card.Text, fmt.Sprint(w))
	}
	return card, nil
}
