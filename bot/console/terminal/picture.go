package terminal

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
)

// picture draws a chart as rows of bars, a series after the other, on one scale.
func (p *printer) picture(pic *bot.Picture) {
	if pic == nil || len(pic.Series) == 0 {
		return
	}
	p.line(bold, visibleLine(pic.Title))
	if len(pic.Series) > 1 {
		p.sparklines(pic)
		return
	}
	most, label := 1, 0
	for _, point := range pic.Series[0].Points {
		most = max(most, point.Count)
		label = max(label, utf8.RuneCountInString(point.Label))
	}
	columns := 40
	if p.Width > 0 {
		columns = min(columns, max(10, p.Width-label-10))
	}
	for _, point := range pic.Series[0].Points {
		length := (point.Count*columns + most - 1) / most
		may := (point.Possible*columns + most - 1) / most
		bars := p.in(bar, strings.Repeat("▇", length-may)+strings.Repeat("░", may))
		fmt.Fprintf(p, "  %-*s %s %d\n", label, visibleLine(point.Label), bars, point.Count)
	}
	if pic.HasPossible() {
		p.line(faint, "  ░ only announced or possible")
	}
	p.notes(pic)
}

// notes writes what a picture leaves out, and the blank line after it.
func (p *printer) notes(pic *bot.Picture) {
	for _, note := range pic.Notes {
		p.paragraph(note, faint)
	}
	fmt.Fprintln(p)
}

// sparks are the heights of a sparkline, zero first.
var sparks = []rune(" ▁▂▃▄▅▆▇█")

// sparklines draws many series: a line each, on one scale and over the same
// periods, of which those that no series counts are left out.
func (p *printer) sparklines(pic *bot.Picture) {
	rows := cards.Rows(pic)
	slices.SortFunc(rows, func(a, b cards.Row) int { return a.From.Compare(b.From) })
	most, name := 1, 0
	for i, s := range pic.Series {
		name = max(name, utf8.RuneCountInString(s.Name))
		for _, r := range rows {
			most = max(most, r.Counts[i])
		}
	}
	for i, s := range pic.Series {
		var line strings.Builder
		total := 0
		for _, r := range rows {
			n := r.Counts[i]
			total += n
			line.WriteRune(sparks[(n*(len(sparks)-1)+most-1)/most])
		}
		fmt.Fprintf(p, "  %-*s %s %d\n", name, visibleLine(s.Name), p.in(bar, line.String()), total)
	}
	fmt.Fprintf(p, "  from %s to %s, highest %d\n", visibleLine(rows[0].Label), visibleLine(rows[len(rows)-1].Label), most)
	p.notes(pic)
}
