package query

import "github.com/briefing-bot/briefing-bot/bot"

// MaxLimit is the most rows that a line can ask for on one page.
const MaxLimit = 50

// TopicParam returns the argument that takes the words of the line.
func TopicParam() bot.Param {
	return bot.Param{Name: "topic", Kind: bot.Text, Words: true,
		Help: `words, "a phrase", -without; all of them must occur`, Completes: bot.CompleteTopic}
}

// ByParam returns the argument that names a speaker.
func ByParam() bot.Param {
	return bot.Param{Name: "by", Aliases: []string{"from", "speaker"}, Kind: bot.Person,
		Help: "who said it: a name or surname", Completes: bot.CompletePerson}
}

// SourceParam returns the argument that names an outlet.
func SourceParam() bot.Param {
	return bot.Param{Name: "source", Aliases: []string{"in", "outlet"}, Kind: bot.Source,
		Help: "the outlet that printed it", Completes: bot.CompleteSource}
}

// LimitParam returns the argument for the rows of a page; usual is its default, for
// people.
func LimitParam(usual string) bot.Param {
	return bot.Param{Name: "limit", Aliases: []string{"show"}, Kind: bot.Number, Min: 1, Max: MaxLimit,
		Help: "rows on a page, " + usual + " by default"}
}

// RowLimit returns the rows of a page as asked for, usual if nothing is. Exports and
// the command line ask for more than a line can.
func RowLimit(r bot.Request, usual int) int {
	return min(max(r.Args.Int("limit", usual), 0), bot.MaxRows)
}

// ZoneParam returns the argument for the time zone of dates.
func ZoneParam() bot.Param {
	return bot.Param{Name: "tz", Kind: bot.Text, Help: "time zone to read dates in, such as Europe/Stockholm", Completes: bot.CompleteZone}
}

// PeriodParams returns the dates that most commands take.
func PeriodParams() []bot.Param {
	return []bot.Param{
		{Name: "since", Aliases: []string{"after"}, Kind: bot.Date, Help: `2025-10-03, 2025-10, yesterday, 7d, "last month"`, Completes: bot.CompleteDate},
		{Name: "until", Aliases: []string{"before"}, Kind: bot.Date, Help: "the last day, in the same forms", Completes: bot.CompleteDate},
		{Name: "on", Kind: bot.Date, Help: "one day, week or month", Completes: bot.CompleteDate},
	}
}
