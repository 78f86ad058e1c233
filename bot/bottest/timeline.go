package bottest

import (
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

func timeline() bot.Card {
	rows := []struct{ label, value, precision, words, text string }{
		{"February 2031", "2031-02", "month", "last month", "The two delegations met for the first time last month, in a customs shed."},
		{"Mon 3 Mar 2031", "2031-03-03", "day", "on Monday", "On Monday the pilots went back to work."},
		{"Week of 10 Mar 2031", "2031-W11", "week", "next week", "The first ferry could sail next week, the harbour council said."},
		{"Date not certain", "", "", "some time ago", "The buoys were moved some time ago."},
	}
	c := bot.Card{
		Command: "timeline", Title: "Timeline of ferry", Reading: "topic ferry", Read: map[string]string{"topic": "ferry"},
		Picture: picture(), Footer: "4 dates · searched 1,284 articles to 5 Mar 06:00",
	}
	for i, r := range rows {
		item := quote(fmt.Sprintf("t%d", i), "", r.text)
		item.Kind, item.Label, item.Cue = "", r.label, bot.Excerpt{}
		item.Said = bot.When{Value: r.value, Precision: r.precision, Words: bot.Excerpt{Text: r.words}, Text: r.label}
		item.Possible = i == 2
		c.Items = append(c.Items, item)
	}
	return searched(c)
}

// picture is two outlets over six weeks.
func picture() *bot.Picture {
	p := &bot.Picture{
		Title: "Articles that mention ferry, by week",
		Alt:   "Harbour Gazette: 3, 0, 7, 12, 5, 1. Coastal Wire: 1, 2, 2, 4, 0, 0.", Unit: "week",
	}
	start := time.Date(2031, 1, 27, 0, 0, 0, 0, time.UTC)
	for _, outlet := range []struct {
		name   string
		counts []int
	}{{"Harbour Gazette", []int{3, 0, 7, 12, 5, 1}}, {"Coastal Wire", []int{1, 2, 2, 4, 0, 0}}} {
		s := bot.Series{Name: outlet.name}
		for i, n := range outlet.counts {
			day := start.AddDate(0, 0, 7*i)
			s.Points = append(s.Points, bot.Point{From: day, Label: day.Format("2 Jan"), Count: n})
		}
		p.Series = append(p.Series, s)
	}
	return p
}
