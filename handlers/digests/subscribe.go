package digests

import (
	"cmp"
	"context"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// SubscribeCommand returns the command that sets up a digest.
func SubscribeCommand() bot.Command {
	return bot.Command{
		Name: "digest subscribe", Tails: true, Summary: "Post what is new at a set time", Changes: true, Posts: true,
		Params: append(params(), whenParams()...),
		Form: []bot.FormField{{Param: "at", Label: "Time of day", Value: "08:00"}, {Param: "days", Label: "Days", Value: "weekdays"},
			{Param: "topic", Label: "Topic (everything if empty)"}, {Param: "tz", Label: "Time zone, such as Europe/Oslo"}, {Param: "to", Label: "Where", Value: "here"}},
		Examples: []string{"/digest subscribe at:08:00 days:weekdays", "/digest subscribe topic:{topic} at:17:30 to:me"},
	}
}

// AnswerSubscribe sets up a digest.
func (c Commands) AnswerSubscribe(ctx context.Context, r query.Request) (bot.Card, error) {
	if _, err := c.Reader.Read(ctx, r, "topic"); err != nil {
		return bot.Card{}, err
	}
	if often := strings.ToLower(r.Args["topic"]); often == "weekly" || often == "monthly" {
		return bot.Card{}, &bot.Error{Usage: true, Message: "A digest comes on days of the week: name them, as in digest subscribe days:mon. For one about the word " + often + ", put it in quotation marks."}
	}
	s, err := c.Subscriptions.New(ctx, r.Request, bot.Digest)
	if err != nil {
		return bot.Card{}, err
	}
	s.At, s.Days = cmp.Or(r.Args["at"], "08:00"), cmp.Or(r.Args["days"], "weekdays")
	if err := c.Subscriptions.Calendar.Check(s); err != nil {
		return bot.Card{}, err
	}
	if err := c.Subscriptions.Add(ctx, r.Request, &s); err != nil {
		return bot.Card{}, err
	}
	return c.Subscriptions.Card(r.Request, s, "Digest "+s.ID+" is set up"), nil
}
