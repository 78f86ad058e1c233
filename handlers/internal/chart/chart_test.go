package chart_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestPictures counts the sample over time, and says the counts in words.
func TestPictures(t *testing.T) {
	t.Parallel()
	ctx, x := t.Context(), handlerstest.New(t).Index
	everything := index.Everything()
	timeline := func(words, unit string) (*bot.Picture, error) {
		found, err := x.Chronology(ctx, index.Query{Scope: everything, Words: index.Words{Terms: strings.Fields(words)}})
		return chart.Timeline(found, unit, nil), err
	}
	speakers := func(q index.Query, unit article.Precision) (*bot.Picture, error) {
		q.Scope = everything
		return chart.Speakers(ctx, x, "Statements", q, unit, nil)
	}
	coverage := func(scope index.Scope) (*bot.Picture, error) {
		sources, err := x.Sources(ctx, scope)
		if err != nil {
			return nil, err
		}
		return chart.Coverage(ctx, x, scope, sources)
	}
	for name, row := range map[string]struct {
		picture func() (*bot.Picture, error)
		unit    string
		series  string
		alt     string // part of it
	}{
		"a timeline by the unit that fits": {func() (*bot.Picture, error) { return timeline("truce", "") }, "week", "", "sentences: "},
		"a timeline by month":              {func() (*bot.Picture, error) { return timeline("truce", "month") }, "month", "", "sentences: "},
		"a timeline of nothing":            {func() (*bot.Picture, error) { return timeline("volcano", "") }, "", "", ""},
		"everybody and the most quoted":    {func() (*bot.Picture, error) { return speakers(index.Query{}, article.Unknown) }, "week", "everybody|Ragna Ostholm|", "everybody, 125 statements: "},
		"one person alone": {func() (*bot.Picture, error) {
			return speakers(index.Query{By: []string{"ragna ostholm"}}, article.Month)
		}, "month", "", "12 statements: "},
		"nobody":                       {func() (*bot.Picture, error) { return speakers(index.Query{By: []string{"nobody"}}, article.Day) }, "", "", ""},
		"outlets":                      {func() (*bot.Picture, error) { return coverage(everything) }, "week", "Meridian Wire|The Norrhaven Courier|", "Meridian Wire, 8 articles: "},
		"outlets but for a hidden one": {func() (*bot.Picture, error) { return coverage(everything.Except("Meridian Wire")) }, "week", "The Norrhaven Courier|", "The Norrhaven Courier, 6 articles: "},
	} {
		p, err := row.picture()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p == nil {
			p = &bot.Picture{}
		}
		var names []string
		for _, s := range p.Series {
			names = append(names, s.Name)
		}
		if p.Unit != row.unit || !strings.HasPrefix(strings.Join(names, "|"), row.series) || !strings.Contains(p.Alt, row.alt) {
			t.Errorf("%s: by %q, series %q: %s", name, p.Unit, names, p.Alt)
		}
		if strings.Contains(name, "hidden") && slices.Contains(names, "Meridian Wire") {
			t.Errorf("%s: %q", name, names)
		}
	}
}
