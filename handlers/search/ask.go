package search

import (
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/smalltalk"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// AskCommand returns the command for plain questions.
func AskCommand() bot.Command {
	params := []bot.Param{{Name: "question", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "a plain question", Completes: bot.CompleteTopic}}
	params = append(params, query.PeriodParams()...)
	return bot.Command{
		Name: "ask", Summary: "Passages that answer a plain question",
		Params:   append(params, query.ByParam(), query.SourceParam(), query.LimitParam("3"), query.ZoneParam()),
		Examples: []string{"/ask what did {person} say about {topic}?", "/ask {topic}"},
	}
}

// AnswerAsk answers a plain question: as the command that it means, or else with the
// closest passages.
func (c Commands) AnswerAsk(ctx context.Context, r query.Request) (bot.Card, error) {
	question := strings.TrimSpace(r.Args["question"])
	if kind := smalltalk.Of(question); kind != smalltalk.None {
		return c.answerSmallTalk(r, kind), nil
	}
	if call, ok := c.otherCommand(ctx, r, question); ok {
		card, err := c.AnswerAs(ctx, r, call)
		if err != nil || card.Total > 0 {
			return card, err
		}
		passages, err := c.AnswerPassages(ctx, r, question)
		passages.Notice = wording.Join(card.Notice, "The closest passages:")
		passages.Actions = append(card.Actions, passages.Actions...)
		return passages, err
	}
	return c.AnswerPassages(ctx, r, question)
}

// AnswerAs answers a question as the command that it means.
func (c Commands) AnswerAs(ctx context.Context, r query.Request, call bot.Call) (bot.Card, error) {
	r.Call = call
	var card bot.Card
	var err error
	if call.Command == "timeline" {
		card, err = c.AnswerTimeline(ctx, r)
	} else {
		card, err = c.AnswerWhoSaid(ctx, r)
	}
	card.Title = strings.TrimSpace(card.Title)
	card.Reading = "asked as: " + call.Command + prefixed(card.Reading)
	return card, err
}
