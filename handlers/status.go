package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

func (b *Briefing) status() bot.Command {
	return bot.Command{
		Name: "status", Summary: "How large and how fresh the briefing is",
		Examples: []string{"/status"}, Handle: b.answerStatus,
	}
}

func (b *Briefing) answerStatus(ctx context.Context, r bot.Request) (bot.Card, error) {
	card := b.show().Card(query.Parsed{Request: query.Request{Request: r}}, "Status")
	s := b.Index.Stats()
	kept, err := b.Archive.Stats(ctx)
	if err != nil {
		return card, fmt.Errorf("read the archive's size: %w", err)
	}
	if b.Troubles != nil {
		card.Notice = strings.Join(append([]string{card.Notice}, b.Troubles()...), "\n")
		card.Notice = strings.TrimSpace(card.Notice)
	}
	card.Text = []string{fmt.Sprintf("%s, %s, %s.", wording.Count(s.Articles, "article"), wording.Count(s.Statements, "statement"), wording.Count(s.Passages, "passage"))}
	if !s.From.IsZero() {
		card.Text = append(card.Text, fmt.Sprintf("Published from %s to %s.", s.From.Format("2 Jan 2006"), s.To.Format("2 Jan 2006")))
	}
	if s.Undated > 0 {
		card.Text = append(card.Text, wording.Count(s.Undated, "article")+" without a publication date.")
	}
	if !s.Fresh.IsZero() {
		card.Text = append(card.Text, "Newest came in on "+s.Fresh.In(r.In()).Format("2 Jan 2006 15:04 MST")+".")
	}
	if kept.Pending > 0 {
		card.Text = append(card.Text, wording.Count(kept.Pending, "article")+" waiting to be indexed.")
	}
	card.Text = append(card.Text, fmt.Sprintf("On disk: articles %s, index %s.", wording.Megabytes(kept.Bytes), wording.Megabytes(s.Bytes)))
	for _, kind := range []bot.SubscriptionKind{bot.Digest, bot.Watch} {
		told, err := b.summaryLines(ctx, r, kind)
		if err != nil {
			return card, err
		}
		card.Text = append(card.Text, told...)
	}
	if age, stale := b.show().Silence(r.Now, s); stale {
		card.Footer = "nothing new for " + age
	}
	card.Actions = append(card.Actions, bot.Ask("Outlets", "sources"), bot.Ask("Topics", "topics"), bot.Ask("Who is quoted", "people"))
	return card, nil
}

// NoNews reports whether no article has come in for so long that those who look
// after the briefing must know, since when, and the message for them.
func (b *Briefing) NoNews(now time.Time) (card bot.Card, since time.Time, stale bool) {
	s := b.Index.Stats()
	age, stale := b.show().Silence(now, s)
	if !stale {
		return card, s.Fresh, false
	}
	return bot.Card{Command: "status", Title: "No new articles for " + age, Notice: fmt.Sprintf(
		"The newest article came in on %s. Check the folders under watch: in the configuration, and whatever fills them. This message is sent once.",
		s.Fresh.UTC().Format("2 Jan 2006 15:04 MST")), Actions: []bot.Action{bot.Ask("Status", "status"), bot.Ask("Outlets", "sources")}}, s.Fresh, true
}

// summaryLines returns the digests or watches of the place, a line each.
func (b *Briefing) summaryLines(ctx context.Context, r bot.Request, kind bot.SubscriptionKind) (lines []string, err error) {
	all, err := b.ofPlace(ctx, r, kind)
	if err != nil {
		return nil, err
	}
	for _, s := range all[:min(len(all), mostTold)] {
		lines = append(lines, fmt.Sprintf("%s %s: %s.", strings.ToUpper(string(kind[:1]))+string(kind[1:]), s.ID, strings.Join(b.subscriptionItem(r, s).Facts, ", ")))
	}
	if more := len(all) - mostTold; more > 0 {
		lines = append(lines, fmt.Sprintf("And %d more: %s list.", more, kind))
	}
	return lines, nil
}

// mostTold is how many digests and watches the status names.
const mostTold = 10

// help lists the commands of m, or explains one, with examples of this index.
func help(m *bot.Mux) bot.Command {
	return bot.Command{
		Name: "help", Aliases: []string{"?"}, Summary: "What can be asked, with examples from this briefing",
		Params: []bot.Param{{Name: "command", Kind: bot.Text, Words: true, Help: "one command", Completes: bot.CompleteCommand}},
		Handle: func(_ context.Context, r bot.Request) (bot.Card, error) { return answerHelp(m, r) },
	}
}

func commandNames(m *bot.Mux) bot.Suggester {
	return func(_ context.Context, _ bot.Request, prefix string) []bot.Suggestion {
		var out []bot.Suggestion
		for _, c := range m.Commands {
			if strings.HasPrefix(c.Name, strings.ToLower(prefix)) {
				out = append(out, bot.Suggestion{Value: c.Name, Note: c.Summary})
			}
		}
		return out
	}
}

func answerHelp(m *bot.Mux, r bot.Request) (bot.Card, error) {
	name := strings.TrimPrefix(query.Plain(r.Args["command"]), "/")
	if name != "" {
		return helpOn(m, name, r)
	}
	card := bot.Card{Title: "What you can ask", Read: map[string]string{"command": ""}}
	for _, c := range m.Commands {
		card.Items = append(card.Items, bot.Item{Label: "/" + c.Name, Facts: []string{c.Summary}})
		for _, line := range m.Examples(r, c, 1) {
			if next, err := m.Parse(line, r); err == nil && len(card.Actions) < 5 {
				card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: line, Call: next.Call})
			}
		}
	}
	card.Total = len(card.Items)
	card.Text = []string{"Or ask a plain question. Every word shown as an article's is the article's own; each row ends with a receipt for /verify."}
	return card, nil
}

func helpOn(m *bot.Mux, name string, r bot.Request) (bot.Card, error) {
	c, ok := m.Find(strings.ReplaceAll(name, " ", "-"))
	if !ok {
		c, ok = m.Find(name)
	}
	if !ok {
		return bot.Card{}, &bot.Error{Usage: true, Message: fmt.Sprintf("No command %q. Write help for the list.", name)}
	}
	card := bot.Card{Title: "/" + c.Name, Read: map[string]string{"command": c.Name}, Text: []string{c.Summary + ".", "Usage: " + c.Usage()}}
	for _, p := range c.Params {
		label := p.Name + ":"
		if p.Words {
			label = strings.ToUpper(p.Name)
		}
		facts := []string{p.Help}
		if len(p.Aliases) > 0 {
			facts = append(facts, "also "+strings.Join(p.Aliases, ":, ")+":")
		}
		if len(p.Choices) > 0 {
			facts = append(facts, strings.Join(p.Choices, " | "))
		}
		card.Items = append(card.Items, bot.Item{Label: label, Facts: facts})
	}
	card.Total = len(card.Items)
	for _, line := range m.Examples(r, c, 2) {
		card.Text = append(card.Text, "Example: "+line)
	}
	return card, nil
}
