package handlers

import "github.com/briefing-bot/briefing-bot/bot"

// maxLimit is the most rows that one page of any answer has.
const maxLimit = 50

// topicParam takes the line's words.
func (b *Briefing) topicParam(required bool) bot.Param {
	return bot.Param{Name: "topic", Kind: bot.Text, Words: true, Required: required,
		Help: `words, "a phrase", -without; all of them must occur`, Suggest: b.suggest("topic")}
}

func (b *Briefing) byParam() bot.Param {
	return bot.Param{Name: "by", Aliases: []string{"from", "speaker"}, Kind: bot.Person,
		Help: "who said it: a name or surname", Suggest: b.suggest("person")}
}

func (b *Briefing) sourceParam() bot.Param {
	return bot.Param{Name: "source", Aliases: []string{"in", "outlet"}, Kind: bot.Source,
		Help: "the outlet that printed it", Suggest: b.suggest("source")}
}

func limitParam(usual string) bot.Param {
	return bot.Param{Name: "limit", Aliases: []string{"show"}, Kind: bot.Number, Min: 1, Max: maxLimit,
		Help: "rows on a page, " + usual + " by default"}
}

// rowLimit returns the rows of a page as asked for, usual if nothing is. A
// button or an address can carry what no line would get past its check.
func rowLimit(r bot.Request, usual int) int {
	return min(max(r.Args.Int("limit", usual), 0), maxLimit)
}

func zoneParam() bot.Param {
	return bot.Param{Name: "tz", Kind: bot.Text, Help: "time zone to read dates in, such as Europe/Stockholm"}
}

// periodParams are the dates that most commands take.
func periodParams() []bot.Param {
	return []bot.Param{
		{Name: "since", Aliases: []string{"after"}, Kind: bot.Date, Help: `2025-10-03, 2025-10, yesterday, 7d, "last month"`, Suggest: suggestDates},
		{Name: "until", Aliases: []string{"before"}, Kind: bot.Date, Help: "the last day, in the same forms", Suggest: suggestDates},
		{Name: "on", Kind: bot.Date, Help: "one day, week or month", Suggest: suggestDates},
	}
}
