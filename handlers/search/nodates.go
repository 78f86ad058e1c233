package search

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// noDates says that a timeline has no row, and offers calls that do give results.
func (c Commands) noDates(ctx context.Context, card bot.Card, a query.Parsed) (bot.Card, error) {
	c.unanswered(ctx, a.Request, a.Request.Line)
	what := "Nothing dated" + wording.About(a.Topic)
	if a.By != "" {
		what += " by " + a.By
	}
	if a.Source != "" {
		what += " in " + a.Source
	}
	actions, err := c.sameDay(ctx, a)
	if err != nil {
		return card, err
	}
	for _, o := range []struct {
		option, label string
		lifted        index.Restrictions
	}{{"since", "Any date", index.Dates}, {"source", "Any outlet", index.Sources}, {"by", "By anybody", index.Speakers}} {
		call := a.Request.Call.With(o.option, "")
		if o.option == "since" {
			call = call.With("until", "").With("on", "")
		}
		if len(call.Args) == len(a.Request.Args) {
			continue
		}
		n, err := c.countDates(ctx, a.Query.Without(o.lifted))
		if err != nil {
			return card, err
		}
		if n > 0 {
			actions = append(actions, bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", o.label, n), Call: call})
		}
	}
	spelling, err := c.respeltDates(ctx, a)
	if err != nil {
		return card, err
	}
	actions = append(actions, spelling.actions...)
	if len(actions) == 0 && a.Topic != "" {
		if actions, err = c.undatedOffers(ctx, a); err != nil {
			return card, err
		}
	}
	if len(actions) == 0 {
		actions = append(actions, bot.Ask("Topics", "topics"))
	}
	card.Notice = wording.Join(card.Notice, what+wording.InPeriod(a.Period)+".", spelling.question())
	card.Actions = append(card.Actions, actions[:min(len(actions), mostOffers)]...)
	return card, nil
}

// sameDay offers the day or month that was asked for in the last year of the briefing,
// if that lies before: a day without a year is read as the latest.
func (c Commands) sameDay(ctx context.Context, a query.Parsed) ([]bot.Action, error) {
	on, newest := a.Request.Args["on"], c.Index.Stats().To
	year, day, ok := strings.Cut(on, "-")
	if !ok || strings.HasPrefix(day, "W") || strings.Contains(day, "/") || newest.IsZero() || year <= newest.Format("2006") {
		return nil, nil
	}
	meant := newest.Format("2006") + "-" + day
	since, until, err := bot.Period(meant, a.Request.In())
	if err != nil {
		return nil, nil // 29 February
	}
	q := a.Query
	q.Since, q.Until = since, until
	n, err := c.countDates(ctx, q)
	if err != nil || n == 0 {
		return nil, err
	}
	label := fmt.Sprintf("%s (%d)", wording.Period(q.Since, q.Until), n)
	return []bot.Action{{Kind: bot.Run, Label: label, Call: a.Request.Call.With("on", meant)}}, nil
}

// respeltDates offers the timeline of words of the index that are spelt like unknown
// ones.
func (c Commands) respeltDates(ctx context.Context, a query.Parsed) (respelling, error) {
	unknown, err := c.Index.MissingTerms(ctx, a.Query.Scope, a.Query.Words.Terms)
	if err != nil {
		return respelling{}, fmt.Errorf("look up the topic's words: %w", err)
	}
	return c.respelt(ctx, a.Query.Scope, unknown, func(term, word string) (int, bot.Call, error) {
		topic := strings.Replace(a.Topic, term, word, 1)
		q := a.Query
		q.Words = query.Words(topic)
		n, err := c.countDates(ctx, q)
		return n, a.Request.Call.With("topic", topic), err
	})
}

// undatedOffers offers what there is of a topic that has no date.
func (c Commands) undatedOffers(ctx context.Context, a query.Parsed) (actions []bot.Action, err error) {
	q := index.Query{Words: a.Query.Words, Scope: a.Query.Scope, Limit: 1}
	said, err := c.countStatements(ctx, q)
	if err != nil {
		return nil, err
	}
	if said > 0 {
		actions = append(actions, bot.Ask(fmt.Sprintf("Who said what (%d)", said), "who-said", "topic", a.Topic))
	}
	printed, err := c.countHolding(ctx, q, ownWords(q.Words))
	if err != nil {
		return nil, err
	}
	if printed > 0 {
		actions = append(actions, bot.Ask(fmt.Sprintf("Passages (%d)", printed), "ask", "question", a.Topic))
	}
	return actions, nil
}
