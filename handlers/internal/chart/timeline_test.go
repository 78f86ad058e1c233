package chart_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// chronology returns the timeline of sentences of these dates: 2026, 2026-10,
// 2026-10-03; one that may happen ends in a question mark.
func chronology(t *testing.T, dates ...string) index.Chronology {
	t.Helper()
	r := article.Record{Version: 1, Article: article.Article{ID: "a"}}
	for i, value := range dates {
		value, possible := strings.CutSuffix(value, "?")
		from, to, err := bot.Period(value, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		precision := map[int]article.Precision{4: article.Year, 7: article.Month, 10: article.Day}[len(value)]
		start := len(r.Text)
		r.Text += fmt.Sprintf("Event %d of all. ", i)
		r.Events = append(r.Events, article.Event{Sentence: article.Span{Start: start, End: len(r.Text) - 1}, Possible: possible,
			Date: article.Date{Value: value, Precision: precision, From: from, To: to}})
	}
	x, err := index.Open(t.Context(), t.TempDir(), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := x.Add(t.Context(), []article.Record{r}); err != nil {
		t.Fatal(err)
	}
	found, err := x.Chronology(t.Context(), index.Query{Scope: index.Everything()})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// each returns the days from first on, so many of them, step days apart.
func each(first string, n, step int) []string {
	day, _, _ := bot.Period(first, time.UTC)
	var out []string
	for i := range n {
		out = append(out, day.AddDate(0, 0, i*step).Format(time.DateOnly))
	}
	return out
}

// TestTimeline draws the time that most dates are of by a unit that suits it, and says
// what it leaves out.
func TestTimeline(t *testing.T) {
	for name, row := range map[string]struct {
		dates []string
		asked string
		want  string // unit, first and last bar, notes
	}{
		"some days":                     {each("2026-10-03", 9, 2), "", "day: Sat 3 Oct 2026 1 to Mon 19 Oct 2026 1"},
		"some months":                   {each("2026-08-03", 30, 4), "", "week: week of 3 August 2026 2 to week of 23 November 2026 2"},
		"some years":                    {each("2020-01-01", 50, 35), "", "month: January 2020 1 to September 2024 1"},
		"a century":                     {each("1900-06-01", 60, 650), "", "year: 1900 1 to 2005 1"},
		"years alone":                   {[]string{"1987", "1988", "1988", "1990"}, "", "year: 1987 1 to 1990 1"},
		"one date":                      {[]string{"2026-10-03"}, "", "nothing"},
		"no date":                       {nil, "", "nothing"},
		"a unit asked for":              {each("2026-10-03", 40, 1), "month", "month: October 2026 29 to November 2026 11"},
		"far dates":                     {append(each("2026-10-03", 20, 1), "1403-12-01", "1974-02-03", "2047-01-01"), "", "day: Sat 3 Oct 2026 1 to Thu 22 Oct 2026 1; Not drawn: 2 sentences on earlier dates, from Thu 1 Dec 1403; 1 sentence on later dates, up to Tue 1 Jan 2047."},
		"coarse dates":                  {append(each("2026-10-03", 20, 1), "2026-10", "2026", "2026-11"), "", "day: Sat 3 Oct 2026 1 to Thu 22 Oct 2026 1; Not drawn: 3 sentences with no exact day."},
		"mostly months":                 {append(each("2026-10-03", 2, 1), "2026-10", "2026-11", "2026-11", "2026-11"), "", "month: October 2026 3 to November 2026 3"},
		"days of years":                 {each("2020-01-01", 50, 35), "day", "month: January 2020 1 to September 2024 1; By month, since a bar for each day would be too thin."},
		"a week that begins before all": {append(each("2026-09-01", 9, 10), "1987-01-01"), "", "week: week of 31 August 2026 1 to week of 16 November 2026 1; Not drawn: 1 sentence on earlier dates, from week of 29 December 1986."},
		"what may happen":               {[]string{"2026-10-03", "2026-10-04?", "2026-10-05?"}, "", "day: Sat 3 Oct 2026 1 to Mon 5 Oct 2026 1, 2 possible"},
	} {
		t.Run(name, func(t *testing.T) {
			got := "nothing"
			if p := chart.Timeline(chronology(t, row.dates...), row.asked, nil); p != nil {
				points, possible := p.Series[0].Points, 0
				for _, point := range points {
					possible += point.Possible
				}
				first, last := points[0], points[len(points)-1]
				got = fmt.Sprintf("%s: %s %d to %s %d", p.Unit, first.Label, first.Count, last.Label, last.Count)
				if possible > 0 {
					got += fmt.Sprintf(", %d possible", possible)
				}
				got = strings.Join(append([]string{got}, p.Notes...), "; ")
				if p.Title != "Dated sentences per "+p.Unit || len(points) > 160 || !strings.Contains(p.Alt, strings.Join(p.Notes, " ")) {
					t.Errorf("%s, %d bars: %s", p.Title, len(points), p.Alt)
				}
			}
			if got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// TestBarsAsk gives each bar the call for what it counts.
func TestBarsAsk(t *testing.T) {
	ask := func(name string, from time.Time, unit article.Precision) bot.Call {
		return bot.Call{Command: "who-said", Args: bot.Args{"by": name, "on": query.Canonical(from, unit)}}
	}
	for unit, want := range map[string]string{"day": "2026-10-03", "week": "2026-W40", "month": "2026-10"} {
		p := chart.Timeline(chronology(t, each("2026-10-03", 40, 1)...), unit, ask)
		if got := p.Series[0].Points[0].Call.Args["on"]; got != want {
			t.Errorf("by %s: on:%s, want on:%s", unit, got, want)
		}
	}
}
