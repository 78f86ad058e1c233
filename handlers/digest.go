package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const (
	digestMax   = 8 // statements of a digest unless told
	digestDates = 3
	digestNames = 10  // people named as quoted for the first time
	digestDays  = 14  // of the picture
	newestShown = 300 // articles of a digest that no window was given for
)

// span is a digest's window: the articles numbered from after+1 to through.
type span struct {
	after, through uint32
	since, until   time.Time // when they came in; zero where nobody says
}

// digestParams are what a digest is made of.
func (b *Briefing) digestParams() []bot.Param {
	return []bot.Param{query.TopicParam(), query.ByParam(), query.SourceParam(),
		{Name: "max", Kind: bot.Number, Min: 1, Max: query.MaxLimit, Help: "at most this many statements, 8 by default"},
		{Name: "style", Kind: bot.Choice, Choices: []string{"full", "quotes", "headlines"}, Help: "full, quotes alone, or headlines alone"},
		query.ZoneParam()}
}

func articlesParam(unless string) bot.Param {
	return bot.Param{Name: "articles", Kind: bot.Text, Help: "their numbers in the briefing, such as 120-180; " + unless}
}

func (b *Briefing) digestShow() bot.Command {
	params := append(b.digestParams(),
		articlesParam("the newest 300 by default"),
		bot.Param{Name: "window", Kind: bot.Text, Help: "when these came in, as digests print it"})
	return bot.Command{
		Name: "digest show", Tails: true, Summary: "The digest of some articles: what is new in them, most carried first",
		Params: params, Examples: []string{"/digest show {topic}"}, Handle: b.scoped(b.answerDigest),
	}
}

// answerDigest is the digest of a window of articles.
func (b *Briefing) answerDigest(ctx context.Context, r query.Request) (bot.Card, error) {
	a, d, err := b.digestOf(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	card := b.show().Card(a, "Digest"+wording.About(a.Topic))
	card.Reading = strings.Trim(d.window.String(a.Request.In())+" · "+wording.Count(d.articles, "new article")+" · "+card.Reading, " ·")
	a.Query.Limit = min(max(r.Args.Int("max", digestMax), 1), query.MaxLimit)
	if r.Args["style"] == "headlines" {
		return b.show().List(a, card, d.headlines(b), "headline", "Nothing new"+wording.About(a.Topic)+"."), nil
	}
	if err := b.digestRows(ctx, &card, &d, a); err != nil {
		return card, err
	}
	if r.Args["style"] != "quotes" && card.Offset == 0 && card.Total > 0 {
		err = b.digestMore(ctx, &card, &d, a)
	}
	return card, err
}

// digestOf reads a request and gathers what its digest is made of.
func (b *Briefing) digestOf(ctx context.Context, r query.Request) (query.Parsed, newArticles, error) {
	a, err := b.reader().Read(ctx, r, "topic")
	if err != nil {
		return a, newArticles{}, err
	}
	w, err := b.spanOf(ctx, r)
	if err != nil {
		return a, newArticles{}, err
	}
	d, err := b.gather(ctx, a, w)
	return a, d, err
}

// spanOf reads the window that a request names, else everything.
func (b *Briefing) spanOf(ctx context.Context, r query.Request) (span, error) {
	var w span
	if from, to, ok := strings.Cut(r.Args["window"], "/"); ok {
		w.since, _ = time.Parse("2006-01-02T15:04Z", from) // for people; the numbers tell what is in
		w.until, _ = time.Parse("2006-01-02T15:04Z", to)
	}
	numbers := strings.Trim(r.Args["articles"], `"`)
	if numbers == "" {
		last, err := b.Archive.Last(ctx)
		w.after, w.through = last-min(last, newestShown), last
		return w, err
	}
	from, to, _ := strings.Cut(numbers, "-")
	first, err := strconv.ParseUint(from, 10, 32)
	last, err2 := strconv.ParseUint(to, 10, 32)
	if err != nil || err2 != nil || first == 0 {
		return w, &bot.Error{Usage: true, Message: fmt.Sprintf("%q names no articles: write articles:120-180.", numbers)}
	}
	w.after, w.through = uint32(first-1), uint32(last)
	return w, nil
}

// String is the window in words.
func (w span) String(zone *time.Location) string {
	const form = "Mon 2 Jan 15:04"
	switch {
	case w.until.IsZero():
		return ""
	case w.since.IsZero():
		return "until " + w.until.In(zone).Format(form) + " (" + zone.String() + ")"
	}
	return w.since.In(zone).Format(form) + " – " + w.until.In(zone).Format(form) + " (" + zone.String() + ")"
}

// digestRows puts a page of the ranked statements on the card.
func (b *Briefing) digestRows(ctx context.Context, card *bot.Card, d *newArticles, a query.Parsed) error {
	ranked, err := d.statements.Rank(ctx, olderArticles{b, a.Query.Scope})
	if err != nil {
		return fmt.Errorf("rank statements: %w", err)
	}
	card.Total = len(ranked)
	first := min(card.Offset, len(ranked))
	w := fmt.Sprintf("%d-%d", d.window.after+1, d.window.through)
	for _, c := range ranked[first:min(first+a.Query.Limit, len(ranked))] {
		item := b.show().Statement(ctx, c.Record, c.Statement, a.Query.Words, c.Also)
		if c.First {
			item.Facts = append(item.Facts, "quoted for the first time")
		}
		item.Actions = append(item.Actions, why(a.Request.Request, w, item.Receipt))
		card.Items = append(card.Items, item)
	}
	if card.Total == 0 {
		card.Notice = wording.Join(card.Notice, "Nothing new"+wording.About(a.Topic)+".")
	}
	card.Footer = b.show().Footer(a, *card, "new statement", wording.Count(d.articles, "new article"))
	if card.Total > 0 {
		card.Actions = append(card.Actions, present.PageActions(a.Request.Request, *card, a.Query.Limit)...)
	}
	return nil
}

// digestMore adds who is quoted for the first time, the dates that the new
// articles name most, and how much was said on the last days.
func (b *Briefing) digestMore(ctx context.Context, card *bot.Card, d *newArticles, a query.Parsed) error {
	var names []string
	for _, c := range d.statements.Candidates() {
		if name := c.Speaker; c.First && name != "" && !slices.Contains(names, name) && len(names) < digestNames {
			names = append(names, name)
			card.Actions = append(card.Actions, bot.Ask(name, "who-is", "name", name))
		}
	}
	if len(names) > 0 {
		card.Text = append(card.Text, "Quoted for the first time: "+strings.Join(names, ", ")+".")
		card.Actions = card.Actions[:min(len(card.Actions), 8)]
	}
	card.Items = append(card.Items, d.dates(b, a.Query.Words)...)
	q := a.Query
	q.Offset, q.Limit = 0, 0
	unit := article.Unknown
	if !d.window.until.IsZero() {
		q.Since, unit = d.window.until.AddDate(0, 0, -digestDays), article.Day
	}
	var err error
	card.Picture, err = chart.Speakers(ctx, b.Index, "Statements"+wording.About(a.Topic), q, unit)
	return err
}

// why is the button that explains a row of a digest of the articles named.
func why(r bot.Request, articles, receipt string) bot.Action {
	pairs := []string{"what", receipt, "articles", articles}
	for _, name := range []string{"topic", "by", "source"} {
		pairs = append(pairs, name, r.Args[name])
	}
	return bot.Ask("Why", "digest why", pairs...)
}
