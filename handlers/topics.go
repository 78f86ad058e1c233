package handlers

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
)

const topicsAsked = 50

func (b *Briefing) topics() bot.Command {
	return bot.Command{
		Name: "topics", Tails: true, Summary: "What the briefing is about now",
		Params:   append(periodParams(), b.sourceParam(), limitParam("10"), zoneParam()),
		Examples: []string{"/topics", "/topics since:1w"},
		Handle:   b.scoped(b.answerTopics),
	}
}

func (b *Briefing) answerTopics(ctx context.Context, r request) (bot.Card, error) {
	a, err := b.understand(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	q := a.query
	q.Offset, q.Limit = 0, topicsAsked
	topics, err := b.Index.Topics(ctx, q)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find topics: %w", err)
	}
	card := b.newCard(a, "What the briefing is about"+inPeriod(a.period))
	var rows []bot.Item
	for _, t := range topics {
		rows = append(rows, bot.Item{
			Label:   t.Words,
			Facts:   []string{count(t.Statements, "statement"), count(t.Articles, "article")},
			Actions: []bot.Action{run("Who said what", "who-said", "topic", t.Words), run("Timeline", "timeline", "topic", t.Words)},
		})
	}
	return b.list(a, card, rows, "topic", "No topic stands out"+inPeriod(a.period)+"."), nil
}

func (b *Briefing) sources() bot.Command {
	return bot.Command{
		Name: "sources", Aliases: []string{"outlets"}, Summary: "The outlets: how many articles, how fresh",
		Params: []bot.Param{limitParam("10")}, Examples: []string{"/sources"}, Handle: b.scoped(b.answerSources),
	}
}

func (b *Briefing) answerSources(ctx context.Context, r request) (bot.Card, error) {
	a, err := b.understand(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	sources, err := b.Index.Sources(ctx, r.scope)
	if err != nil {
		return bot.Card{}, fmt.Errorf("list outlets: %w", err)
	}
	card := b.newCard(a, "Outlets")
	if card.Offset == 0 {
		if card.Picture, err = b.coveragePicture(ctx, r.scope, sources); err != nil {
			return card, err
		}
	}
	var rows []bot.Item
	for _, s := range sources {
		facts := []string{count(s.Articles, "article"), count(s.Statements, "statement")}
		if !s.First.IsZero() {
			facts = append(facts, "first "+s.First.Format("2 Jan 2006"), "latest "+s.Latest.Format("2 Jan 2006"))
		} else {
			facts = append(facts, "dates unknown")
		}
		label := s.Name
		if label == "" {
			label = "outlet unknown"
		}
		row := bot.Item{Label: label, Facts: facts}
		if s.Name != "" {
			row.Actions = []bot.Action{run("Timeline", "timeline", "source", s.Name), run("Who is quoted", "people", "source", s.Name)}
		}
		rows = append(rows, row)
	}
	return b.list(a, card, rows, "outlet", "No outlet yet."), nil
}
