package watches

import (
	"cmp"
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

// AddCommand returns the command that sets up a watch.
func AddCommand() bot.Command {
	return bot.Command{
		Name: "watch add", Tails: true, Summary: "Report new statements by a person, on a topic, or both", Changes: true, Posts: true,
		Params: []bot.Param{query.TopicParam(), query.ByParam(), query.SourceParam(),
			{Name: "every", Kind: bot.Choice, Choices: []string{"instant", "hour", "day"}, Help: "at once, or together once an hour or a day"},
			{Name: "at", Kind: bot.Time, Help: "the local time of day of every:day, 08:00 by default"},
			{Name: "to", Kind: bot.Choice, Choices: []string{"here", "me"}, Help: "this channel, or your direct messages"}, subscriptions.QuietParam(), query.ZoneParam()},
		Form: []bot.FormField{{Param: "topic", Label: "Topic"}, {Param: "by", Label: "Person"}, {Param: "source", Label: "Outlet"},
			{Param: "every", Label: "How often", Value: "instant"}, {Param: "to", Label: "Where", Value: "here"}},
		Examples: []string{"/watch add {topic}", "/watch add by:{person} every:hour"},
	}
}

// AnswerAdd sets up a watch.
func (c Commands) AnswerAdd(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if query.NoWords(a.Query.Words) && len(a.Query.By) == 0 && r.Args["source"] == "" {
		return bot.Card{}, &bot.Error{Usage: true, Message: "A watch needs a topic, a person or an outlet: watch add topic:… by:… source:…"}
	}
	s, err := c.Subscriptions.New(ctx, r.Request, bot.Watch)
	if err != nil {
		return bot.Card{}, err
	}
	if s.At, s.Days = cmp.Or(r.Args["at"], "08:00"), "daily"; a.By != "" {
		s.Args["by"] = a.By // the full name, whoever bears the short one later
	}
	if err := c.Subscriptions.Calendar.Check(s); err != nil {
		return bot.Card{}, err
	}
	if err := c.Subscriptions.Add(ctx, r.Request, &s); err != nil {
		return bot.Card{}, err
	}
	return c.Subscriptions.Card(r.Request, s, "Watch "+s.ID+" is set up"), nil
}
