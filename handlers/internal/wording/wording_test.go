package wording_test

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestWording puts numbers and phrases as a person would.
func TestWording(t *testing.T) {
	for _, row := range [][2]string{
		{wording.Count(0, "article"), "0 articles"},
		{wording.Count(1, "article"), "1 article"},
		{wording.Count(999, "statement"), "999 statements"},
		{wording.Count(1000, "statement"), "1,000 statements"},
		{wording.Count(12345678, "statement"), "12,345,678 statements"},
		{wording.Count(1, "person"), "1 person"},
		{wording.Count(3, "person"), "3 people"},
		{wording.Megabytes(1_550_000), "1.6 MB"},
		{wording.Megabytes(0), "0.0 MB"},
		{wording.Join("", "One.", "", "Two."), "One. Two."},
		{wording.Join(), ""},
		{wording.FirstWords("a tap is not a guarantee", 3), "a tap is"},
		{wording.FirstWords("a tap", 3), "a tap"},
		{wording.About("water"), " about water"},
		{wording.About(""), ""},
		{wording.InPeriod(""), ""},
		{wording.InPeriod("3 May 2025"), " on 3 May 2025"},
		{wording.InPeriod("1–31 May 2025"), " in 1–31 May 2025"},
		{wording.InPeriod("since 3 May 2025"), " since 3 May 2025"},
	} {
		if row[0] != row[1] {
			t.Errorf("%q, want %q", row[0], row[1])
		}
	}
}

// TestDate is no more exact than a date is known.
func TestDate(t *testing.T) {
	day := time.Date(2025, 7, 14, 15, 4, 0, 0, time.UTC)
	for precision, want := range map[article.Precision]string{
		article.Decade: "2025s", article.Year: "2025", article.Quarter: "quarter from July 2025", article.Month: "July 2025",
		article.Week: "week of 14 July 2025", article.Day: "Mon 14 Jul 2025", article.Minute: "Mon 14 Jul 2025",
	} {
		if got := wording.Date(day, precision); got != want {
			t.Errorf("%v: %q, want %q", precision, got, want)
		}
	}
}
