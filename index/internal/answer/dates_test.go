package answer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/answer"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
)

// TestDays counts three days, a month and a year, in days, weeks and months.
func TestDays(t *testing.T) {
	dates := answer.Dates{}
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	for _, d := range []time.Time{day(2025, 6, 2), day(2025, 5, 30), day(2025, 6, 1), day(2025, 6, 2)} { // 2 June is a Monday
		dates.Add(period.New(d, d.AddDate(0, 0, 1), article.Day))
	}
	dates.Add(period.New(day(2025, 5, 1), day(2025, 6, 1), article.Month))
	dates.Add(period.New(day(2024, 1, 1), day(2025, 1, 1), article.Year))
	for unit, want := range map[article.Precision]string{
		article.Day:   "2025-05-30: 1, 2025-06-01: 1, 2025-06-02: 2",
		article.Week:  "2025-05-26: 2, 2025-06-02: 2",
		article.Month: "2025-05-01: 2, 2025-06-01: 3",
	} {
		var out []string
		for _, d := range dates.Days(unit) {
			out = append(out, fmt.Sprintf("%s: %d", d.From.Format(time.DateOnly), d.Count))
		}
		if got := strings.Join(out, ", "); got != want {
			t.Errorf("%v: %s, want %s", unit, got, want)
		}
	}
}
