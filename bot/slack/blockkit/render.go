package blockkit

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// laidOut returns one of several messages: its pieces between the title and the buttons.
func (a Answer) laidOut(pieces []piece, part, parts int) Message {
	m := Message{Blocks: a.head()}
	for _, p := range pieces {
		m.Blocks = append(m.Blocks, p.text)
		if p.items != nil {
			m.Table = true
			m.Blocks = append(m.Blocks, m.choice(a, part, p.items)...)
		}
		if p.small != "" {
			m.Blocks = append(m.Blocks, contextBlock(fmt.Sprintf("small-%d", p.row), p.small))
		}
		if len(p.actions) > 0 {
			m.Blocks = append(m.Blocks, m.menu(a, fmt.Sprintf("row-%d", p.row), part, p.actions)...)
		}
	}
	m.Blocks = append(m.Blocks, a.foot(part, parts)...)
	m.Blocks = append(m.Blocks, m.buttons(a, "answer", part, a.actions(part, parts))...)
	m.Blocks = append(m.Blocks, m.feedback(a, part)...)
	m.Text, m.Plain = a.fallback(pieces)
	return m
}

func (a Answer) pieces() []piece {
	var out []piece
	add := func(name string, row int, actions []bot.Action, small string, lines ...chat.Line) {
		cuts := textLimits.Split(a.named(lines))
		for i, part := range cuts {
			p := piece{text: richText(fmt.Sprintf("%s-%d", name, i), part), lines: part, row: row}
			if i == len(cuts)-1 {
				p.actions, p.small = actions, small
			}
			out = append(out, p)
		}
	}
	add("before", -1, nil, "", chat.Before(a.Card)...)
	if a.Card.Picture != nil {
		if picture := a.picture(); picture != nil {
			out = append(out, piece{text: picture, row: -1})
		} else {
			add("picture", -1, nil, "", chat.PictureLines(*a.Card.Picture)...)
		}
	}
	items := a.Card.Items
	if table, ok := a.table(); ok {
		out, items = append(out, table), nil
	}
	for i, it := range chat.Once(items) {
		lines, small := chat.ItemLines(it, "", webAddress), ""
		if it.Quote.Text != "" {
			lines, small = chat.QuoteRow(it, webAddress)
		}
		add(fmt.Sprintf("item-%d", i), i, it.Actions, small, lines...)
	}
	for i, paragraph := range a.Card.Text {
		add(fmt.Sprintf("text-%d", i), -1, nil, "", chat.Section(paragraph))
	}
	return out
}

// named returns lines with people's names in the place of their IDs. They are text: Slack
// would notify whom it shows by a mention.
func (a Answer) named(lines []chat.Line) []chat.Line {
	for _, l := range lines {
		for i, r := range l.Runs {
			if r.Mention == nil || r.Mention.Kind != bot.MentionsUser || a.Name == nil {
				continue
			}
			if name := bot.PlainPart(a.Name(r.Mention.ID)); name != "" {
				l.Runs[i].Text, l.Runs[i].Mention = "@"+name, nil
			}
		}
	}
	return lines
}

// head returns the title and the reading, which begin every message.
func (a Answer) head() []slack.Block {
	var out []slack.Block
	if a.SharedBy != "" {
		user := slack.NewRichTextSectionUserElement(a.SharedBy, nil)
		by := slack.NewRichTextSection(slack.NewRichTextSectionTextElement("Shared by ", nil), user)
		out = append(out, slack.NewRichTextBlock("shared", by))
	}
	if title := a.Card.Title; strings.TrimSpace(title) != "" {
		out = append(out, slack.NewHeaderBlock(plainText(chat.Shorten(title, maxHeader)), slack.HeaderBlockOptionBlockID("title")))
	}
	if a.Card.Reading != "" {
		out = append(out, contextBlock("reading", a.Card.Reading))
	}
	return out
}

func (a Answer) foot(part, parts int) []slack.Block {
	footer := a.Card.Footer
	if parts > 1 {
		footer = strings.TrimPrefix(footer+fmt.Sprintf(" · message %d of %d", part+1, parts), " · ")
	}
	if footer == "" {
		return nil
	}
	return []slack.Block{contextBlock("footer", footer)}
}

// picture returns a block with the card's picture as a chart or as an uploaded image, nil if
// it cannot be shown.
func (a Answer) picture() slack.Block {
	if a.Modern {
		if block := chart(*a.Card.Picture); block != nil {
			return block
		}
	}
	if a.File == "" {
		return nil
	}
	alt, _ := chat.Clip(a.Card.Picture.Title+". "+a.Card.Picture.Alt, MaxAltText)
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: a.File}, alt, "picture", nil)
}

// budget returns how much text a message has room for beside title, reading, footer
// and buttons.
func (a Answer) budget() int {
	n := min(chat.Length(a.Card.Title), maxHeader) + min(chat.Length(a.Card.Reading), maxContextText) + maxContextText
	for _, action := range a.actions(1, 3) {
		n += min(chat.Length(action.Label), maxButtonLabel)
	}
	return maxMessageText - n
}

// pack fills messages with pieces, in order.
func pack(pieces []piece, budget int) [][]piece {
	parts := [][]piece{nil}
	text, blocks := 0, 0
	for _, p := range pieces {
		size, count := p.size(), p.blocks()
		if last := len(parts) - 1; len(parts[last]) > 0 && (text+size > budget || blocks+count > maxBlocks-frameBlocks) {
			parts, text, blocks = append(parts, nil), 0, 0
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], p)
		text, blocks = text+size, blocks+count
	}
	return parts
}

// contextBlock returns a line of our own words in small print, without markup.
func contextBlock(id, text string) slack.Block {
	text, _ = chat.Clip(text, maxContextText)
	return slack.NewContextBlock(id, plainText(text))
}
