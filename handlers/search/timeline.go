package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TimelineCommand returns the command that tells what happened when.
func TimelineCommand() bot.Command {
	params := []bot.Param{query.TopicParam()}
	params = append(params, query.PeriodParams()...)
	params = append(params, query.ByParam(), query.SourceParam(),
		bot.Param{Name: "sort", Kind: bot.Choice, Choices: []string{"oldest", "newest"}, Help: "all dates in order, rather than those reported most"},
		bot.Param{Name: "rows", Kind: bot.Choice, Choices: []string{"dates", "sentences"}, Help: "a row a date, or a row a sentence, as with on:"},
		bot.Param{Name: "by-unit", Kind: bot.Choice, Choices: []string{"day", "week", "month"}, Help: "what a bar of the picture counts"},
		query.LimitParam("10"), query.ZoneParam())
	return bot.Command{
		Name: "timeline", Tails: true, Summary: "What happened when, in the articles' own sentences, oldest first",
		Params: params, Examples: []string{"/timeline {topic}", "/timeline {topic} by-unit:week", "/timeline since:{month}", "/timeline"},
	}
}

const timelineLimit = 10

// timeline is an answer that is being made.
type timeline struct {
	query.Parsed
	found     index.Chronology
	sentences bool // a row is a sentence rather than a date
}

// AnswerTimeline answers with what happened when.
func (c Commands) AnswerTimeline(ctx context.Context, r query.Request) (bot.Card, error) {
	a, err := c.Reader.Read(ctx, r, "topic")
	if err != nil {
		c.noteUnknown(ctx, r, err)
		return bot.Card{}, err
	}
	if a.Query.Limit == 0 {
		a.Query.Limit = timelineLimit
	}
	t := timeline{Parsed: a, sentences: r.Args["rows"] == "sentences" || r.Args["rows"] == "" && r.Args["on"] != ""}
	find := c.Index.Chronology
	if t.sentences {
		find = c.Index.DatedSentences
		t.Query.Within = !a.Query.Since.IsZero() && !a.Query.Until.IsZero()
	}
	if t.found, err = find(ctx, t.Query); err != nil {
		return bot.Card{}, fmt.Errorf("search events: %w", err)
	}
	title := "Timeline"
	if a.Topic != "" {
		title += " of " + a.Topic
	}
	card := c.Show.Card(t.Parsed, title)
	card.Total, t.Unread = t.found.Total, t.found.Unread
	if err := c.addTimelineRows(ctx, &card, t); err != nil {
		return card, err
	}
	card.Picture = chart.Timeline(t.found, r.Args["by-unit"], func(_ string, from time.Time, unit article.Precision) bot.Call {
		return t.on(query.Canonical(from, unit))
	})
	return c.finishTimeline(ctx, card, t)
}

// Headings of the rows that are listed separately.
const (
	besideHeading    = "Other dates in the same articles"
	sentencesHeading = "Other sentences of the same articles"
	undatedHeading   = "Without a date"
)

// addTimelineRows adds the rows of a page. Those beside the topic and those without a
// date have a heading.
func (c Commands) addTimelineRows(ctx context.Context, card *bot.Card, t timeline) error {
	last := ""
	missing, whole := missingWords(t.Query.Words), 0
	for i, hit := range t.found.Hits {
		r, ok, err := c.Show.Load(ctx, hit.Article)
		if err != nil {
			return fmt.Errorf("read article %s: %w", hit.Article, err)
		}
		if !ok || hit.Event >= len(r.Events) {
			continue
		}
		heading := ""
		var item bot.Item
		switch {
		case hit.Event < 0:
			item = c.publishedRow(r, hit, t)
		case t.Query.Offset+i >= t.found.Dates:
			heading, item = undatedHeading, c.undatedRow(r, hit, t)
		default:
			if item = c.eventRow(ctx, r, hit, t); hit.Beside {
				heading = besideHeading
				if t.sentences {
					heading = sentencesHeading
				}
			}
		}
		if heading != last {
			item.Heading, last = heading, heading
		}
		if lacks := missing(hit); lacks != "" {
			item.Facts = append(item.Facts, "not in the article: "+lacks)
		} else {
			whole++
		}
		card.Items = append(card.Items, item)
	}
	if whole == 0 && len(card.Items) > 0 {
		card.Notice = wording.Join(card.Notice, "No article listed has all of these words.")
	}
	return nil
}

// missingWords returns a function that returns which words of a topic the article of a row has in
// no form, in quotation marks: a timeline has articles with some of them, too.
func missingWords(words index.Words) func(index.Hit) string {
	own := ownWords(words)
	told := slices.Concat(own.Terms, own.Phrases)
	return func(hit index.Hit) string {
		var each []string
		for _, w := range hit.Lacking {
			if !slices.Contains(told, w) {
				w = query.ContentWords(w)
			}
			if len(told) > 1 && slices.Contains(told, w) {
				each = append(each, "“"+w+"”")
			}
		}
		return strings.Join(each, ", ")
	}
}

// publishedRow returns the row of a day on which much was published where no sentence
// names it.
func (c Commands) publishedRow(r article.Record, hit index.Hit, t timeline) bot.Item {
	item := c.Show.Passage(r, t.Query.Words, hit.Passage)
	item.Said = present.Published(r.Article)
	item.Said.Value = item.Said.Value[:min(len(item.Said.Value), len(time.DateOnly))]
	item.Label = item.Said.Text
	item.Facts = []string{"day of publication"}
	return t.withOthers(item, hit, t.on(item.Said.Value))
}

