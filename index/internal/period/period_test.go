package period_test

import (
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
)

// TestCivilPeriod checks that a calendar day is one day wherever it was printed, and
// that an exact time keeps its moment and belongs to its local day.
func TestCivilPeriod(t *testing.T) {
	east := time.FixedZone("", 9*3600)
	day := time.Date(2025, 5, 19, 0, 0, 0, 0, east)
	p := period.New(day, day.AddDate(0, 0, 1), article.Day)
	if want := time.Date(2025, 5, 19, 0, 0, 0, 0, time.UTC); !p.Day().Equal(want) || p.From != want.Unix() || p.To-p.From != period.SecondsADay {
		t.Errorf("day %v, %+v", p.Day(), p)
	}
	early := time.Date(2025, 5, 19, 3, 30, 0, 0, east) // the day before at UTC
	q := period.New(early, early.Add(time.Minute), article.Minute)
	if q.From != early.Unix() || q.Civil() || q.DayUnix() != p.From {
		t.Errorf("%+v on day %v", q, q.Day())
	}
}

func TestComparePeriods(t *testing.T) {
	at := func(day int) period.Period {
		from := time.Date(2025, 5, day, 0, 0, 0, 0, time.UTC)
		return period.New(from, from.AddDate(0, 0, 1), article.Day)
	}
	for _, c := range []struct {
		name           string
		a, b           period.Period
		newest, oldest int
	}{
		{"earlier", at(1), at(2), -1, -1},
		{"equal", at(2), at(2), 0, 0},
		{"unknown comes first, or last of the oldest", period.Period{}, at(2), -1, 1},
		{"two unknown ones", period.Period{}, period.Period{}, 0, 0},
	} {
		if got := c.a.Compare(c.b); got != c.newest {
			t.Errorf("%s: Compare %d", c.name, got)
		}
		if got := c.a.CompareOldest(c.b); got != c.oldest {
			t.Errorf("%s: CompareOldest %d", c.name, got)
		}
	}
}
