package digests

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/news"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index is the part of the index that digests use.
type Index interface {
	NewMatcher(queries []index.Query) *index.Matcher
	Marks(body string, words index.Words) []article.Span
	chart.Counter
}

// Archive looks up windows of articles and receipts.
type Archive interface {
	Last(ctx context.Context) (uint32, error)
	Verify(ctx context.Context, receipt string) (archive.Verdict, error)
}

// Commands answers the commands about digests.
type Commands struct {
	Index         Index
	Archive       Archive
	Reader        query.Reader
	Show          present.Presenter
	News          news.Reader
	Subscriptions subscriptions.Keeper
}

const (
	defaultMax     = 8   // statements of a digest
	maxDates       = 3   // that the new articles name most
	maxNames       = 10  // of people quoted for the first time
	pictureDays    = 14  // that the picture shows
	defaultWindow  = 300 // newest articles, if no window is given
	maxMoreActions = 8   // buttons, those for names among them
)

// params returns what a digest is made of.
func params() []bot.Param {
	return []bot.Param{query.TopicParam(), query.ByParam(), query.SourceParam(),
		{Name: "max", Kind: bot.Number, Min: 1, Max: query.MaxLimit, Help: "at most this many statements, 8 by default"},
		{Name: "style", Kind: bot.Choice, Choices: []string{"full", "quotes", "headlines"}, Help: "full, quotes alone, or headlines alone"},
		query.ZoneParam()}
}

// options returns params with the topic as an option, for commands whose words are
// something else.
func options() []bot.Param {
	all := params()
	for i := range all {
		all[i].Words = false
	}
	return all
}

// whenParams returns when and where a digest is posted.
func whenParams() []bot.Param {
	return []bot.Param{
		{Name: "at", Kind: bot.Time, Help: "the local time of day, such as 08:00"},
		{Name: "days", Kind: bot.Days, Help: "daily, weekdays, or days such as mon,thu"},
		{Name: "empty", Kind: bot.Choice, Choices: []string{"skip", "say-so"}, Help: "what happens when there is nothing new"},
		{Name: "to", Kind: bot.Choice, Choices: []string{"here", "me", "forum"}, Help: "this channel, your direct messages, or a new post of this forum each time"},
		subscriptions.QuietParam(),
		{Name: "publish", Kind: bot.Choice, Choices: []string{"on", "off"}, Help: "on: also to the servers that follow this announcement channel"},
	}
}

func articlesParam(fallback string) bot.Param {
	return bot.Param{Name: "articles", Kind: bot.Text, Help: "their numbers in the briefing, such as 120-180; " + fallback}
}
