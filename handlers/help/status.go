package help

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// StatusCommand returns the command that tells how large and fresh the briefing is.
func StatusCommand() bot.Command {
	return bot.Command{
		Name: "status", Summary: "How large and how fresh the briefing is",
		Examples: []string{"/status"},
	}
}

// AnswerStatus answers with the size and freshness of the briefing.
func (c Commands) AnswerStatus(ctx context.Context, r query.Request) (bot.Card, error) {
	card := c.Show.Card(query.Parsed{Request: r}, "Status")
	s := c.Index.StatsOf(r.Scope)
	kept, err := c.Archive.Stats(ctx)
	if err != nil {
		return card, fmt.Errorf("read the archive's size: %w", err)
	}
	if c.Troubles != nil {
		card.Notice = strings.Join(append([]string{card.Notice}, c.Troubles()...), "\n")
		card.Notice = strings.TrimSpace(card.Notice)
	}
	card.Text = []string{fmt.Sprintf("%s, %s, %s.", wording.Count(s.Articles, "article"), wording.Count(s.Statements, "statement"), wording.Count(s.Passages, "passage"))}
	if c.Show.Sample {
		card.Text = append(card.Text, "They are a sample, invented for trying this out. Your own: briefing-bot ingest FOLDER, then briefing-bot serve.")
	}
	if !s.From.IsZero() {
		card.Text = append(card.Text, published(s.From, s.To))
	}
	if s.Undated > 0 {
		card.Text = append(card.Text, wording.Count(s.Undated, "article")+" without a publication date.")
	}
	if s.Foreign > 0 {
		card.Text = append(card.Text, wording.Count(s.Foreign, "article")+" not in English: no statements are found in them.")
	}
	if !s.Fresh.IsZero() {
		card.Text = append(card.Text, "The newest came in on "+r.TimeMention(s.Fresh.In(r.In()), "2 Jan 2006 15:04 MST")+".")
	}
	if kept.Removed > 0 {
		card.Text = append(card.Text, wording.Count(kept.Removed, "article")+" removed, or no longer at their source.")
	}
	if kept.Pending > 0 {
		card.Text = append(card.Text, wording.Count(kept.Pending, "article")+" waiting to be indexed.")
	}
	card.Text = append(card.Text, fmt.Sprintf("On disk: articles %s, index %s.", wording.Size(kept.Bytes), wording.Size(s.Bytes)))
	if c.Sources != nil {
		if line := c.Sources(r.Now); line != "" {
			card.Text = append(card.Text, line)
		}
	}
	for _, kind := range []bot.SubscriptionKind{bot.Digest, bot.Watch} {
		lines, err := c.Subscriptions.Summary(ctx, r.Request, kind)
		if err != nil {
			return card, err
		}
		card.Text = append(card.Text, lines...)
	}
	if age, stale := c.Show.Silence(r.Now, s); stale {
		card.Footer = "nothing new for " + age
	}
	card.Actions = append(card.Actions, bot.Ask("Outlets", "sources"), bot.Ask("Topics", "topics"), bot.Ask("Who is quoted", "people"))
	return card, nil
}

// published says between which days the articles were published.
func published(from, to time.Time) string {
	const day = "2 Jan 2006"
	first, last := from.Format(day), to.Format(day)
	if first == last {
		return "Published on " + first + "."
	}
	return "Published from " + first + " to " + last + "."
}
