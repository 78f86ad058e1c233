package handlers

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// newCard begins the answer to a: reading, what was searched, and the notices
// that hold whatever is found.
func (b *Briefing) newCard(a parsedQuery, title string) bot.Card {
	stats := b.Index.Stats()
	card := bot.Card{
		Title: title, Reading: a.reading(), Read: a.read(), Offset: a.query.Offset,
		Searched: searched(stats), Generation: stats.Generation, Partial: stats.Partial,
	}
	notices := a.notices
	if stats.Articles == 0 && !stats.Partial {
		notices = []string{"The briefing holds no articles yet. Add some with: briefing-bot ingest FOLDER"}
	}
	if stats.Partial {
		notices = append(notices, fmt.Sprintf("The index is being built: %s so far, so this may be incomplete.", count(stats.Articles, "article")))
	}
	if b.Incomplete != nil {
		notices = append(notices, b.Incomplete()...)
	}
	if old := a.request.Call.Generation; old != "" && old != stats.Generation && a.query.Offset > 0 {
		notices = append(notices, "This is from an older index: rows may have moved.")
		card.Actions = append(card.Actions, bot.Action{Kind: bot.Run, Label: "Run again", Call: a.request.Call.At(0)})
	}
	card.Notice = strings.Join(notices, " ")
	return card
}

func searched(s index.Stats) bot.Searched {
	out := bot.Searched{Articles: s.Articles, Fresh: s.Fresh}
	if !s.From.IsZero() {
		out.From, out.To = s.From.Format(time.DateOnly), s.To.Format(time.DateOnly)
	}
	return out
}

// footer says how much of how much is shown, what was searched and how old it is.
func (b *Briefing) footer(a parsedQuery, card bot.Card, what string, more ...string) string {
	var parts []string
	if card.Total > 0 {
		first, last := card.Offset+1, card.Offset+card.Counted()
		shown := strconv.Itoa(card.Counted())
		if card.Offset > 0 && card.Counted() > 0 {
			shown = fmt.Sprintf("%d–%d", first, last)
		}
		parts = append(parts, strings.Join(append([]string{fmt.Sprintf("%s of %s", shown, count(card.Total, what))}, more...), ", "))
	}
	stats := b.Index.Stats()
	line := "searched " + count(stats.Articles, "article")
	if a.unread > 0 {
		line = fmt.Sprintf("searched the newest %d of %s, for a word so common", max(stats.Articles-a.unread, 1), count(stats.Articles, "article"))
	}
	if !stats.To.IsZero() {
		line += " to " + stats.To.In(a.request.In()).Format("2 Jan 2006")
	}
	parts = append(parts, line)
	if age, stale := b.silence(a.request.Now, stats); stale {
		parts = append(parts, "nothing new for "+age)
	}
	return strings.Join(parts, " · ")
}

// silence returns how long ago the newest article came in, in words, and reports
// whether that is longer than b.Stale.
func (b *Briefing) silence(now time.Time, stats index.Stats) (age string, stale bool) {
	limit := b.Stale
	if limit == 0 {
		limit = 24 * time.Hour
	}
	if stats.Fresh.IsZero() || now.IsZero() || now.Sub(stats.Fresh) < limit {
		return "", false
	}
	hours := int(now.Sub(stats.Fresh).Hours())
	if hours < 24 {
		return count(hours, "hour"), true
	}
	return count(hours/24, "day"), true
}

// count is a number with its noun: 1 article, 1,284 articles.
func count(n int, noun string) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "person"):
		noun = strings.TrimSuffix(noun, "person") + "people"
	default:
		noun += "s"
	}
	return s + " " + noun
}

// pageActions are the buttons that every answer with items has.
func pageActions(r bot.Request, card bot.Card, limit int) []bot.Action {
	call := r.Call
	call.Generation = card.Generation
	var out []bot.Action
	if card.Offset > 0 {
		out = append(out, bot.Action{Kind: bot.Page, Label: "◀", Call: call.At(max(0, min(card.Offset, card.Total)-limit))})
	}
	if card.Counted() > 0 && card.Offset+card.Counted() < card.Total {
		out = append(out, bot.Action{Kind: bot.Page, Label: "▶", Call: call.At(card.Offset + card.Counted())})
	}
	return append(out,
		bot.Action{Kind: bot.Share, Label: "Share", Call: call},
		bot.Action{Kind: bot.Export, Label: "Export", Call: call.At(0)})
}
