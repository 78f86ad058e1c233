package handlers

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// parsedQuery is a request as it was understood: what to search, and what to say about
// how it was read.
type parsedQuery struct {
	request request
	query   index.Query
	topic   string // as typed
	by      string // the speaker's full name
	source  string
	period  string   // for people: 1–31 May 2025
	unread  int      // of the oldest articles, left out for so common a word
	notices []string // of dates outside the briefing and the like
}

// understand turns the arguments that most commands share into a query. Its
// errors are *bot.Error: names that nobody bears, ambiguous names, reversed dates.
func (b *Briefing) understand(ctx context.Context, r request, words string) (parsedQuery, error) {
	topic, cut, err := cutTopic(typedTopic(r.Args[words]))
	if err != nil {
		return parsedQuery{request: r}, err
	}
	a := parsedQuery{request: r, topic: topic}
	if cut {
		offset := r.Offset
		a.request.Call = r.Call.With(words, topic).At(offset)
		a.notices = append(a.notices, fmt.Sprintf("This has more than %d words: the first %d were used.", index.MaxWords, index.MaxWords))
	}
	a.query = index.Query{
		Scope: r.scope, Words: topicWords(a.topic), Verb: r.Args["verb"], Sort: index.Sort(r.Args["sort"]),
		Offset: r.Offset, Limit: rowLimit(r.Request, 0),
	}
	if len(a.query.Words.Phrases) > index.MaxPhrases {
		a.query.Words.Phrases = a.query.Words.Phrases[:index.MaxPhrases]
		a.notices = append(a.notices, fmt.Sprintf("The first %d phrases were used.", index.MaxPhrases))
	}
	if n := len(strings.Fields(a.query.Verb)); n > index.MaxNameWords {
		return a, &bot.Error{Usage: true, Message: fmt.Sprintf("verb: takes a reporting word such as warned, and it has %s here.", count(n, "word"))}
	}
	if kind := r.Args["kind"]; kind != "" {
		a.query.Kinds = []article.Kind{article.Kind(kind)}
	}
	if err := b.readSpeaker(ctx, &a); err != nil {
		return a, err
	}
	if err := b.readSource(ctx, &a); err != nil {
		return a, err
	}
	return a, b.readPeriod(&a)
}

// filler is what people type before a topic: who said what about water?
var filler = regexp.MustCompile(`(?i)^(?:(?:what|anything|something) )?(?:about|regarding|concerning) `)

// typedTopic is a topic without filler and the question's mark.
func typedTopic(s string) string {
	return filler.ReplaceAllString(strings.TrimRight(strings.TrimSpace(s), "?!. "), "")
}

// readSpeaker finds the one person that by: means.
func (b *Briefing) readSpeaker(ctx context.Context, a *parsedQuery) error {
	name := plain(a.request.Args["by"])
	if name == "" {
		return nil
	}
	p, err := b.onePerson(ctx, a.request, name, func(full string) bot.Call { return a.request.Call.With("by", full) })
	if err != nil {
		return err
	}
	a.by, a.query.By = p.Name, []string{p.Key}
	return nil
}

// readSource finds the outlets that source: means, within those that the place may see.
func (b *Briefing) readSource(ctx context.Context, a *parsedQuery) error {
	name := plain(a.request.Args["source"])
	if name == "" {
		return nil
	}
	sources, err := b.Index.Sources(ctx, a.request.scope)
	if err != nil {
		return fmt.Errorf("list outlets: %w", err)
	}
	var exact, part, all []string
	for _, s := range sources {
		all = append(all, s.Name)
		switch {
		case strings.EqualFold(s.Name, name):
			exact = append(exact, s.Name)
		case strings.Contains(strings.ToLower(s.Name), strings.ToLower(name)):
			part = append(part, s.Name)
		}
	}
	if a.query.Sources = exact; len(exact) == 0 {
		a.query.Sources = part
	}
	if a.source = strings.Join(a.query.Sources, ", "); a.source == "" {
		return noSource(name, all, a.request.Call)
	}
	return nil
}

func noSource(name string, all []string, call bot.Call) error {
	e := &bot.Error{Message: fmt.Sprintf("No outlet %s in the briefing.", name)}
	if near, ok := bot.Nearest(name, all); ok {
		e.Message += fmt.Sprintf(" Did you mean %s?", near)
		e.Actions = append(e.Actions, bot.Action{Kind: bot.Run, Label: near, Call: call.With("source", near)})
	}
	e.Actions = append(e.Actions, run("Outlets", "sources"))
	return e
}

