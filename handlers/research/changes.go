package research

import (
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/quotecheck"
)

// ChangesCommand returns the command that shows how one speaker's wording changes.
func ChangesCommand() bot.Command {
	params := append([]bot.Param{query.TopicParam(), query.ByParam()}, query.PeriodParams()...)
	return bot.Command{
		Name: "changes", Tails: true, Summary: "One speaker's statements by date, as they stand now: new words marked, those that went counted",
		Params:   append(params, query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/changes {topic} by:{person}", "/changes by:{person} since:3m"},
	}
}

const (
	changesLimit = 10
	// maxCompared is the maximum number of earlier statements that one is compared with.
	maxCompared = 200
)

// AnswerChanges answers with what one person said, oldest first, and marks in each
// quotation the words that the most similar earlier one lacks.
func (c Commands) AnswerChanges(ctx context.Context, r query.Request) (bot.Card, error) {
	if r.Args["by"] == "" {
		return bot.Card{}, c.needsSpeaker(r)
	}
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = changesLimit
	}
	first := max(0, a.Query.Offset-maxCompared)
	q := a.Query
	q.Sort, q.Offset, q.Limit = index.Oldest, first, a.Query.Offset-first+a.Query.Limit
	found, err := c.Index.Statements(ctx, q)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search statements: %w", err)
	}
	card := c.Show.Card(a, "What "+a.By+" said"+wording.About(a.Topic)+", in order")
	card.Total = found.Total
	items, err := c.compared(ctx, found.Hits, a.Query.Offset-first)
	if err != nil {
		return card, err
	}
	card.Items = items
	if found.Total == 0 {
		card.Notice = wording.Join(card.Notice, "No statement"+wording.About(a.Topic)+" by "+a.By+wording.InPeriod(a.Period)+".")
		if a.Topic != "" {
			card.Actions = append(card.Actions, bot.Ask("All by "+a.By, "changes", "by", a.By))
		}
	} else {
		if slices.ContainsFunc(items, func(it bot.Item) bool { return it.Kind == string(article.Direct) && len(it.Marks) > 0 }) {
			card.Notice = wording.Join(card.Notice, "Marked words are new: the earlier quotation that each row names lacks them.")
		}
		card.Actions = append(card.Actions, present.PageActions(r.Request, card, a.Query.Limit)...)
	}
	card.Footer = c.Show.Footer(a, card, "statement")
	return card, nil
}

// needsSpeaker returns the usage line with an example of this index.
func (c Commands) needsSpeaker(r query.Request) error {
	e := &bot.Error{Usage: true, Message: "changes needs a speaker, with by:.\nUsage: " + ChangesCommand().Usage()}
	if name := c.Example(r.Request, "person"); name != "" {
		action := bot.Ask("", "changes", "topic", r.Args["topic"], "by", name)
		action.Label = ChangesCommand().Line(action.Call)
		e.Message += "\nExample: " + action.Label
		e.Actions = append(e.Actions, action)
	}
	return e
}

// compared returns the rows of hits from the row shown on, each compared with those
// before it.
func (c Commands) compared(ctx context.Context, hits []index.Hit, shown int) ([]bot.Item, error) {
	var quotations, out []bot.Item
	for i, hit := range hits {
		r, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || hit.Statement < 0 || hit.Statement >= len(r.Annotation.Statements) {
			continue
		}
		item := c.Show.Statement(ctx, r, hit.Statement, index.Words{}, hit.Also)
		quotation := item.Kind == string(article.Direct)
		if i >= shown {
			item.Actions = slices.DeleteFunc(item.Actions, func(a bot.Action) bool { return a.Call.Command == "who-said" }) // all are by the same person
			if quotation {
				markNew(&item, quotations)
			}
			out = append(out, item)
		}
		if quotation && dated(item) != "" {
			quotations = append(quotations, item)
		}
	}
	return out, nil
}

// markNew marks the words of a quotation that the most similar of some earlier ones
// lacks, the latest of those that are equally similar, and names that one. Nothing
// is marked if none is similar.
func markNew(item *bot.Item, earlier []bot.Item) {
	if dated(*item) == "" {
		return
	}
	var nearest bot.Item
	var best quotecheck.Revision
	for _, e := range earlier {
		if r, ok := quotecheck.Revise(e.Quote.Text, item.Quote.Text); ok && r.Same >= best.Same {
			best, nearest = r, e
		}
	}
	if best.Same == 0 {
		return
	}
	item.Marks = nil
	for _, w := range best.New {
		item.Marks = append(item.Marks, bot.Span{Start: w.Start, End: w.End})
	}
	item.Facts = append(item.Facts, difference(best)+" from "+dated(nearest))
	item.Actions = append(item.Actions, bot.Ask("Earlier wording", "context", "receipt", nearest.Receipt))
}

// difference returns how a wording differs from an earlier one, in numbers.
func difference(r quotecheck.Revision) string {
	switch {
	case !r.Differs():
		return "no word different"
	case len(r.New) == 0:
		return wording.Count(r.Dropped, "word") + " fewer"
	case r.Dropped == 0:
		return wording.Count(len(r.New), "new word")
	}
	return wording.Count(len(r.New), "new word") + ", " + wording.Count(r.Dropped, "word") + " gone"
}

// dated returns the date that a row is in order by, "" if none is known.
func dated(item bot.Item) string {
	if item.Said.Text != "" {
		return item.Said.Text
	}
	return item.Published.Text
}
