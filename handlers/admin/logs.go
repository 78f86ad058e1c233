package admin

import (
	"context"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// GapsCommand returns the command that lists unanswered questions.
func GapsCommand() bot.Command {
	return logCommand("gaps", "Questions that found nothing, newest first")
}

// AnswerGaps lists the unanswered questions of a workspace.
func (c Commands) AnswerGaps(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.listLog(ctx, r, bot.Gaps, "Unanswered questions")
}

// AuditCommand returns the command that lists what administrators changed.
func AuditCommand() bot.Command {
	return logCommand("audit", "What administrators changed, newest first")
}

// AnswerAudit lists what administrators of a workspace changed.
func (c Commands) AnswerAudit(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.listLog(ctx, r, bot.Audit, "Changes")
}

// logPage is the number of entries on a page.
const logPage = 20

// listLog lists a log of the asker's workspace.
func (c Commands) listLog(ctx context.Context, r query.Request, log bot.Book, title string) (bot.Card, error) {
	if c.Logs == nil {
		return bot.Card{}, errNeedsServe()
	}
	platform, workspace := access.Home(r.Request)
	entries, err := c.Logs.Entries(ctx, platform, workspace, log)
	if err != nil {
		return bot.Card{}, fmt.Errorf("read the %s log: %w", log, err)
	}
	card := bot.Card{Title: title, Read: map[string]string{}, Total: len(entries), Offset: r.Offset}
	first := min(r.Offset, len(entries))
	for _, e := range entries[first:min(first+logPage, len(entries))] {
		facts := []string{r.TimeMention(e.At.In(r.In()), "Mon 2 Jan 2006 15:04")}
		if e.User != "" {
			facts = append(facts, "by "+r.UserMention(e.User))
		}
		card.Items = append(card.Items, bot.Item{Label: e.Text, Facts: facts, Said: bot.When{Value: e.At.UTC().Format(time.RFC3339), Precision: "second"}})
	}
	if len(entries) == 0 {
		card.Notice = "No entries yet."
	}
	if log == bot.Gaps && r.Local() {
		card.Notice = wording.Join(card.Notice, "Questions of this page and of the terminal are not written down: only those of Slack and Discord are, each in its workspace or server.")
	}
	card.Footer = fmt.Sprintf("%d of %s", len(card.Items), wording.Count(len(entries), "line"))
	switch {
	case len(entries) > logPage:
		card.Actions = present.PageActions(r.Request, card, logPage)
	case len(entries) > 0:
		card.Actions = []bot.Action{{Kind: bot.Export, Label: "Export", Call: r.Call}}
	}
	return card, nil
}

// logCommand returns a command that lists a log, and changes nothing.
func logCommand(name, summary string) bot.Command {
	c := adminCommand(name, summary, "")
	c.Changes = false
	return c
}