// readPeriod sets the query's period and says where the briefing does not
// reach it.
func (b *Briefing) readPeriod(a *parsedQuery) error {
	args, zone := a.request.Args, a.request.In()
	since, until := args["since"], args["until"]
	if on := args["on"]; on != "" {
		since, until = on, on
	}
	var err error
	if since != "" {
		if a.query.Since, _, err = bot.Period(since, zone); err != nil {
			return fmt.Errorf("read since: %w", err)
		}
	}
	if until != "" {
		if _, a.query.Until, err = bot.Period(until, zone); err != nil {
			return fmt.Errorf("read until: %w", err)
		}
	}
	if !a.query.Since.IsZero() && !a.query.Until.IsZero() && !a.query.Since.Before(a.query.Until) {
		return reversed(a.request, since, until)
	}
	a.period = periodText(a.query.Since, a.query.Until)
	b.noticeOutside(a)
	return nil
}

func reversed(r request, since, until string) error {
	turned := r.Call.With("since", until).With("until", since)
	return &bot.Error{
		Message: fmt.Sprintf("since:%s is after until:%s.", since, until),
		Actions: []bot.Action{
			{Kind: bot.Run, Label: "Swap dates", Call: turned},
			{Kind: bot.Run, Label: "Any date", Call: r.Call.With("since", "").With("until", "")},
		},
	}
}

// noticeOutside says where the asked period leaves the briefing.
func (b *Briefing) noticeOutside(a *parsedQuery) {
	stats := b.Index.Stats()
	if stats.From.IsZero() {
		return
	}
	now := a.request.Now
	switch from, to := a.query.Since, a.query.Until; {
	case !from.IsZero() && !now.IsZero() && from.After(now):
		a.notices = append(a.notices, fmt.Sprintf("%s lies in the future.", from.Format("2 Jan 2006")))
	case !to.IsZero() && !to.After(startOfDay(stats.From)):
		a.notices = append(a.notices, fmt.Sprintf("The briefing begins on %s.", stats.From.Format("2 Jan 2006")))
	case !from.IsZero() && from.Before(startOfDay(stats.From)):
		a.notices = append(a.notices, fmt.Sprintf("The briefing begins on %s; this is what it has from then on.", stats.From.Format("2 Jan 2006")))
	case !from.IsZero() && from.After(stats.To):
		a.notices = append(a.notices, fmt.Sprintf("The newest article of the briefing is of %s.", stats.To.Format("2 Jan 2006")))
	}
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// periodText is a period for people; until is exclusive.
func periodText(since, until time.Time) string {
	const form = "2 Jan 2006"
	last := until.AddDate(0, 0, -1)
	switch {
	case since.IsZero() && until.IsZero():
		return ""
	case until.IsZero():
		return "since " + since.Format(form)
	case since.IsZero():
		return "until " + last.Format(form)
	case since.Equal(last):
		return since.Format(form)
	case since.Year() == last.Year() && since.Month() == last.Month():
		return fmt.Sprintf("%d–%s", since.Day(), last.Format(form))
	case since.Year() == last.Year():
		return since.Format("2 Jan") + " – " + last.Format(form)
	}
	return since.Format(form) + " – " + last.Format(form)
}

// inPeriod returns a period as the end of a sentence: "in 1–31 May 2025", "on 3 May
// 2025", "since 3 May 2025".
func inPeriod(period string) string {
	switch {
	case period == "":
		return ""
	case strings.HasPrefix(period, "since "), strings.HasPrefix(period, "until "):
		return " " + period
	case !strings.Contains(period, "–"):
		return " on " + period
	}
	return " in " + period
}

// reading says how the line was understood.
func (a parsedQuery) reading() string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, strings.TrimSpace(name+" "+value))
		}
	}
	add("topic", a.topic)
	add("by", a.by)
	if a.period != "" {
		add("", a.period+" ("+a.request.In().String()+")")
	}
	add("in", a.source)
	add("", a.request.Args["kind"])
	add("verb", a.request.Args["verb"])
	add("sorted", a.request.Args["sort"])
	return strings.Join(parts, " · ")
}

// read is the reading by parameter, for programs: always the same keys.
func (a parsedQuery) read() map[string]string {
	args := a.request.Args
	out := map[string]string{"topic": a.topic, "by": a.by, "since": "", "until": "", "source": a.source,
		"kind": args["kind"], "verb": args["verb"], "sort": args["sort"], "tz": a.request.In().String()}
	if !a.query.Since.IsZero() {
		out["since"] = a.query.Since.Format(time.DateOnly)
	}
	if !a.query.Until.IsZero() {
		out["until"] = a.query.Until.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return out
}
