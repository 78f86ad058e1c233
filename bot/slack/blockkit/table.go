package blockkit

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Slack's limits on a table
// (https://docs.slack.dev/reference/block-kit/blocks/data-table-block). A shorter list than
// minTableRows reads better as rows.
const (
	minTableRows = 3
	maxTableRows = 100
	maxCell      = 200 // ours
)

// tableNouns are the commands whose rows are shown as a table, with the title of its first
// column.
var tableNouns = map[string]string{"people": "Person", "topics": "Topic", "sources": "Outlet"}

// table returns the rows of a list as one piece, if Slack can show them as a table.
func (a Answer) table() (piece, bool) {
	items := a.Card.Items
	noun, listed := tableNouns[a.Card.Command]
	if !a.Tables || !listed || len(items) < minTableRows || len(items) > maxTableRows {
		return piece{}, false
	}
	p := piece{row: 0, items: items}
	var titles []string
	rows := make([]map[string]slack.DataTableCell, len(items))
	for i, it := range items {
		if it.Quote.Text != "" || it.Label == "" || it.Heading != "" {
			return piece{}, false
		}
		var order []string
		rows[i], order = cells(it)
		for _, title := range order {
			if !slices.Contains(titles, title) {
				titles = append(titles, title)
			}
		}
		p.lines = append(p.lines, chat.ItemLines(it, "", webAddress)...)
	}
	block := slack.NewDataTableBlock(chat.Shorten(a.Card.Title, maxCell), slack.DataTableBlockOptionBlockID("table")).WithPageSize(len(items))
	head := []slack.DataTableCell{slack.NewDataTableRawTextCell(noun)}
	for _, title := range titles {
		head = append(head, slack.NewDataTableRawTextCell(title))
	}
	block.AddRow(head...)
	for i, it := range items {
		row := []slack.DataTableCell{slack.NewDataTableRawTextCell(chat.Shorten(bot.PlainMentions(it.Label), maxCell))}
		for _, title := range titles {
			cell := rows[i][title]
			if cell == nil {
				cell = slack.NewDataTableRawTextCell("–")
			}
			row = append(row, cell)
		}
		block.AddRow(row...)
	}
	p.text = block
	return p, p.size() <= pieceText
}

// counted matches a fact that counts something, and datedFact one that gives the first or the
// last day of something.
var (
	counted   = regexp.MustCompile(`^([\d,]+) ([a-z]+)$`)
	datedFact = regexp.MustCompile(`^(first|latest) (\d{1,2} [A-Z][a-z]{2} \d{4})$`)
)

// cells returns what a row says beside its label by the titles of columns, and the titles in
// order. Numbers and days can be sorted by.
func cells(it bot.Item) (byTitle map[string]slack.DataTableCell, titles []string) {
	byTitle = map[string]slack.DataTableCell{}
	add := func(title string, cell slack.DataTableCell) {
		if byTitle[title] == nil {
			byTitle[title], titles = cell, append(titles, title)
		}
	}
	for _, fact := range it.Facts {
		if m := counted.FindStringSubmatch(fact); m != nil {
			if n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", "")); err == nil {
				add(titled(plural(strings.TrimSuffix(m[2], "s"))), slack.NewDataTableRawNumberCell(float64(n)).WithText(m[1]))
				continue
			}
		}
		if m := datedFact.FindStringSubmatch(fact); m != nil {
			if day, err := time.Parse("2 Jan 2006", m[2]); err == nil {
				add(titled(m[1]), slack.NewDataTableRawNumberCell(float64(day.Unix()/86_400)).WithText(m[2]))
				continue
			}
		}
		add("Remark", slack.NewDataTableRawTextCell(chat.Shorten(bot.PlainMentions(fact), maxCell)))
	}
	if it.Role.Text != "" {
		add("Role", slack.NewDataTableRawTextCell(chat.Shorten(it.Role.Text, maxCell)))
	}
	return byTitle, titles
}

func titled(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// choice returns a menu that leads on from the rows of a table: what can be asked about them,
// and about which.
func (m *Message) choice(a Answer, part int, items []bot.Item) []slack.Block {
	var groups []*slack.OptionGroupBlockObject
	byLabel := map[string]*slack.OptionGroupBlockObject{}
	for _, it := range items {
		for _, action := range it.Actions {
			key, ok := m.keep(a, action, part)
			if action.Kind == bot.Open || !ok {
				continue
			}
			group := byLabel[action.Label]
			if group == nil {
				group = slack.NewOptionGroupBlockElement(plainText(buttonLabel(action.Label)))
				byLabel[action.Label], groups = group, append(groups, group)
			}
			group.Options = append(group.Options, slack.NewOptionBlockObject(string(action.Kind)+menuSign+key, plainText(buttonLabel(bot.PlainMentions(it.Label))), nil))
		}
	}
	if len(groups) == 0 || a.Plain {
		return nil
	}
	menu := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, plainText("Choose what to see next"), menuID+".0", groups...)
	return []slack.Block{slack.NewActionBlock("table-buttons", menu)}
}
