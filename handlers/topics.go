package handlers

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

const topicsAsked = 50

func (b *Briefing) topics() bot.Command {
	return bot.Command{
		Name: "topics", Tails: true, Summary: "What the briefing is about now",
		Params:   append(query.PeriodParams(), query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/topics", "/topics since:1w"},
		Handle:   b.scoped(b.answerTopics),
	}
}

func (b *Briefing) answerTopics(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := b.reader().Read(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	q := a.Query
	q.Offset, q.Limit = 0, topicsAsked
	topics, err := b.Index.Topics(ctx, q)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find topics: %w", err)
	}
	card := b.show().Card(a, "What the briefing is about"+wording.InPeriod(a.Period))
	var rows []bot.Item
	for _, t := range topics {
		rows = append(rows, bot.Item{
			Label:   t.Words,
			Facts:   []string{wording.Count(t.Statements, "statement"), wording.Count(t.Articles, "article")},
			Actions: []bot.Action{bot.Ask("Who said what", "who-said", "topic", t.Words), bot.Ask("Timeline", "timeline", "topic", t.Words)},
		})
	}
	return b.show().List(a, card, rows, "topic", "No topic stands out"+wording.InPeriod(a.Period)+"."), nil
}

func (b *Briefing) sources() bot.Command {
	return bot.Command{
		Name: "sources", Aliases: []string{"outlets"}, Summary: "The outlets: how many articles, how fresh",
		Params: []bot.Param{query.LimitParam("10")}, Examples: []string{"/sources"}, Handle: b.scoped(b.answerSources),
	}
}

func (b *Briefing) answerSources(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := b.reader().Read(ctx, r, "")
	if err != nil {
		return bot.Card{}, err
	}
	sources, err := b.Index.Sources(ctx, r.Scope)
	if err != nil {
		return bot.Card{}, fmt.Errorf("list outlets: %w", err)
	}
	card := b.show().Card(a, "Outlets")
	if card.Offset == 0 {
		if card.Picture, err = chart.Coverage(ctx, b.Index, r.Scope, sources); err != nil {
			return card, err
		}
	}
	var rows []bot.Item
	for _, s := range sources {
		facts := []string{wording.Count(s.Articles, "article"), wording.Count(s.Statements, "statement")}
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
			row.Actions = []bot.Action{bot.Ask("Timeline", "timeline", "source", s.Name), bot.Ask("Who is quoted", "people", "source", s.Name)}
		}
		rows = append(rows, row)
	}
	return b.show().List(a, card, rows, "outlet", "No outlet yet."), nil
}
