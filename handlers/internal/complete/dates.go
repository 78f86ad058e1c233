package complete

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot"
)

const (
	// maxMonths is the maximum number of months offered, newest first.
	maxMonths = 12
	// notNow is the age of the newest article from which months go before today.
	notNow = 7 * 24 * time.Hour
)

// dates completes a date as it can be typed: today and the like, and the months and days
// of the briefing.
func (c Completer) dates(_ context.Context, r bot.Request, prefix string) []bot.Suggestion {
	typed := strings.ToLower(strings.Trim(prefix, `"`))
	var relative []bot.Suggestion
	for _, words := range []string{"today", "yesterday", "7d", "2w", "3m", "last week", "last month", "last year"} {
		if value, err := bot.ParseDate(words, r.Now, r.In()); err == nil && strings.HasPrefix(words, typed) {
			relative = append(relative, bot.Suggestion{Value: words, Note: value})
		}
	}
	stats := c.Index.Stats()
	if stats.To.IsZero() {
		return relative
	}
	months := monthsOf(stats.From.In(r.In()), stats.To.In(r.In()), typed)
	if r.Now.Sub(stats.To) > notNow {
		return first(slices.Concat(months, relative))
	}
	return first(slices.Concat(relative, months))
}

func first(all []bot.Suggestion) []bot.Suggestion { return all[:min(len(all), maxSuggestions)] }

// monthsOf returns the months from one day to another that begin as typed, by number or
// by name, newest first; days where a whole month was typed.
func monthsOf(from, to time.Time, typed string) []bot.Suggestion {
	var out []bot.Suggestion
	month := time.Date(to.Year(), to.Month(), 1, 0, 0, 0, 0, to.Location())
	for n := 0; n < maxMonths && !month.AddDate(0, 1, 0).Before(from); n++ {
		number, name := month.Format("2006-01"), month.Format("January 2006")
		switch {
		case strings.HasPrefix(typed, number+"-"):
			return daysOf(month, from, to, typed)
		case strings.HasPrefix(number, typed):
			out = append(out, bot.Suggestion{Value: number, Note: name})
		case strings.IndexFunc(typed, unicode.IsLetter) == 0 && strings.HasPrefix(strings.ToLower(name), typed):
			out = append(out, bot.Suggestion{Value: name, Note: number})
		}
		month = month.AddDate(0, -1, 0)
	}
	return out
}

func daysOf(month, from, to time.Time, typed string) []bot.Suggestion {
	var out []bot.Suggestion
	for day := month.AddDate(0, 1, -1); !day.Before(month); day = day.AddDate(0, 0, -1) {
		value := day.Format(time.DateOnly)
		if strings.HasPrefix(value, typed) && !day.After(to) && day.AddDate(0, 0, 1).After(from) {
			out = append(out, bot.Suggestion{Value: value, Note: day.Format("Mon 2 Jan")})
		}
	}
	return out
}
