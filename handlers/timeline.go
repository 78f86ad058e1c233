package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

const timelineLimit = 10

func (b *Briefing) timeline() bot.Command {
	params := []bot.Param{b.topicParam(false)}
	params = append(params, periodParams()...)
	params = append(params, b.byParam(), b.sourceParam(),
		bot.Param{Name: "by-unit", Kind: bot.Choice, Choices: []string{"day", "week", "month"}, Help: "what a bar of the picture counts"},
		limitParam("10"), zoneParam())
	return bot.Command{
		Name: "timeline", Tails: true, Summary: "What happened when, in the articles' own sentences, oldest first",
		Params: params, Examples: []string{"/timeline {topic}", "/timeline {topic} since:3m by-unit:week", "/timeline"},
		Handle: b.answerTimeline,
	}
}

func (b *Briefing) answerTimeline(ctx context.Context, r bot.Request) (bot.Card, error) {
	a, err := b.understand(ctx, r, "topic")
	if err != nil {
		return bot.Card{}, err
	}
	if a.query.Limit == 0 {
		a.query.Limit = timelineLimit
	}
	found, err := b.Index.Chronology(ctx, a.query, undatedLimit)
	if err != nil {
		return bot.Card{}, fmt.Errorf("search events: %w", err)
	}
	title := "Timeline"
	if a.topic != "" {
		title += " of " + a.topic
	}
	card := b.newCard(a, title)
	card.Total, a.unread = found.Total, found.Unread
	for _, hit := range found.Hits {
		if err := b.addEvent(ctx, &card, hit, a.query.Words); err != nil {
			return card, err
		}
	}
	if err := b.addUndated(ctx, &card, a, found.Undated); err != nil {
		return card, err
	}
	card.Picture = picture(title, found, pictureUnit(a.request.Args["by-unit"], found))
	return b.finishTimeline(ctx, card, a)
}

func (b *Briefing) finishTimeline(ctx context.Context, card bot.Card, a asked) (bot.Card, error) {
	if card.Total == 0 && len(card.Items) == 0 {
		card.Notice = join(card.Notice, "Nothing dated"+about(a.topic)+inPeriod(a.period)+".")
		card.Actions = append(card.Actions, run("Passages", "ask", "question", a.topic), run("Topics", "topics"))
		card.Footer = b.footer(a, card, "date")
		return card, nil
	}
	card.Footer = b.footer(a, card, "date")
	card.Actions = append(card.Actions, pageActions(a.request, card, a.query.Limit)...)
	if a.topic != "" {
		card.Actions = append(card.Actions, run("Who said what", "who-said", "topic", a.topic))
	}
	return card, nil
}

func about(topic string) string {
	if topic == "" {
		return ""
	}
	return " about " + topic
}

// addEvent adds the row of a dated sentence, or of a day on which much was
// published where no sentence names it.
func (b *Briefing) addEvent(ctx context.Context, card *bot.Card, hit index.Hit, words index.Words) error {
	r, ok, err := b.record(ctx, hit.Article)
	if err != nil || !ok {
		return err
	}
	if hit.Event < 0 {
		item := b.passageItem(r, words, hit.Passage)
		item.Said = published(r.Article)
		item.Said.Value = item.Said.Value[:min(len(item.Said.Value), len("2006-01-02"))]
		item.Label = item.Said.Text
		item.Facts = []string{"day of publication"}
		card.Items = append(card.Items, item)
		return nil
	}
	e := r.Events[hit.Event]
	item := b.passageItem(r, words, e.Sentence)
	item.Said, item.Possible = when(r, e.Date), e.Possible
	item.Label = item.Said.Text
	item.AlsoIn = b.copies(ctx, hit.Also)
	if hit.More > 0 {
		item.Facts = []string{count(hit.More, "other sentence") + " of this date"}
	}
	item.Actions = []bot.Action{run("Context", "context", "receipt", item.Receipt)}
	card.Items = append(card.Items, item)
	return nil
}

const undatedLimit = 5

// addUndated adds, apart and last, sentences whose date could not be resolved
// since their article's own date is unknown, on the first page.
func (b *Briefing) addUndated(ctx context.Context, card *bot.Card, a asked, found index.Result) error {
	if a.query.Offset > 0 {
		return nil
	}
	if found.Articles > 0 {
		verb := " have no publication date: their"
		if found.Articles == 1 {
			verb = " has no publication date: its"
		}
		card.Notice = join(card.Notice, count(found.Articles, "article")+verb+
			` relative dates ("Monday", "last month") stay unresolved.`)
	}
	for _, hit := range found.Hits {
		r, ok, err := b.record(ctx, hit.Article)
		if err != nil {
			return fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || hit.Event < 0 {
			continue
		}
		item := b.passageItem(r, a.query.Words, r.Events[hit.Event].Sentence)
		item.Label, item.Said = "date unknown", when(r, r.Events[hit.Event].Date)
		card.Items = append(card.Items, item)
	}
	return nil
}

// picture counts what was reported when; nil where that is one bar or none.
func picture(title string, found index.Chronology, unit article.Precision) *bot.Picture {
	days := found.Days(unit)
	if len(days) < 2 {
		return nil
	}
	p := &bot.Picture{Title: title, Unit: unit.String(), Series: []bot.Series{{}}}
	most := days[0]
	total := 0
	for _, d := range days {
		p.Series[0].Points = append(p.Series[0].Points, bot.Point{From: d.From, Label: dateText(d.From, unit), Count: d.Count})
		if total += d.Count; d.Count > most.Count {
			most = d
		}
	}
	last := days[len(days)-1]
	p.Alt = fmt.Sprintf("%s: %d reports from %s to %s by %s, most (%d) on %s.", title, total,
		dateText(days[0].From, unit), dateText(last.From, unit), unit, most.Count, dateText(most.From, unit))
	return p
}

// pictureUnit is the unit asked for, or the finest that gives at most 62 bars.
func pictureUnit(asked string, found index.Chronology) article.Precision {
	units := map[string]article.Precision{"day": article.Day, "week": article.Week, "month": article.Month}
	if unit, ok := units[asked]; ok {
		return unit
	}
	months := found.Days(article.Month)
	if len(months) == 0 {
		return article.Day
	}
	span := months[len(months)-1].From.Sub(months[0].From).Hours() / 24
	switch {
	case span <= 31:
		return article.Day
	case span <= 366:
		return article.Week
	}
	return article.Month
}

// timelineQuestion says whether a question asks for dates.
func timelineQuestion(q string) (topic string, ok bool) {
	lower := strings.ToLower(q)
	for _, start := range []string{"timeline of ", "timeline for ", "timeline about ", "chronology of ", "when did ", "when was ",
		"when were ", "when will ", "when is ", "what happened when "} {
		if strings.HasPrefix(lower, start) {
			return strings.Trim(q[len(start):], " ?."), true
		}
	}
	return "", false
}
