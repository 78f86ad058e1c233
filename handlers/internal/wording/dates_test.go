package wording_test

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
)

// TestPeriod writes a period as people do; until is exclusive.
func TestPeriod(t *testing.T) {
	for _, row := range [][3]string{
		{"2025-05-01", "2025-05-31", "1–31 May 2025"},
		{"2025-05-19", "2025-05-19", "19 May 2025"},
		{"2025-04-28", "2025-05-02", "28 Apr – 2 May 2025"},
		{"2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"},
		{"2025-05-01", "", "since 1 May 2025"},
		{"", "2025-05", "until 31 May 2025"},
		{"", "", ""},
	} {
		since, _, _ := bot.Period(row[0], time.UTC)
		_, until, _ := bot.Period(row[1], time.UTC)
		if got := wording.Period(since, until); got != row[2] {
			t.Errorf("%v: %s", row, got)
		}
	}
}
