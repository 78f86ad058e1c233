package wording

import (
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Date returns a date for people, no more exact than it is known.
func Date(t time.Time, p article.Precision) string {
	switch p {
	case article.Decade:
		return t.Format("2006") + "s"
	case article.Year:
		return t.Format("2006")
	case article.Quarter:
		return quarter(t)
	case article.Month:
		return t.Format("January 2006")
	case article.Week:
		return "week of " + t.Format("2 January 2006")
	}
	return t.Format("Mon 2 Jan 2006")
}

// quarter returns three months for people: a season where they begin as one does, so that none of the
// calendar's quarters is meant.
func quarter(t time.Time) string {
	switch t.Month() {
	case time.March:
		return t.Format("spring 2006")
	case time.June:
		return t.Format("summer 2006")
	case time.September:
		return t.Format("autumn 2006")
	case time.December:
		return fmt.Sprintf("winter %d–%02d", t.Year(), (t.Year()+1)%100)
	}
	return "quarter from " + t.Format("January 2006")
}

// Period returns a period for people: 1–31 May 2025. Until is exclusive.
func Period(since, until time.Time) string {
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

// InPeriod returns a period as the end of a sentence: "in 1–31 May 2025", "on 3 May
// 2025", "since 3 May 2025".
func InPeriod(period string) string {
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
