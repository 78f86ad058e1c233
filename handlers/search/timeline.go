package search

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// TimelineCommand returns the command that tells what happened when.
func TimelineCommand() bot.Command {
	params := []bot.Param{query.TopicParam()}
	params = append(params, query.PeriodParams()...)
	params = append(params, query.ByParam(), query.SourceParam(),
		bot.Param{Name: "by-unit", Kind: bot.Choice, Choices: []string{"day", "week", "month"}, Help: "what a bar of the picture counts"},
		query.LimitParam("10"), query.ZoneParam())
	return bot.Command{
		Name: "timeline", Tails: true, Summary: "What happened when, in the articles' own sentences, oldest first",
		Params: params, Examples: []string{"/timeline {topic}", "/timeline {topic} by-unit:week", "/timeline since:{month}", "/timeline"},
	}
}

const timelineLimit = 10

// AnswerTimeline answers with what happened when.
func (c Commands) AnswerTimeline(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = timelineLimit
	}
	found, err := c.Index.Chronology(ctx, a.Query, undatedLimit)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search events: %w", err)
	}
	title := "Timeline"
	if a.Topic != "" {
		title += " of " + a.Topic
	}
	card := c.Show.Card(a, title)
	card.Total, a.Unread = found.Total, found.Unread
	for _, hit := range found.Hits {
		if err := c.addEvent(ctx, &card, hit, a.Query.Words); err != nil {
			return card, err
		}
	}
	if err := c.addUndated(ctx, &card, a, found.Undated); err != nil {
		return card, err
	}
	card.Picture = chart.Timeline(title, found, a.Request.Args["by-unit"])
	return c.finishTimeline(card, a)
}

// addEvent adds the row of a dated sentence, or of a day on which much was
// published where no sentence names it.
func (c Commands) addEvent(ctx context.Context, card *bot.Card, hit index.Hit, words index.Words) error {
	r, ok, err := c.Show.Load(ctx, hit.Article)
	if err != nil || !ok {
		return err
	}
	if hit.Event < 0 {
		item := c.Show.Passage(r, words, hit.Passage)
		item.Said = present.Published(r.Article)
		item.Said.Value = item.Said.Value[:min(len(item.Said.Value), len("2006-01-02"))]
		item.Label = item.Said.Text
		item.Facts = []string{"day of publication"}
		card.Items = append(card.Items, item)
		return nil
	}
	e := r.Events[hit.Event]
	item := c.Show.Passage(r, words, e.Sentence)
	item.Said, item.Possible = present.When(r, e.Date), e.Possible
	item.Label = item.Said.Text
	item.AlsoIn = c.Show.Copies(ctx, hit.Also)
	if hit.More > 0 {
		item.Facts = []string{wording.Count(hit.More, "other sentence") + " of this date"}
	}
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt)}
	card.Items = append(card.Items, item)
	return nil
}

const undatedLimit = 5

// addUndated adds, apart and last, sentences whose date could not be resolved
// since their article's own date is unknown, on the first page.
func (c Commands) addUndated(ctx context.Context, card *bot.Card, a query.Parsed, found index.Result) error {
	if a.Query.Offset > 0 {
		return nil
	}
	if found.Articles > 0 {
		verb := " have no publication date: their"
		if found.Articles == 1 {
			verb = " has no publication date: its"
		}
		card.Notice = wording.Join(card.Notice, wording.Count(found.Articles, "article")+verb+
			` relative dates ("Monday", "last month") stay unresolved.`)
	}
	for _, hit := range found.Hits {
		r, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || hit.Event < 0 {
			continue
		}
		item := c.Show.Passage(r, a.Query.Words, r.Events[hit.Event].Sentence)
		item.Label, item.Said = "date unknown", present.When(r, r.Events[hit.Event].Date)
		card.Items = append(card.Items, item)
		card.Extra++
	}
	return nil
}

func (c Commands) finishTimeline(card bot.Card, a query.Parsed) (bot.Card, error) {
	if card.Total == 0 && len(card.Items) == 0 {
		card.Notice = wording.Join(card.Notice, "Nothing dated"+wording.About(a.Topic)+wording.InPeriod(a.Period)+".")
		card.Actions = append(card.Actions, bot.Ask("Passages", "ask", "question", a.Topic), bot.Ask("Topics", "topics"))
		card.Footer = c.Show.Footer(a, card, "date")
		return card, nil
	}
	card.Footer = c.Show.Footer(a, card, "date")
	card.Actions = append(card.Actions, present.PageActions(a.Request.Request, card, a.Query.Limit)...)
	if a.Topic != "" {
		card.Actions = append(card.Actions, bot.Ask("Who said what", "who-said", "topic", a.Topic))
	}
	return card, nil
}
