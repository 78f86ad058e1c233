package sources

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// TestCommand returns the command that asks an address as if it were a source.
func TestCommand() bot.Command {
	c := command("test", "What an address would give as a source; nothing is stored", exampleFeed, addressParam("a feed's address, or that of a page"))
	c.Changes = false
	return c
}

// AnswerTest asks an address as if it were a source.
func (c Commands) AnswerTest(ctx context.Context, r query.Request) (bot.Card, error) {
	at, err := c.address(r)
	if err != nil {
		return bot.Card{}, err
	}
	if !strings.HasPrefix(at, "http") {
		return bot.Card{}, errMail
	}
	trial, err := c.Sources.Try(ctx, at, false)
	if err != nil {
		return bot.Card{}, unreadable(at, err)
	}
	card := bot.Card{Title: "Test of a source", Read: map[string]string{"url": fetch.WithoutUser(at)}, Text: append([]string{fetch.WithoutUser(trial.URL)}, trialLines(trial)...)}
	for _, it := range trial.Items {
		row := bot.Item{Label: it.Link, URL: it.Link, Facts: []string{"no date"}}
		if row.Label == "" {
			row.Label = "an item without an address"
		}
		if !it.Published.IsZero() {
			row.Facts = []string{wording.Date(it.Published.Time.In(r.In()), it.Published.Precision)}
		}
		if it.Doubt != "" {
			row.Facts = append(row.Facts, it.Doubt)
		}
		card.Items = append(card.Items, row)
	}
	card.Footer = fmt.Sprintf("%d of %s", len(card.Items), wording.Count(trial.Listed, "item"))
	// What is behind a button is kept, and a password is not.
	if _, err := c.Sources.Find(trial.URL); err != nil && fetch.WithoutUser(trial.URL) == trial.URL {
		line := "admin source add " + trial.URL
		if trial.Public { // or an address that was found on a page counts as typed
			line += " private:no"
		}
		card.Actions = append(card.Actions, bot.Ask("Follow it", line))
	}
	return card, nil
}

// trialLines says what a source gives.
func trialLines(t follow.Trial) []string {
	line := fmt.Sprintf("%s with %s", kindName(t), wording.Count(t.Listed, "item"))
	switch {
	case t.Summary == 0:
		line += ", all with their whole text."
	case t.Summary == t.Listed:
		line += "; the text is fetched from their pages."
	default:
		line += fmt.Sprintf("; the text of %d is fetched from their pages.", t.Summary)
	}
	lines := []string{line}
	if t.Reason != "" {
		lines = append(lines, fmt.Sprintf("The newest gave no article: %s.", t.Reason))
	}
	if t.Listed == 0 {
		lines = []string{kindName(t) + " without items, so far."}
	}
	return lines
}

func kindName(t follow.Trial) string {
	if t.Kind == "web page" {
		return "A web page"
	}
	return string(t.Kind)
}
