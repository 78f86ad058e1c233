package console

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/cards"
)

// itemView is a row of an answer that quotes an article.
type itemView struct {
	bot.Item
	Inside  string // the console's page of the article, "" if it has none
	Outside string // the article's own address, "" if it has none
}

func (s *site) itemOf(it bot.Item, from question) itemView {
	view := itemView{Item: it, Inside: s.inArticle(it.Quote, from), Outside: cards.WebAddress(it.URL)}
	if page, _, _ := strings.Cut(view.Outside, "?"); strings.HasSuffix(page, bot.ArticlePath(it.Quote.Article)) {
		view.Outside = "" // this console's own page
	}
	return view
}

// inArticle returns the article's page with the excerpt marked, which leads back to the
// question; "" if it has none.
func (s *site) inArticle(e bot.Excerpt, from question) string {
	if s.Article == nil || e.Article == "" || len(e.Spans) == 0 {
		return ""
	}
	path := bot.ArticlePath(e.Article, e.Spans...)
	if from.Line == "" {
		return path + "#passage"
	}
	back := url.Values{"from": {from.Line}}
	if from.Offset > 0 {
		back.Set("at", strconv.Itoa(from.Offset))
	}
	return path + "&" + back.Encode() + "#passage"
}

// verifying returns where a receipt is verified, "" if nothing does.
func (s *site) verifying(receipt string) string {
	if _, ok := s.Mux.Find("verify"); !ok {
		return ""
	}
	return question{Line: "/verify " + receipt}.address("/")
}

// tableView is an answer whose rows quote nothing: a line each.
type tableView struct {
	Class string
	Rows  []tableRow
}

// tableRow is one line: a name, which leads to the first button's answer, and the rest.
type tableRow struct {
	bot.Item
	Main, MainLabel string // where the name leads, and what is there
	Cells           []string
	Rest            []bot.Action
}

// Longest fact that is a cell of a column, and most columns of facts.
const (
	maxCell  = 24 // characters
	maxCells = 4
)

// tableOf returns the card's rows as a table; nil if any quotes an article or has no
// name.
func (s *site) tableOf(c bot.Card) *tableView {
	columns, prose := 0, false
	for _, it := range c.Items {
		if it.Label == "" || it.Quote.Text != "" || it.Speaker != "" {
			return nil
		}
		columns = max(columns, len(it.Facts))
		for _, f := range it.Facts {
			prose = prose || utf8.RuneCountInString(f) > maxCell
		}
	}
	if len(c.Items) == 0 {
		return nil
	}
	view := &tableView{Class: "columns" + strconv.Itoa(columns)}
	if prose = prose || columns > maxCells; prose {
		view.Class = "prose"
	}
	for _, it := range c.Items {
		row := tableRow{Item: it, Cells: it.Facts, Rest: buttonsOf(it.Actions)}
		if len(row.Rest) > 0 {
			row.Main, row.MainLabel, row.Rest = s.link(row.Rest[0]), row.Rest[0].Label, row.Rest[1:]
		} else if c.Command == "help" && strings.HasPrefix(it.Label, "/") {
			row.Main = s.helpOn(it.Label)
		}
		for !prose && len(row.Cells) < columns {
			row.Cells = append(slices.Clip(row.Cells), "")
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

// helpOn returns where the command that a label begins with is explained.
func (s *site) helpOn(label string) string {
	name := strings.TrimPrefix(label, "/")
	for name != "" {
		if _, ok := s.Mux.Find(name); ok || !strings.Contains(name, " ") {
			return question{Line: "/help " + name}.address("/")
		}
		name = name[:strings.LastIndexByte(name, ' ')]
	}
	return ""
}
