package digests

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// spanOf reads the window that a request names, the newest articles if it names none.
func (c Commands) spanOf(ctx context.Context, r query.Request) (span, error) {
	var w span
	if from, to, ok := strings.Cut(r.Args["window"], "/"); ok {
		w.since, _ = time.Parse("2006-01-02T15:04Z", from) // for people; the numbers tell what is in
		w.until, _ = time.Parse("2006-01-02T15:04Z", to)
	}
	numbers := strings.Trim(r.Args["articles"], `"`)
	if numbers == "" {
		last, err := c.Archive.Last(ctx)
		w.after, w.through = last-min(last, defaultWindow), last
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

// span is a digest's window: the articles numbered from after+1 to through.
type span struct {
	after, through uint32
	since, until   time.Time // when they came in; zero if unknown
}

// String returns the window in words.
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
