package digests

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/digest"
)

// ShowCommand returns the command that makes the digest of some articles.
func ShowCommand() bot.Command {
	all := append(params(),
		articlesParam("the newest 300 by default"),
		bot.Param{Name: "window", Kind: bot.Text, Help: "when these came in, as digests print it"})
	return bot.Command{
		Name: "digest show", Tails: true, Summary: "The digest of some articles: what is new in them, most carried first",
		Params: all, Examples: []string{"/digest show {topic}"},
	}
}

// AnswerShow answers with the digest of a window of articles.
func (c Commands) AnswerShow(ctx context.Context, r query.Request) (bot.Card, error) {
	a, d, err := c.gatherFor(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	card := c.Show.Card(a, "Digest"+wording.About(a.Topic))
	card.Reading = strings.Trim(d.window.String(a.Request.In())+" · "+wording.Count(d.articles, "new article")+" · "+card.Reading, " ·")
	a.Query.Limit = min(max(r.Args.Int("max", defaultMax), 1), query.MaxLimit)
	if r.Args["style"] == "headlines" {
		return c.Show.List(a, card, c.headlines(d), "headline", "Nothing new"+wording.About(a.Topic)+"."), nil
	}
	if err := c.addRows(ctx, &card, d, a); err != nil {
		return card, err
	}
	if r.Args["style"] != "quotes" && card.Offset == 0 && card.Total > 0 {
		err = c.addMore(ctx, &card, d, a)
	}
	return card, err
}

// gatherFor reads a request and gathers what its digest is made of.
func (c Commands) gatherFor(ctx context.Context, r query.Request) (query.Parsed, newArticles, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		return a, newArticles{}, err
	}
	w, err := c.spanOf(ctx, r)
	if err != nil {
		return a, newArticles{}, err
	}
	d, err := c.gather(ctx, a, w)
	return a, d, err
}

// addRows puts a page of the ranked statements on the card.
func (c Commands) addRows(ctx context.Context, card *bot.Card, d newArticles, a query.Parsed) error {
	ranked, err := d.statements.Rank(ctx, c.News.Older(a.Query.Scope))
	if err != nil {
		return fmt.Errorf("rank statements: %w", err)
	}
	card.Total = len(ranked)
	first := min(card.Offset, len(ranked))
	w := fmt.Sprintf("%d-%d", d.window.after+1, d.window.through)
	for _, row := range ranked[first:min(first+a.Query.Limit, len(ranked))] {
		item := c.Show.Statement(ctx, row.Record, row.Statement, a.Query.Words, row.Also)
		if row.First {
			item.Facts = append(item.Facts, "quoted for the first time")
		}
		item.Actions = append(item.Actions, whyButton(a.Request.Request, w, item.Receipt))
		card.Items = append(card.Items, item)
	}
	if card.Total == 0 {
		card.Notice = wording.Join(card.Notice, "Nothing new"+wording.About(a.Topic)+".")
	}
	more := []string{wording.Count(d.articles, "new article")}
	if all := len(d.statements.Candidates()); all > digest.MaxRanked {
		more = append([]string{fmt.Sprintf("the foremost of %d", all)}, more...)
	}
	card.Footer = c.Show.Footer(a, *card, "new statement", more...)
	if card.Total > 0 {
		card.Actions = append(card.Actions, present.PageActions(a.Request.Request, *card, a.Query.Limit)...)
	}
	return nil
}

// datesHeading is above the dates of a digest.
const datesHeading = "Dates that the new articles name"

// addMore adds who is quoted for the first time, the dates that the new
// articles name most, and how much was said on the last days.
func (c Commands) addMore(ctx context.Context, card *bot.Card, d newArticles, a query.Parsed) error {
	var names []string
	for _, candidate := range d.statements.Candidates() {
		if name := candidate.Speaker; candidate.First && name != "" && !slices.Contains(names, name) && len(names) < maxNames {
			names = append(names, name)
			card.Actions = append(card.Actions, bot.Ask(name, "who-is", "name", name))
		}
	}
	if len(names) > 0 {
		card.Text = append(card.Text, "Quoted for the first time: "+strings.Join(names, ", ")+".")
		card.Actions = card.Actions[:min(len(card.Actions), maxMoreActions)]
	}
	dates := c.dates(d, a.Query.Words, card.Items)
	if len(dates) > 0 {
		dates[0].Heading = datesHeading
	}
	card.Items, card.Extra = append(card.Items, dates...), len(dates)
	q := a.Query
	q.Offset, q.Limit = 0, 0
	unit := article.Unknown
	if !d.window.until.IsZero() {
		q.Since, unit = d.window.until.AddDate(0, 0, -pictureDays), article.Day
	}
	var err error
	card.Picture, err = chart.Speakers(ctx, c.Index, "Statements"+wording.About(a.Topic), q, unit, query.StatementsOf(a.Request))
	return err
}

// whyButton returns the button that explains a row of a digest of the articles named.
func whyButton(r bot.Request, articles, receipt string) bot.Action {
	pairs := []string{"what", receipt, "articles", articles}
	for _, name := range []string{"topic", "by", "source"} {
		pairs = append(pairs, name, r.Args[name])
	}
	return bot.Ask("Why", "digest why", pairs...)
}
