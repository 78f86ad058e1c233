package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// WhoSaidCommand returns the command that finds statements.
func WhoSaidCommand() bot.Command {
	params := []bot.Param{query.TopicParam(), query.ByParam()}
	params = append(params, query.PeriodParams()...)
	params = append(params, query.SourceParam(),
		bot.Param{Name: "kind", Kind: bot.Choice, Choices: []string{"direct", "indirect", "mixed"}, Help: "in quotation marks, without, or partly"},
		bot.Param{Name: "verb", Kind: bot.Text, Help: "the reporting word: warned, denied, promised"},
		bot.Param{Name: "sort", Kind: bot.Choice, Choices: []string{"best", "newest", "oldest"}, Help: "order of the statements"},
		query.LimitParam("5"), query.ZoneParam())
	return bot.Command{
		Name: "who-said", Aliases: []string{"whosaid", "said"}, Tails: true,
		Summary:  "Statements about a topic: the words, who said them, when, where",
		Params:   params,
		Examples: []string{"/who-said {topic}", "/who-said by:{person} sort:newest", "/who-said {topic} by:{person}", "/who-said {topic} since:{month}"},
	}
}

const whoSaidLimit = 5

// noTopic are topics that leave open what was said.
var noTopic = map[string]bool{"what": true, "anything": true, "something": true}

// AnswerWhoSaid answers with statements about a topic, by a person, or both.
func (c Commands) AnswerWhoSaid(ctx context.Context, r query.Request) (bot.Card, error) {
	if noTopic[strings.ToLower(query.Topic(r.Args["topic"]))] { // who said what last week
		offset := r.Offset
		r.Call = r.Call.With("topic", "").At(offset)
	}
	if !askable(r.Call) {
		return bot.Card{}, c.needsTopic(r)
	}
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		c.noteUnknown(ctx, r, err)
		return bot.Card{}, c.unknownName(ctx, r, r.Args["by"], err)
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = whoSaidLimit
	}
	found, err := c.Index.Statements(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search statements: %w", err)
	}
	card := c.Show.Card(a, whoSaidTitle(a))
	card.Actions = append(card.Actions, a.Namesakes...)
	card.Total = found.Total
	for _, hit := range found.Hits {
		if err := c.addStatement(ctx, &card, hit, a.Query.Words); err != nil {
			return card, err
		}
	}
	if found.Total == 0 {
		return c.noStatement(ctx, card, a)
	}
	if a.By != "" {
		dropMoreBy(card.Items)
	}
	var speakers []string
	if found.Speakers > 0 { // "0 speakers" below rows that name a source would read as a fault
		speakers = append(speakers, wording.Count(found.Speakers, "speaker"))
	}
	card.Footer = c.Show.Footer(a, card, "statement", speakers...)
	card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	if a.Topic != "" {
		dated := found.Dated
		if !dated || len(a.Query.Words.Excluded) > 0 { // counting takes longer than the answer
			n, err := c.countDates(ctx, index.Query{Words: a.Query.Words, By: a.Query.By, Scope: a.Query.Scope})
			if err != nil {
				return card, err
			}
			dated = n > 0
		}
		if dated {
			card.Actions = append(card.Actions, bot.Ask("Timeline", "timeline", "topic", a.Topic, "by", a.By))
		}
	}
	if a.Topic != "" && a.By != "" {
		card.Actions = append(card.Actions, bot.Ask("All by "+a.By, "who-said", "by", a.By))
	}
	return card, nil
}

// dropMoreBy takes the buttons to the statements of a person out of rows that are all by
// that person, under whichever spelling.
func dropMoreBy(rows []bot.Item) {
	for i, row := range rows {
		rows[i].Actions = slices.DeleteFunc(slices.Clone(row.Actions), func(a bot.Action) bool {
			return a.Call.Command == "who-said" && a.Call.Args["by"] != ""
		})
	}
}

// addStatement adds the row of a hit; an article that was removed since the
// index answered is left out.
func (c Commands) addStatement(ctx context.Context, card *bot.Card, hit index.Hit, words index.Words) error {
	r, ok, err := c.Show.Load(ctx, hit.Article)
	if err != nil {
		return fmt.Errorf("read article %s: %w", hit.Article, err)
	}
	if !ok || hit.Statement < 0 || hit.Statement >= len(r.Annotation.Statements) {
		return nil
	}
	card.Items = append(card.Items, c.Show.Statement(ctx, r, hit.Statement, words, hit.Also))
	return nil
}

func whoSaidTitle(a query.Parsed) string {
	switch {
	case a.Topic == "" && a.By == "":
		title := "Who said what" + wording.InPeriod(a.Period)
		if a.Source != "" {
			title += " in " + a.Source
		}
		return title
	case a.Topic == "":
		return "What " + a.By + " said"
	case a.By != "":
		return "What " + a.By + " said about " + a.Topic
	}
	return "Who said what about " + a.Topic
}

// needsTopic returns the usage line with two examples of this index.
func (c Commands) needsTopic(r query.Request) error {
	e := &bot.Error{Usage: true, Message: "who-said needs a topic, or a speaker with by:.\nUsage: " + WhoSaidCommand().Usage()}
	for _, p := range []string{"topic", "person"} {
		word := c.Example(r.Request, p)
		if word == "" {
			continue
		}
		option := map[string]string{"topic": "topic", "person": "by"}[p]
		action := bot.Ask("", "who-said", option, word)
		action.Label = WhoSaidCommand().Line(action.Call)
		e.Message += "\nExample: " + action.Label
		e.Actions = append(e.Actions, action)
	}
	return e
}

// noStatement says what was searched and offers calls that do give results.
func (c Commands) noStatement(ctx context.Context, card bot.Card, a query.Parsed) (bot.Card, error) {
	n := noResults{c: c, a: a}
	if err := n.look(ctx); err != nil {
		return card, err
	}
	c.unanswered(ctx, a.Request, a.Request.Line)
	card.Notice = wording.Join(card.Notice, n.message())
	card.Actions = append(card.Actions, n.actions...)
	card.Footer = c.Show.Footer(a, card, "statement")
	return card, nil
}
