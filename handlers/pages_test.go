package handlers_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// pagedLines are answers with several pages.
var pagedLines = []string{
	"who-said dam", "who-said by:Ostholm sort:newest", "who-said truce sort:oldest", "people", "people water", "topics", "sources",
	"timeline", "timeline truce", "timeline sort:newest", "timeline dam rows:sentences", "timeline on:2026-11-06", "timeline truce since:2026-10-10 sort:oldest",
	"timeline source:\"Imber Valley Post\" sort:oldest", "ask dam", "ask who signed the truce?", "ask what did the envoy say?", "ask when did the talks begin?",
	"article post-1008-drozhins", "digest now", "digest now style:headlines", "help",
	"voices dam", "voices truce by:outlet", "changes by:Saldiyev", "changes water by:Tarrouche", "articles", "articles dam",
}

// TestPages lays the pages of answers together, with several lengths: each row once, in
// the order of the answer on one page, as many as the total says, and no page empty.
func TestPages(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	for _, line := range pagedLines {
		t.Run(line, func(t *testing.T) {
			r, err := m.Parse(line, handlerstest.Asker())
			if err != nil {
				t.Fatal(err)
			}
			r.Call = inOrder(m.Do(t.Context(), r), r.Call)
			c, _ := m.Find(r.Command)
			name := "limit"
			if _, ok := c.Param("max"); ok {
				name = "max"
			}
			p, limited := c.Param(name)
			if !limited {
				if rows, total := pages(t, m, r, 1000); len(rows) != total {
					t.Errorf("%d rows, %d in all", len(rows), total)
				}
				return
			}
			r.Call = r.With(name, strconv.Itoa(p.Max))
			whole, total := pages(t, m, r, p.Max)
			if len(whole) != total || total < 2 {
				t.Errorf("%d rows, %d in all", len(whole), total)
			}
			for _, limit := range []int{1, 2, 7, total - 1} {
				r.Call = r.With(name, strconv.Itoa(limit))
				if rows, _ := pages(t, m, r, limit); !slices.Equal(rows, whole) {
					t.Errorf("pages of %d: %d rows %q\nwant %d rows %q", limit, len(rows), rows, len(whole), whole)
				}
			}
		})
	}
}

// inOrder returns the call that asks for all rows where an answer shows a selection.
func inOrder(card bot.Card, call bot.Call) bot.Call {
	for _, a := range card.Actions {
		if a.Kind == bot.Run && a.Call.Command == "timeline" && a.Call.Args["sort"] == "oldest" {
			return a.Call
		}
	}
	return call
}

// pages follows the page button to the last page and returns the rows of all pages, and
// the total.
func pages(t *testing.T, m *bot.Mux, r bot.Request, limit int) (rows []string, total int) {
	t.Helper()
	for {
		card := m.Do(t.Context(), r)
		if n := card.Counted(); n == 0 || n > limit || card.Offset != len(rows) {
			t.Fatalf("page from %d: %d rows, %d on the pages before", card.Offset, n, len(rows))
		}
		for _, item := range card.Items[:card.Counted()] {
			rows = append(rows, item.Label+" "+item.Receipt)
		}
		next := slices.IndexFunc(card.Actions, func(a bot.Action) bool { return a.Kind == bot.Page && a.Label == "▶" })
		if next < 0 {
			return rows, card.Total
		}
		r.Call = card.Actions[next].Call
	}
}

// TestBeyondTheEnd leads back from beyond the last row of an answer.
func TestBeyondTheEnd(t *testing.T) {
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	for _, line := range []string{"who-said dam", "people", "topics", "sources", "timeline", "ask dam", "digest now", "article post-1008-drozhins"} {
		r, err := m.Parse(line, handlerstest.Asker())
		if err != nil {
			t.Fatal(err)
		}
		r.Call = r.At(100_000)
		card := m.Do(t.Context(), r)
		if card.Status != bot.Answered || card.Counted() != 0 || card.Total == 0 {
			t.Errorf("%s beyond the end: status %d, %d of %d rows", line, card.Status, card.Counted(), card.Total)
		}
		back := false
		for _, a := range card.Actions {
			back = back || a.Kind == bot.Page && a.Call.Offset < card.Total
		}
		if !back {
			t.Errorf("%s beyond the end: no way back", line)
		}
	}
}
