package query

import (
	"cmp"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// readPeriod sets the query's period and says where the briefing does not
// reach it.
func (d Reader) readPeriod(a *Parsed) error {
	args, zone := a.Request.Args, a.Request.In()
	since, until := args["since"], args["until"]
	if on := args["on"]; on != "" {
		since, until = on, on
	}
	var err error
	if since != "" {
		if a.Query.Since, _, err = bot.Period(since, zone); err != nil {
			return fmt.Errorf("read since: %w", err)
		}
	}
	if until != "" {
		if _, a.Query.Until, err = bot.Period(until, zone); err != nil {
			return fmt.Errorf("read until: %w", err)
		}
	}
	if !a.Query.Since.IsZero() && !a.Query.Until.IsZero() && !a.Query.Since.Before(a.Query.Until) {
		return reversed(a.Request, since, until)
	}
	a.Period = wording.Period(a.Query.Since, a.Query.Until)
	d.noticeOutside(a)
	return nil
}

func reversed(r Request, since, until string) error {
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
func (d Reader) noticeOutside(a *Parsed) {
	stats := d.Index.StatsOf(a.Request.Scope)
	if stats.From.IsZero() {
		return
	}
	now := a.Request.Now
	switch from, to := a.Query.Since, a.Query.Until; {
	case !from.IsZero() && !now.IsZero() && from.After(now):
		a.Notices = append(a.Notices, fmt.Sprintf("%s lies in the future.", from.Format("2 Jan 2006")))
	case !to.IsZero() && !to.After(startOfDay(stats.From)):
		a.Notices = append(a.Notices, fmt.Sprintf("The briefing begins on %s.", stats.From.Format("2 Jan 2006")))
	case !from.IsZero() && from.Before(startOfDay(stats.From)):
		a.Notices = append(a.Notices, fmt.Sprintf("The briefing begins on %s; this is what it has from then on.", stats.From.Format("2 Jan 2006")))
	case !from.IsZero() && from.After(stats.To):
		a.Notices = append(a.Notices, fmt.Sprintf("The newest article of the briefing is of %s.", stats.To.Format("2 Jan 2006")))
	}
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// Canonical returns the period of a precision that begins at from, as since:, until: and
// on: take it; "" if none of them can name it. Parts of a day count as the day.
func Canonical(from time.Time, precision article.Precision) string {
	switch {
	case precision >= article.Day:
		return from.Format(time.DateOnly)
	case precision == article.Week:
		year, week := from.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case precision == article.Month:
		return from.Format("2006-01")
	case precision == article.Year:
		return from.Format("2006")
	}
	return ""
}

// StatementsOf returns what a bar of a request's statements asks: those of a person, ""
// for everybody, in a period.
func StatementsOf(r Request) func(name string, from time.Time, unit article.Precision) bot.Call {
	return func(name string, from time.Time, unit article.Precision) bot.Call {
		call := bot.Call{Command: "who-said"}.With("by", cmp.Or(name, r.Args["by"])).With("on", Canonical(from, unit))
		for _, option := range []string{"topic", "source", "tz"} {
			call = call.With(option, r.Args[option])
		}
		if call.Args["by"]+call.Args["topic"] == "" {
			return bot.Call{}
		}
		return call
	}
}
