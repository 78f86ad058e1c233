package research

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// NotQuotedCommand returns the command that tells who is named and not quoted.
func NotQuotedCommand() bot.Command {
	topic := query.TopicParam()
	topic.Required = true
	params := append([]bot.Param{topic}, query.PeriodParams()...)
	return bot.Command{
		Name: "not-quoted", Aliases: []string{"unquoted"}, Summary: "Who is named in the articles about a topic, and quoted in none of them",
		Params:   append(params, query.SourceParam(), query.LimitParam("10"), query.ZoneParam()),
		Examples: []string{"/not-quoted {topic}"},
	}
}

// AnswerNotQuoted answers with who is named in the articles about a topic, and quoted
// in none of them.
func (c Commands) AnswerNotQuoted(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	found, err := c.Index.Unquoted(ctx, a.Query)
	if err != nil {
		return bot.Card{}, fmt.Errorf("find who is not quoted: %w", err)
	}
	card := c.Show.Card(a, "Named"+wording.About(a.Topic)+", and not quoted")
	if found.Read < found.Articles {
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("Of %s with this topic the newest %d were read.", wording.Count(found.Articles, "article"), found.Read))
	}
	if n := found.Unnamed; n > 0 && len(found.People) > 0 {
		card.Notice = wording.Join(card.Notice, fmt.Sprintf("In these articles the speaker of %s is not certain: somebody here may have said some of it.", wording.Count(n, "statement")))
	}
	var rows []bot.Item
	for _, p := range found.People {
		row, ok, err := c.named(ctx, p)
		if err != nil {
			return card, err
		}
		if ok {
			rows = append(rows, row)
		}
	}
	return c.Show.List(a, card, rows, "person", none(a, found)), nil
}

func none(a query.Parsed, found index.Unquoted) string {
	if found.Articles == 0 {
		return "No article has " + a.Topic + wording.InPeriod(a.Period) + "."
	}
	return "Everybody whom the " + wording.Count(found.Articles, "article") + " with " + a.Topic + wording.InPeriod(a.Period) + " name is quoted there."
}

// named returns the row of a person, with the sentence that names them in the newest
// of the articles. It reports false if that article may not be shown any more.
func (c Commands) named(ctx context.Context, p index.Named) (bot.Item, bool, error) {
	r, ok, err := c.Show.Load(ctx, p.Mention.Article)
	if err != nil || !ok {
		return bot.Item{}, false, err
	}
	row := c.Show.Mention(r, p.Mention.Span)
	row.Label = p.Name
	row.Facts = []string{"named in " + wording.Count(p.Articles, "article")}
	if p.Elsewhere > 0 {
		row.Facts = append(row.Facts, wording.Count(p.Elsewhere, "statement")+" in other articles")
		row.Actions = append(row.Actions, bot.Ask("Statements elsewhere", "who-said", "by", p.Name))
	} else {
		row.Facts = append(row.Facts, "quoted nowhere in the briefing")
	}
	row.Actions = append(row.Actions, bot.Ask("Where named", "ask", "question", fmt.Sprintf("%q", p.Name)))
	return row, true, nil
}
