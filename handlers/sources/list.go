package sources

import (
	"context"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// listed is the number of sources on a page.
const listed = 20

// ListCommand returns the command that lists the sources.
func ListCommand() bot.Command {
	c := command("list", "The sources that are followed, and how they are", "")
	c.Changes = false
	return c
}

// AnswerList lists the sources.
func (c Commands) AnswerList(_ context.Context, r query.Request) (bot.Card, error) {
	card := bot.Card{Title: "Sources", Read: map[string]string{}, Offset: r.Offset}
	if c.Sources == nil {
		return card, errNoSources
	}
	all := c.Sources.List()
	card.Total = len(all)
	first := min(r.Offset, len(all))
	for _, s := range all[first:min(first+listed, len(all))] {
		card.Items = append(card.Items, c.row(r, s))
	}
	if len(all) == 0 {
		card.Notice = "No sources yet. Add one: admin source add " + exampleFeed
		return card, nil
	}
	if next, reason := c.Sources.Waits(); reason != nil {
		card.Text = append(card.Text, fmt.Sprintf("No source is asked for now: new articles cannot be stored (%v). Next try %s; then all goes on by itself.", reason, moment(r, next)))
	}
	card.Footer = fmt.Sprintf("%d of %s", len(card.Items), wording.Count(len(all), "source"))
	if len(all) > listed {
		card.Actions = present.PageActions(r.Request, card, listed)
	}
	return card, nil
}

// row shows one source.
func (c Commands) row(r query.Request, s follow.Status) bot.Item {
	at := func(t time.Time) string { return moment(r, t) }
	facts := []string{condition(s)}
	if s.Title != "" && s.Outlet != "" {
		facts = append(facts, "calls itself “"+s.Title+"”")
	}
	if !s.Succeeded.IsZero() {
		facts = append(facts, "last read "+at(s.Succeeded))
	}
	if !s.Changed.IsZero() {
		facts = append(facts, "last news "+at(s.Changed))
	}
	if !s.Off() && s.Stopped == "" && !s.Next.IsZero() {
		facts = append(facts, "next "+at(s.Next))
	}
	facts = append(facts, wording.Count(s.Listed, "item")+" listed", wording.Count(s.Added, "article")+" came in")
	if s.Updated > 0 {
		facts = append(facts, fmt.Sprintf("%d changed", s.Updated))
	}
	if !s.Backfill && s.Backfilled > 0 {
		facts = append(facts, fmt.Sprintf("backfill is done: %s", wording.Count(s.Backfilled, "older article")))
	}
	if s.State.Removed > 0 {
		facts = append(facts, fmt.Sprintf("%d taken back", s.State.Removed))
	}
	if s.RejectedAll > 0 {
		facts = append(facts, fmt.Sprintf("%d rejected", s.RejectedAll))
	}
	if len(s.Rejected) > 0 {
		facts = append(facts, fmt.Sprintf("last: %s: %s", s.Rejected[0].Item, s.Rejected[0].Reason))
	}
	if s.Every > 0 {
		facts = append(facts, "every "+follow.Span(s.Every))
	}
	if s.Keep > 0 {
		facts = append(facts, "kept for "+follow.Span(s.Keep))
	}
	if s.Zone != "" {
		facts = append(facts, "dates in "+s.Zone)
	}
	if s.Configured {
		facts = append(facts, "in the configuration")
	}
	return bot.Item{Label: s.Name(), URL: fetch.WithoutUser(s.URL), Facts: facts}
}

// condition says in a few words how a source is.
func condition(s follow.Status) string {
	switch {
	case s.Stopped != "":
		return "stopped: " + s.Stopped
	case s.Off():
		return "paused"
	case s.Failures > 0:
		return fmt.Sprintf("failing (%s in a row): %s", wording.Count(s.Failures, "time"), s.Error)
	case s.Backfill:
		return "followed, " + backfillProgress(s)
	case s.Succeeded.IsZero():
		return "not asked yet"
	}
	return "followed"
}

// backfillProgress says how far the backfill of a source is.
func backfillProgress(s follow.Status) string {
	out := fmt.Sprintf("older items come in: %s so far", wording.Count(s.Backfilled, "article"))
	if s.Left > 0 {
		out += fmt.Sprintf(", %s of its list to go", wording.Count(s.Left, "item"))
	}
	if s.Archives > 0 {
		out += fmt.Sprintf(", %s of the feed read", wording.Count(s.Archives, "older part"))
	}
	return out
}
