// Package schedule posts digests and what watches found: when, once only, and
// catching up. What is posted is made by the Mux, and brought to people by a
// platform's bot.Poster.
package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// rule is when a subscription is due: a time of day in a zone, on some days of
// the week.
type rule struct {
	hour, minute int
	days         []time.Weekday // all where empty
	zone         *time.Location
}

// weekdayNames are the days as people name them.
var weekdayNames = map[string]time.Weekday{"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday}

// Check says what is wrong with when a subscription is due, as a *bot.Error.
func Check(s bot.Subscription) error {
	_, err := ruleOf(s)
	return err
}

func ruleOf(s bot.Subscription) (rule, error) {
	var r rule
	at, err := time.Parse("15:04", s.At)
	if err != nil {
		return r, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is no time of day: write at:08:00.", s.At)}
	}
	if r.zone, err = time.LoadLocation(s.Zone); err != nil || s.Zone == "" {
		return r, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is no time zone: write tz:Europe/Stockholm.", s.Zone)}
	}
	r.hour, r.minute = at.Hour(), at.Minute()
	switch days := strings.ToLower(s.Days); days {
	case "", "daily":
	case "weekdays":
		r.days = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	default:
		for name := range strings.SplitSeq(days, ",") {
			day, ok := weekdayNames[name[:min(3, len(name))]]
			if !ok {
				return r, &bot.Error{Usage: true, Message: fmt.Sprintf("%q is no day: write days:weekdays, days:daily or days:mon,thu.", name)}
			}
			r.days = append(r.days, day)
		}
	}
	return r, nil
}

// on returns the instant at which the rule is due on a calendar date. A time that
// the clocks leave out is due at the first minute after; one that they show
// twice, at the first of both.
func (r rule) on(year int, month time.Month, day int) time.Time {
	wall := time.Date(year, month, day, r.hour, r.minute, 0, 0, time.UTC)
	var first, gap time.Time
	// The offsets a day before and after are those on both sides of any change.
	for _, near := range []time.Time{wall.Add(-24 * time.Hour), wall.Add(24 * time.Hour)} {
		_, offset := near.In(r.zone).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(r.zone)
		y, m, d := at.Date()
		shown := y == year && m == month && d == day && at.Hour() == r.hour && at.Minute() == r.minute
		switch {
		case shown && (first.IsZero() || at.Before(first)):
			first = at
		case !shown && gap.IsZero():
			gap, _ = at.ZoneBounds() // read with the offset before the change it lies after it
		}
	}
	if first.IsZero() {
		return gap
	}
	return first
}

// latest returns the last due instant that is not after now and not before since,
// and its local date; ok is false where there is none.
func (r rule) latest(since, now time.Time) (at time.Time, date string, ok bool) {
	today := now.In(r.zone)
	for back := range 9 { // a week, and a day on either side for changes of zone
		day := time.Date(today.Year(), today.Month(), today.Day()+1-back, 12, 0, 0, 0, time.UTC)
		if len(r.days) > 0 && !slices.Contains(r.days, day.Weekday()) {
			continue
		}
		at := r.on(day.Year(), day.Month(), day.Day())
		if at.After(now) {
			continue
		}
		return at, day.Format(time.DateOnly), !at.Before(since)
	}
	return time.Time{}, "", false
}

// next returns the first due instant after now.
func (r rule) next(now time.Time) time.Time {
	today := now.In(r.zone)
	for ahead := range 10 {
		day := time.Date(today.Year(), today.Month(), today.Day()-1+ahead, 12, 0, 0, 0, time.UTC)
		if len(r.days) > 0 && !slices.Contains(r.days, day.Weekday()) {
			continue
		}
		if at := r.on(day.Year(), day.Month(), day.Day()); at.After(now) {
			return at
		}
	}
	return now.Add(24 * time.Hour)
}

// Next returns when a digest is due next; zero where it never is.
func Next(s bot.Subscription, now time.Time) time.Time {
	r, err := ruleOf(s)
	if err != nil || s.Paused != "" {
		return time.Time{}
	}
	return r.next(now)
}
