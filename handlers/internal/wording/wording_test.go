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
// TestSeason: three months that begin as a season does are one.
func TestSeason(t *testing.T) {
	for month, want := range map[time.Month]string{
		time.March: "spring 2025", time.June: "summer 2025", time.September: "autumn 2025", time.December: "winter 2025–26",
		time.January: "quarter from January 2025", time.October: "quarter from October 2025",
	} {
		if got := wording.Date(time.Date(2025, month, 1, 0, 0, 0, 0, time.UTC), article.Quarter); got != want {
			t.Errorf("%s: %q, want %q", month, got, want)
		}
	}
}

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

func TestSize(t *testing.T) {
	t.Parallel()
	for n, want := range map[int64]string{
		0: "0 kB", 1: "1 kB", 65_536: "66 kB", 999_000: "999 kB", 999_001: "1.0 MB", 1_540_000: "1.5 MB",
		99_900_000: "99.9 MB", 99_960_000: "100 MB", 233_836_544: "234 MB", 999_600_000: "1.0 GB", 2_700_000_000: "2.7 GB",
	} {
		if got := wording.Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}
