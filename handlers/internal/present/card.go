package present

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// Card begins the answer to a: reading, what was searched, and the notices
// that hold whatever is found.
func (p Presenter) Card(a query.Parsed, title string) bot.Card {
	stats := p.Index.StatsOf(a.Request.Scope)
	card := bot.Card{
		Title: title, Reading: a.Reading(), Read: a.Read(), Offset: a.Query.Offset,
		Searched: searched(stats), Generation: stats.Generation, Partial: stats.Partial,
	}
	notices := a.Notices
	if p.empty() {
		notices = []string{p.emptyNotice(a.Request.Request)}
	}
	if stats.Partial {
		notices = append(notices, fmt.Sprintf("The index is being built: %s so far, so this may be incomplete.", wording.Count(stats.Articles, "article")))
	}
	if p.Incomplete != nil {
		notices = append(notices, p.Incomplete()...)
	}
	if old := a.Request.Call.Generation; old != "" && old != stats.Generation && a.Query.Offset > 0 {
		notices = append(notices, "This is from an older index: rows may have moved.")
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: "Run again", Call: a.Request.Call.At(0)})
	}
	card.Notice = strings.Join(notices, " ")
	return card
}

// Footer says how much of how much is shown, what was searched and how old it is.
func (p Presenter) Footer(a query.Parsed, card bot.Card, what string, more ...string) string {
	shown := ""
	if card.Total > 0 {
		shown = strings.Join(append([]string{Range(card.Offset, card.Counted(), card.Total, what)}, more...), ", ")
	}
	return p.FooterOf(a, shown)
}

// Range says which rows a page has: 5 of 12 dates, 6–10 of 12 dates, 11 of 12 dates.
func Range(offset, rows, total int, what string) string {
	shown := strconv.Itoa(rows)
	switch {
	case offset > 0 && rows == 1:
		shown = strconv.Itoa(offset + 1)
	case offset > 0 && rows > 1:
		shown = fmt.Sprintf("%d–%d", offset+1, offset+rows)
	}
	return shown + " of " + wording.Count(total, what)
}

// FooterOf returns the footer that begins with what is shown.
func (p Presenter) FooterOf(a query.Parsed, shown string) string {
	var parts []string
	if shown != "" {
		parts = append(parts, shown)
	}
	stats := p.Index.StatsOf(a.Request.Scope)
	line := "searched " + wording.Count(stats.Articles, "article")
	if p.Sample {
		line = "searched " + wording.Count(stats.Articles, "invented sample article")
	}
	if a.Unread > 0 {
		line = fmt.Sprintf("searched the newest %d of %s, for a word so common", max(stats.Articles-a.Unread, 1), wording.Count(stats.Articles, "article"))
	}
	if !stats.To.IsZero() {
		line += " to " + lastDay(stats.To, a.Request.In())
	}
	parts = append(parts, line)
	if age, stale := p.Silence(a.Request.Now, stats); stale {
		parts = append(parts, "nothing new for "+age)
	}
	return strings.Join(parts, " · ")
}

// lastDay returns the day of the newest article for people, in their zone. One that is published on a day
// without an hour is of that day everywhere, as its rows say.
func lastDay(published time.Time, zone *time.Location) string {
	if utc := published.UTC(); utc.Equal(utc.Truncate(24 * time.Hour)) {
		zone = time.UTC
	}
	return published.In(zone).Format("2 Jan 2006")
}

// Silence returns how long ago the newest article came in, in words, and reports
// whether that is longer than p.Stale.
func (p Presenter) Silence(now time.Time, stats index.Stats) (age string, stale bool) {
	limit := p.Stale
	if limit == 0 {
		limit = 24 * time.Hour
	}
	if stats.Fresh.IsZero() || now.IsZero() || now.Sub(stats.Fresh) < limit {
		return "", false
	}
	hours := int(now.Sub(stats.Fresh).Hours())
	if hours < 24 {
		return wording.Count(hours, "hour"), true
	}
	return wording.Count(hours/24, "day"), true
}

// ListLimit is the number of rows on a page of a list, unless a request says otherwise.
const ListLimit = 10

// PageSize returns the number of rows that a request wants on a page of a list.
func PageSize(a query.Parsed) int { return cmp.Or(a.Query.Limit, ListLimit) }

// List pages rows that were counted as a whole.
func (p Presenter) List(a query.Parsed, card bot.Card, rows []bot.Item, what, none string) bot.Card {
	first := min(card.Offset, len(rows))
	return p.ListPage(a, card, rows[first:min(first+PageSize(a), len(rows))], len(rows), what, none)
}

// ListPage shows the page of a list that card.Offset asks for; total is the number of all rows.
func (p Presenter) ListPage(a query.Parsed, card bot.Card, page []bot.Item, total int, what, none string) bot.Card {
	card.Total, card.Items = total, page
	if total == 0 {
		card.Notice = wording.Join(card.Notice, none)
	}
	card.Footer = p.Footer(a, card, what)
	if total > 0 {
		card.Actions = append(card.Actions, PageActions(a.Request.Request, card, PageSize(a))...)
	}
	return card
}

// before returns where the page before a card's begins: of a page beyond the last row
// that is the last page.
func before(card bot.Card, limit int) int {
	if card.Offset >= card.Total {
		return max(0, card.Total-1) / limit * limit
	}
	return max(0, card.Offset-limit)
}

// PageActions returns the buttons that every answer with items has.
func PageActions(r bot.Request, card bot.Card, limit int) []bot.Action {
	call := r.Call
	call.Generation = card.Generation
	var out []bot.Action
	if card.Offset > 0 {
		out = append(out, bot.Action{Kind: bot.Page, Label: "◀", Call: call.At(before(card, limit))})
	}
	if next := card.Offset + limit; next < card.Total {
		out = append(out, bot.Action{Kind: bot.Page, Label: "▶", Call: call.At(next)})
	}
	return append(out,
		bot.Action{Kind: bot.Share, Label: "Share", Call: call},
		bot.Action{Kind: bot.Export, Label: "Export", Call: call.At(0)})
}
