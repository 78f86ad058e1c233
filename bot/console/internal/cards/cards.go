// Package cards holds what the page and the terminal read of a card in the same way.
package cards

import (
	"net/url"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// WebAddress returns address if it leads to a web page, and "" if it is anything
// else: an article's address is data, and javascript: is one too.
func WebAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}

// Row is a period of a picture, with the count of each series.
type Row struct {
	From   time.Time
	Label  string
	Counts []int
}

// Rows returns the picture as a table: a row a period, a column a series.
func Rows(p *bot.Picture) []Row {
	var rows []Row
	at := map[time.Time]int{}
	for i, s := range p.Series {
		for _, point := range s.Points {
			n, ok := at[point.From]
			if !ok {
				n = len(rows)
				at[point.From] = n
				rows = append(rows, Row{From: point.From, Label: point.Label, Counts: make([]int, len(p.Series))})
			}
			rows[n].Counts[i] = point.Count
		}
	}
	return rows
}
