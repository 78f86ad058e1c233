package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
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
	return []bot.Param{b.topicParam(false), b.byParam(), b.sourceParam(),
		{Name: "max", Kind: bot.Number, Min: 1, Max: maxLimit, Help: "at most this many statements, 8 by default"},
		{Name: "style", Kind: bot.Choice, Choices: []string{"full", "quotes", "headlines"}, Help: "full, quotes alone, or headlines alone"},
		zoneParam()}
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
func (b *Briefing) answerDigest(ctx context.Context, r request) (bot.Card, error) {
	a, d, err := b.digestOf(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	card := b.newCard(a, "Digest"+about(a.topic))
	card.Reading = strings.Trim(d.window.String(a.request.In())+" · "+count(d.articles, "new article")+" · "+card.Reading, " ·")
	a.query.Limit = min(max(r.Args.Int("max", digestMax), 1), maxLimit)
	if r.Args["style"] == "headlines" {
		return b.list(a, card, d.headlines(b), "headline", "Nothing new"+about(a.topic)+"."), nil
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
func (b *Briefing) digestOf(ctx context.Context, r request) (parsedQuery, newArticles, error) {
	a, err := b.understand(ctx, r, "topic")
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
func (b *Briefing) spanOf(ctx context.Context, r request) (span, error) {
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
func (b *Briefing) digestRows(ctx context.Context, card *bot.Card, d *newArticles, a parsedQuery) error {
	ranked, err := d.statements.Rank(ctx, olderArticles{b, a.query.Scope})
	if err != nil {
		return fmt.Errorf("rank statements: %w", err)
	}
	card.Total = len(ranked)
	first := min(card.Offset, len(ranked))
	w := fmt.Sprintf("%d-%d", d.window.after+1, d.window.through)
	for _, c := range ranked[first:min(first+a.query.Limit, len(ranked))] {
		item := b.statementItem(ctx, c.Record, c.Statement, a.query.Words, c.Also)
		if c.First {
			item.Facts = append(item.Facts, "quoted for the first time")
		}
		item.Actions = append(item.Actions, why(a.request.Request, w, item.Receipt))
		card.Items = append(card.Items, item)
	}
	if card.Total == 0 {
		card.Notice = join(card.Notice, "Nothing new"+about(a.topic)+".")
	}
	card.Footer = b.footer(a, *card, "new statement", count(d.articles, "new article"))
	if card.Total > 0 {
		card.Actions = append(card.Actions, pageActions(a.request.Request, *card, a.query.Limit)...)
	}
	return nil
}

// digestMore adds who is quoted for the first time, the dates that the new
// articles name most, and how much was said on the last days.
func (b *Briefing) digestMore(ctx context.Context, card *bot.Card, d *newArticles, a parsedQuery) error {
	var names []string
	for _, c := range d.statements.Candidates() {
		if name := c.Speaker; c.First && name != "" && !slices.Contains(names, name) && len(names) < digestNames {
			names = append(names, name)
			card.Actions = append(card.Actions, run(name, "who-is", "name", name))
		}
	}
	if len(names) > 0 {
		card.Text = append(card.Text, "Quoted for the first time: "+strings.Join(names, ", ")+".")
		card.Actions = card.Actions[:min(len(card.Actions), 8)]
	}
	card.Items = append(card.Items, d.dates(b, a.query.Words)...)
	q := a.query
	q.Offset, q.Limit = 0, 0
	unit := article.Unknown
	if !d.window.until.IsZero() {
		q.Since, unit = d.window.until.AddDate(0, 0, -digestDays), article.Day
	}
	var err error
	card.Picture, err = b.speakersPicture(ctx, "Statements"+about(a.topic), q, unit)
	return err
}

// why is the button that explains a row of a digest of the articles named.
func why(r bot.Request, articles, receipt string) bot.Action {
	pairs := []string{"what", receipt, "articles", articles}
	for _, name := range []string{"topic", "by", "source"} {
		pairs = append(pairs, name, r.Args[name])
	}
	return run("Why", "digest why", pairs...)
}
