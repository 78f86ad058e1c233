package discord

import (
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// message is one Discord message: a part of an answer.
type message struct {
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent
	Text       string         // instead of embeds: notices, and servers that refuse embeds
	Plain      string         // what the embeds say, for servers that refuse them
	Calls      []state.Canned // behind its buttons, to be kept before it is sent
	Files      []*discordgo.File
	Alt        string   // what the file shows, in words
	Spare      *message // the same without its picture, for servers that take no files
}

// answer is a card with what its buttons need to know.
type answer struct {
	Card    bot.Card
	Call    bot.Call   // what the card answers
	Scope   string     // that the buttons belong to
	In      *bot.Place // as of state.Canned
	Asker   string     // who may delete it; "" leaves the button out
	Bare    bool       // without buttons
	Private bool       // Share is of use
	Files   bool       // the server takes attachments
	Drawn   bool       // the picture is attached, and not told in words
}

// color is the bar beside every answer.
const color = 0x3B6EA5

// render is the answer as messages, in order: a card that is too long for one
// goes on in the next, and its buttons page through them.
func (a answer) render() []message {
	pieces := a.pieces()
	parts := pack(pieces, a.budget(), maxButtons-min(answerButtons, len(a.actions(0, 1))))
	if len(parts) > 1 { // more buttons for pages
		parts = pack(pieces, a.budget(), maxButtons-min(answerButtons, len(a.actions(1, 3))))
	}
	out := make([]message, len(parts))
	for i, p := range parts {
		m := message{Embeds: a.embeds(p, i, len(parts))}
		m.Components = m.buttons(a, p, i, len(parts))
		m.Plain = a.plain(p)
		out[i] = m
	}
	return out
}

// piece is what stays together in one embed.
type piece struct {
	lines   []chat.Line
	number  int // of the card's item, from 1; 0 for our own words
	actions []bot.Action
}

func (a answer) pieces() []piece {
	var out []piece
	add := func(number int, actions []bot.Action, lines ...chat.Line) {
		cuts := paper.Cut(lines)
		for i, part := range cuts {
			p := piece{lines: part, number: number}
			if i == len(cuts)-1 {
				p.actions = actions
			}
			out = append(out, p)
		}
	}
	add(0, nil, chat.Before(a.Card)...)
	if p := a.Card.Picture; p != nil && !a.Drawn {
		add(0, nil, chat.PictureLines(*p)...)
	}
	// Rows stay together: where their buttons are too many, each has fewer.
	each := max(1, min(itemButtons, (maxButtons-min(answerButtons, len(a.actions(0, 1))))/max(1, len(a.Card.Items))))
	for i, it := range a.Card.Items {
		number := a.Card.Offset + i + 1
		mark := ""
		if a.numbered() {
			mark = fmt.Sprintf("%d · ", number)
		}
		add(number, it.Actions[:min(len(it.Actions), each)], chat.ItemLines(it, mark, linkTo)...)
	}
	for _, paragraph := range a.Card.Text {
		add(0, nil, chat.Section(paragraph))
	}
	if fresh := a.Card.Searched.Fresh; !fresh.IsZero() && len(a.Card.Items) > 0 {
		add(0, nil, chat.Line{Runs: []chat.Run{{Text: "newest article came in ", Italic: true}, {Text: fmt.Sprintf("<t:%d:R>", fresh.Unix()), Raw: true}}})
	}
	return out
}

// numbered says whether rows need numbers, for their buttons stand below all of them.
func (a answer) numbered() bool {
	n := 0
	for _, it := range a.Card.Items {
		if len(it.Actions) > 0 {
			n++
		}
	}
	return n > 1 && !a.Bare
}

// embeds are the title and the reading, the pieces, and the footer: one embed,
// or another where its description would be too long.
func (a answer) embeds(pieces []piece, part, parts int) []*discordgo.MessageEmbed {
	now := &discordgo.MessageEmbed{Color: color}
	var text []string
	a.head(now, &text)
	out := []*discordgo.MessageEmbed{now}
	for _, p := range pieces {
		block := p.markdown()
		if strings.TrimSpace(block) == "" {
			continue
		}
		if joined := strings.Join(append(text, block), "\n\n"); chat.Length(joined) > maxDescription {
			now = &discordgo.MessageEmbed{Color: color}
			out, text = append(out, now), nil
		}
		text = append(text, block)
		now.Description = strings.Join(text, "\n\n")
	}
	if now.Description == "" {
		now.Description = strings.Join(text, "\n\n")
	}
	for _, e := range out { // Discord does so itself; a quote neither begins nor ends an embed
		e.Description = strings.TrimSpace(e.Description)
	}
	if footer := a.footer(part, parts); footer != "" {
		now.Footer = &discordgo.MessageEmbedFooter{Text: footer}
	}
	if now.Title == "" && now.Description == "" {
		now.Description = "There is nothing to show."
	}
	return out
}

// head is the title, which Discord reads markup in, and the reading.
func (a answer) head(e *discordgo.MessageEmbed, text *[]string) {
	title := chat.OneLine(a.Card.Title)
	if e.Title = strings.TrimSpace(escaped(title)); chat.Length(e.Title) > maxTitle {
		e.Title = strings.TrimSpace(escaped(chat.Shorten(title, maxTitle/2)))
	}
	if reading := chat.OneLine(a.Card.Reading); reading != "" {
		*text = append(*text, markdown(chat.Line{Runs: []chat.Run{{Text: chat.Shorten(reading, readingText/2), Italic: true}}}))
	}
}

// footer is read without markup.
func (a answer) footer(part, parts int) string {
	footer := chat.OneLine(a.Card.Footer)
	if parts > 1 {
		footer = strings.TrimPrefix(footer+fmt.Sprintf(" · message %d of %d", part+1, parts), " · ")
	}
	return chat.Shorten(footer, footText)
}

func (p piece) markdown() string {
	var lines []string
	for _, l := range p.lines {
		lines = append(lines, markdown(l))
	}
	return strings.Join(lines, "\n")
}

// budget is the text that a message has room for beside what all have.
func (a answer) budget() int {
	return maxEmbedsText - maxTitle - readingText - min(chat.Length(a.Card.Footer)+30, footText)
}

// pack fills messages with pieces, in order: as much text and as many buttons
// as there is room for.
func pack(pieces []piece, budget, buttons int) [][]piece {
	parts := [][]piece{nil}
	text, pressed := 0, 0
	for _, p := range pieces {
		size, count := p.size(), len(p.actions)
		if last := len(parts) - 1; len(parts[last]) > 0 && (text+size > budget || pressed+count > buttons) {
			parts, text, pressed = append(parts, nil), 0, 0
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], p)
		text, pressed = text+size, pressed+count
	}
	return parts
}

func (p piece) size() int {
	n := 2
	for _, l := range p.lines {
		n += 1 + paper.Of(l)
	}
	return n
}

// plain is the message as text for servers that refuse embeds, as much as one
// message takes: the mark at its end says that it was cut.
func (a answer) plain(pieces []piece) string {
	lines := []string{escaped(a.Card.Title), escaped(a.Card.Reading)}
	for _, p := range pieces {
		lines = append(lines, p.markdown())
	}
	var kept []string
	for _, l := range append(lines, escaped(a.Card.Footer)) {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return cutText(strings.Join(kept, "\n"), maxContent)
}

// cutText is as much of a text as there is room for; a mark says where it was cut.
func cutText(text string, room int) string {
	if chat.Length(text) <= room {
		return text
	}
	text, _ = chat.Clip(text, room-20)
	return strings.TrimRight(text, `\`) + "\n… (cut here)"
}
