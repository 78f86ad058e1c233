package sources

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// SetCommand returns the command that changes how a source is followed.
func SetCommand() bot.Command {
	params := append([]bot.Param{addressParam("the source's address")}, optionParams()...)
	return command("set", "Change a source's outlet, interval, time zone, or how long its articles are kept", exampleFeed+" every:1h", params...)
}

// AnswerSet changes how a source is followed.
func (c Commands) AnswerSet(ctx context.Context, r query.Request) (bot.Card, error) {
	s, err := c.named(r)
	if err != nil {
		return bot.Card{}, err
	}
	to, err := withOptions(r, s.Source)
	if err != nil {
		return bot.Card{}, err
	}
	before, after := options(s.Source), options(to)
	if before == after {
		return bot.Card{}, &bot.Error{Usage: true, Message: "Say what to change, such as every:1h, keep:365d, zone:Europe/Stockholm or outlet:\"Example Times\"; it is now: " + before + "."}
	}
	err = c.Sources.Change(ctx, to)
	if errors.Is(err, follow.ErrConfigured) {
		return bot.Card{}, &bot.Error{Message: "This source is in the configuration: change it there, under `sources`."}
	}
	if err != nil {
		return bot.Card{}, fmt.Errorf("change a source: %w", err)
	}
	card, err := c.changed(ctx, r, fetch.WithoutUser(s.URL), before, after)
	if s.Zone != to.Zone {
		card.Text = append(card.Text, "The zone holds for what comes in from now on.")
	}
	return card, err
}

// optionParams returns the parameters for how a source is followed.
func optionParams() []bot.Param {
	return []bot.Param{
		{Name: "outlet", Kind: bot.Text, Help: "the outlet's name, in place of the one that the feed gives"},
		{Name: "every", Kind: bot.Text, Help: "how often it is asked, such as 30m; as often as it has news if left out"},
		{Name: "keep", Kind: bot.Text, Help: "how long its articles are kept, such as 365d"},
		{Name: "zone", Kind: bot.Text, Help: "the time zone of dates that name none, such as Europe/Stockholm; UTC if left out"},
	}
}

// withOptions returns a source with the options that a request gives.
func withOptions(r query.Request, s follow.Source) (follow.Source, error) {
	if outlet := query.Plain(r.Args["outlet"]); outlet != "" {
		s.Outlet = outlet
	}
	if zone := query.Plain(r.Args["zone"]); zone != "" {
		if _, err := time.LoadLocation(zone); err != nil || strings.EqualFold(zone, "local") {
			return s, &bot.Error{Usage: true, Message: fmt.Sprintf("zone:%s is not a time zone; write one such as zone:Europe/Stockholm.", zone)}
		}
		s.Zone = zone
	}
	for _, o := range []struct {
		name  string
		least time.Duration
		to    *time.Duration
	}{{"every", follow.MinEvery, &s.Every}, {"keep", 24 * time.Hour, &s.Keep}} {
		d, err := span(r, o.name, o.least)
		if err != nil {
			return s, err
		}
		if d > 0 {
			*o.to = d
		}
	}
	return s, nil
}

// options says how a source is followed.
func options(s follow.Source) string {
	var parts []string
	if s.Outlet != "" {
		parts = append(parts, "outlet “"+s.Outlet+"”")
	}
	every := "as often as it has news"
	if s.Every > 0 {
		every = "every " + follow.Span(s.Every)
	}
	parts = append(parts, every)
	if s.Keep > 0 {
		parts = append(parts, "kept for "+follow.Span(s.Keep))
	}
	if s.Zone != "" {
		parts = append(parts, "dates in "+s.Zone)
	}
	return strings.Join(parts, ", ")
}