// eventRow returns the row of a dated sentence.
func (c Commands) eventRow(ctx context.Context, r article.Record, hit index.Hit, t timeline) bot.Item {
	e := r.Events[hit.Event]
	item := c.Show.Passage(r, t.Query.Words, e.Sentence)
	item.Said, item.Possible = present.When(r, e.Date), e.Possible
	item.Label = item.Said.Text
	item.AlsoIn = c.Show.Copies(ctx, hit.Also)
	item = t.withOthers(item, hit, t.onDate(e.Date))
	item.Actions = append(item.Actions, bot.Ask("Context", "context", "receipt", item.Receipt))
	return item
}

// undatedRow returns the row of a sentence whose date could not be resolved, as where
// its article's own date is unknown.
func (c Commands) undatedRow(r article.Record, hit index.Hit, t timeline) bot.Item {
	e := r.Events[hit.Event]
	item := c.Show.Passage(r, t.Query.Words, e.Sentence)
	item.Label, item.Said = "date unknown", present.When(r, e.Date)
	item.Actions = []bot.Action{bot.Ask("Context", "context", "receipt", item.Receipt)}
	return item
}

// withOthers says how many other sentences a row's date has, with a button that shows
// all of them.
func (t timeline) withOthers(item bot.Item, hit index.Hit, call bot.Call) bot.Item {
	if hit.More == 0 {
		return item
	}
	item.Facts = append(item.Facts, wording.Count(hit.More, "other sentence")+" of this date")
	item.Actions = append(item.Actions, bot.Action{Kind: bot.Run, Label: fmt.Sprintf("All %d of this date", hit.More+1), Call: call})
	return item
}

// on returns the call that asks for all sentences of a day, week, month or year.
func (t timeline) on(date string) bot.Call {
	call := bot.Call{Command: "timeline"}.With("on", date)
	for _, name := range []string{"topic", "by", "source", "tz"} {
		call = call.With(name, t.Request.Args[name])
	}
	return call
}

// onDate returns the call that asks for all sentences of a date.
func (t timeline) onDate(d article.Date) bot.Call {
	if value := query.Canonical(d.From, d.Precision); value != "" {
		return t.on(value)
	}
	call := t.on("").With("since", d.From.Format(time.DateOnly))
	return call.With("until", d.To.AddDate(0, 0, -1).Format(time.DateOnly)).With("rows", "sentences")
}

// finishTimeline adds what is said about the rows, and the buttons.
func (c Commands) finishTimeline(ctx context.Context, card bot.Card, t timeline) (bot.Card, error) {
	if card.Total == 0 {
		card.Footer = c.Show.Footer(t.Parsed, card, "date")
		return c.noDates(ctx, card, t.Parsed)
	}
	call := t.Request.Call
	if t.found.Selected {
		most := fmt.Sprintf("The %d dates reported most, of %d.", len(card.Items), t.found.Dates)
		if len(card.Items) == 1 {
			most = fmt.Sprintf("The date reported most, of %d.", t.found.Dates)
		}
		card.Notice = wording.Join(card.Notice, most)
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: "All " + wording.Count(t.found.Dates, "date"), Call: call.With("sort", "oldest")})
	}
	if n := t.found.UndatedArticles; n > 0 && t.Query.Offset == 0 {
		verb := " have no publication date: their"
		if n == 1 {
			verb = " has no publication date: its"
		}
		card.Notice = wording.Join(card.Notice, wording.Count(n, "article")+verb+` relative dates ("Monday", "last month") stay unresolved.`)
	}
	card.Footer = c.Show.FooterOf(t.Parsed, t.shown(len(card.Items)))
	card.Actions = append(card.Actions, t.pageActions(card)...)
	if t.Topic == "" {
		return card, nil
	}
	said, err := c.Index.AnyStatement(ctx, index.Query{Words: t.Query.Words, Scope: t.Query.Scope})
	if err != nil {
		return card, fmt.Errorf("look for statements: %w", err)
	}
	if said {
		card.Actions = append(card.Actions, bot.Ask("Who said what", "who-said", "topic", t.Topic))
	}
	return card, nil
}

// shown says which of the rows are on the page.
func (t timeline) shown(rows int) string {
	what := "date"
	if t.sentences {
		what = "sentence"
	}
	dated := max(0, min(rows, t.found.Dates-t.Query.Offset))
	var parts []string
	switch {
	case t.found.Selected:
		parts = append(parts, fmt.Sprintf("%d most reported of %s", rows, wording.Count(t.found.Dates, what)))
	case dated > 0 || rows == 0:
		parts = append(parts, present.Range(t.Query.Offset, dated, t.found.Dates, what))
	}
	switch undated := rows - dated; {
	case undated > 0:
		parts = append(parts, present.Range(max(0, t.Query.Offset-t.found.Dates), undated, t.found.Undated, "sentence")+" without a date")
	case t.found.Undated > 0:
		parts = append(parts, wording.Count(t.found.Undated, "sentence")+" without a date")
	}
	return strings.Join(parts, ", ")
}

// pageActions returns the buttons of pages, sharing and export. What is exported is
// every sentence if a file can hold them, else every date.
func (t timeline) pageActions(card bot.Card) []bot.Action {
	actions := present.PageActions(t.Request.Request, card, t.Query.Limit)
	if t.found.Selected {
		actions = slices.DeleteFunc(actions, func(a bot.Action) bool { return a.Kind == bot.Page })
	}
	for i, a := range actions {
		if a.Kind != bot.Export {
			continue
		}
		if a.Call = a.Call.With("sort", cmp.Or(a.Call.Args["sort"], "oldest")); t.found.Sentences()+t.found.Undated <= bot.MaxExport {
			a.Call = a.Call.With("rows", "sentences")
		}
		actions[i].Call = a.Call
	}
	return actions
}
