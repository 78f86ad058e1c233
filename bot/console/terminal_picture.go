package console

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
)

// picture draws a chart as rows of bars, a series after the other, on one scale.
func (p *printer) picture(pic *bot.Picture) {
	if pic == nil || len(pic.Series) == 0 {
		return
	}
	p.line(bold, visibleLine(pic.Title))
	most, label := 1, 0
	for _, s := range pic.Series {
		for _, point := range s.Points {
			most = max(most, point.Count)
			label = max(label, utf8.RuneCountInString(point.Label))
		}
	}
	columns := 40
	if p.Width > 0 {
		columns = min(columns, max(10, p.Width-label-10))
	}
	for _, s := range pic.Series {
		if s.Name != "" {
			fmt.Fprintln(p, "  "+visibleLine(s.Name))
		}
		for _, point := range s.Points {
			length := (point.Count*columns + most - 1) / most
			bars := p.in(bar, strings.Repeat("▇", length))
			fmt.Fprintf(p, "  %-*s %s %d\n", label, visibleLine(point.Label), bars, point.Count)
		}
	}
	fmt.Fprintln(p)
}
