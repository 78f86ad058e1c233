package blockkit

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Slack's limits on a chart
// (https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block).
const (
	maxChartTitle  = 50
	maxChartSeries = 6
	maxChartPoints = 20
	maxChartLabel  = 20
)

// IsChart reports whether Slack can draw a picture itself.
func IsChart(p bot.Picture) bool { return chart(p) != nil }

// chart returns a picture as a chart that Slack draws, nil if it has none of that kind. A
// series that sums the others up is left out: Slack's charts have one scale. If there are too
// many periods, neighbours are counted together.
func chart(p bot.Picture) slack.Block {
	var shown []bot.Series
	for _, s := range p.Series {
		if !s.Whole || len(p.Series) == 1 {
			shown = append(shown, s)
		}
	}
	if len(shown) == 0 || len(shown) > maxChartSeries || len(shown[0].Points) == 0 {
		return nil
	}
	together := (len(shown[0].Points) + maxChartPoints - 1) / maxChartPoints
	axis := slack.NewDataVisualizationAxisConfig(categories(shown[0].Points, together)...)
	if together > 1 {
		axis = axis.WithXLabel(strings.TrimSpace(fmt.Sprintf("%d %s together", together, plural(p.Unit))))
	}
	var series []slack.DataVisualizationDataSeries
	for _, s := range shown {
		if len(s.Points) != len(shown[0].Points) {
			return nil
		}
		data := make([]slack.DataVisualizationDataPoint, len(axis.Categories))
		for i, name := range axis.Categories {
			data[i].Label = name
		}
		for i, point := range s.Points {
			data[i/together].Value += float64(point.Count)
		}
		name := s.Name
		if name == "" {
			name = "All"
		}
		series = append(series, slack.NewDataVisualizationDataSeries(chat.Shorten(name, maxChartLabel), data...))
	}
	block := slack.NewDataVisualizationBlock(chat.Shorten(p.Title, maxChartTitle), slack.NewDataVisualizationBarChart(axis, series...))
	block.BlockID = "picture"
	if block.Validate() != nil { // such as two names that begin alike
		return nil
	}
	return block
}

// categories returns the labels of a chart's periods.
func categories(points []bot.Point, together int) (out []string) {
	seen := map[string]bool{}
	for i := 0; i < len(points); i += together {
		label := points[i].Label
		if seen[label] {
			label = points[i].From.Format("2 Jan 2006")
		}
		seen[label] = true
		out = append(out, chat.Shorten(label, maxChartLabel))
	}
	return out
}

func plural(unit string) string {
	if unit == "" {
		return "periods"
	}
	return unit + "s"
}
