package schedule

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestOn holds due instants against what a calendar and a clock on the wall say.
func TestOn(t *testing.T) {
	for _, c := range []struct{ zone, at, date, want string }{
		{"Europe/Stockholm", "08:00", "2026-11-26", "2026-11-26T08:00:00+01:00"},
		{"Europe/Stockholm", "02:30", "2026-03-29", "2026-03-29T03:00:00+02:00"}, // left out
		{"Europe/Stockholm", "02:30", "2026-10-25", "2026-10-25T02:30:00+02:00"}, // shown twice
		{"America/New_York", "02:00", "2026-03-08", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "01:30", "2026-11-01", "2026-11-01T01:30:00-04:00"},
		{"Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-04T02:30:00+11:00"}, // half an hour
		{"Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-05T01:45:00+11:00"},
		{"Asia/Kolkata", "23:59", "2026-06-30", "2026-06-30T23:59:00+05:30"},
		{"Pacific/Apia", "08:00", "2011-12-30", "2011-12-31T00:00:00+14:00"},      // a whole day
		{"America/Sao_Paulo", "00:00", "2018-11-04", "2018-11-04T01:00:00-02:00"}, // at midnight
	} {
		r, err := ruleOf(bot.Subscription{At: c.at, Zone: c.zone})
		if err != nil {
			t.Fatal(err)
		}
		day, _ := time.Parse(time.DateOnly, c.date)
		if got := r.on(day.Year(), day.Month(), day.Day()).Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s in %s: %s, want %s", c.date, c.at, c.zone, got, c.want)
		}
	}
}

func TestLatest(t *testing.T) {
	for _, c := range []struct{ days, now, want string }{
		{"daily", "2026-11-26T07:59:59Z", "2026-11-25"},
		{"daily", "2026-11-26T08:00:00Z", "2026-11-26"},
		{"weekdays", "2026-11-29T12:00:00Z", "2026-11-27"}, // Sunday: Friday's
		{"mon,thu", "2026-11-25T12:00:00Z", "2026-11-23"},
		{"sun", "2026-11-29T07:00:00Z", "2026-11-22"},
	} {
		r, err := ruleOf(bot.Subscription{At: "08:00", Days: c.days, Zone: "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		now, _ := time.Parse(time.RFC3339, c.now)
		if _, date, ok := r.latest(time.Time{}, now); date != c.want || !ok {
			t.Errorf("%s at %s: %s, want %s", c.days, c.now, date, c.want)
		}
	}
	for _, wrong := range []bot.Subscription{{At: "8", Zone: "UTC"}, {At: "08:00", Zone: "Mars"}, {At: "08:00", Zone: "UTC", Days: "someday"}, {At: "08:00", Zone: "UTC", Days: "mon,,fri"}} {
		if Check(wrong) == nil {
			t.Errorf("%+v is taken", wrong)
		}
	}
}
