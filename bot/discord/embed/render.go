package embed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// Message is one Discord message: a part of an answer.
type Message struct {
	Embeds     []*discordgo.MessageEmbed
	Components []discordgo.MessageComponent
	Text       string             // instead of embeds: notices, and servers that refuse embeds
	Plain      string             // the embeds' text, for servers that refuse them
	Calls      []state.ButtonCall // behind its buttons; store them before sending it
	Files      []*discordgo.File
	Alt        string   // what the file shows, in words
	Spare      *Message // the same without its picture, for servers that take no files; nil if it has none
	Stripped   bool     // it had a file, which the server did not take
}

// Answer is a card with what its buttons need to know.
type Answer struct {
	Card     bot.Card
	Call     bot.Call   // what the card answers
	Scope    string     // that the buttons belong to
	In       *bot.Place // as of state.ButtonCall
	Asker    string     // who may delete it; "" leaves the Delete button out
	SharedBy string     // the user who shares it, "" if nobody does
	Bare     bool       // without buttons
	Private  bool       // one person alone sees it, so it has a Share button
	Files    bool       // the server takes attachments
	Drawn    bool       // the picture is attached instead of described
}

// color is the bar beside an answer that has no verdict, and colors those beside verdicts
// by their tone: the sign and the words say the same.
const color = 0x3B6EA5

var colors = map[string]int{"good": 0x2E8B57, "doubtful": 0xC98A1B, "bad": 0xC0392B}

func (a Answer) color() int { return cmp.Or(colors[a.Card.Tone()], color) }

// Render returns the answer as messages, in order. A card that is too long for one
// message goes on in the next, and its buttons page through them.
func (a Answer) Render() []Message {
	a.Card = a.Card.Plain()
	parts := pack(a.pieces(), a.budget(), a.rowActions())
	out := make([]Message, len(parts))
	for i, p := range parts {
		m := Message{Embeds: a.embeds(p, i, len(parts))}
		m.Components = m.components(a, p, i, len(parts))
		m.Plain = a.plain(p)
		out[i] = m
	}
	return out
}

// piece is content that stays together in one embed.
type piece struct {
	lines   []chat.Line
	number  int    // of the card's item, from 1; 0 for our own words
	about   string // names the item in a menu
	actions []bot.Action
}

func (a Answer) pieces() []piece {
	var out []piece
	add := func(row piece) {
		cuts := textLimits.Split(row.lines)
		for i, part := range cuts {
			p := row
			if p.lines = part; i < len(cuts)-1 {
				p.actions = nil
			}
			out = append(out, p)
		}
	}
	add(piece{lines: chat.Before(a.Card)})
	if p := a.Card.Picture; p != nil && !a.Drawn {
		add(piece{lines: chat.PictureLines(*p)})
	}
	// Rows stay together: where they lead to too much, each leads to less.
	each := max(1, min(itemButtons, a.rowActions()/max(1, len(a.Card.Items))))
	for i, it := range chat.Once(a.Card.Items) {
		number := a.Card.Offset + i + 1
		mark := ""
		if a.numbered() && (it.Quote.Text != "" || len(it.Actions) > 0) {
			mark = fmt.Sprintf("%d · ", number)
		}
		add(piece{lines: itemLines(it, mark), number: number, about: aboutRow(it), actions: it.Actions[:min(len(it.Actions), each)]})
	}
	for _, paragraph := range a.Card.Text {
		add(piece{lines: []chat.Line{chat.Section(paragraph)}})
	}
	if fresh := a.Card.Searched.Fresh; !fresh.IsZero() && len(a.Card.Items) > 0 && !slices.Contains(ofOneThing, a.Card.Command) {
		add(piece{lines: []chat.Line{{Small: true, Runs: []chat.Run{{Text: "newest article came in ", Italic: true}, {Text: fmt.Sprintf("<t:%d:R>", fresh.Unix()), Raw: true}}}}})
	}
	return out
}

// ofOneThing are the commands whose answer newer articles would not change.
var ofOneThing = []string{"context", "verify", "who-is", "article", "check-quote"}

// itemLines returns a row: who said it how and when is in the line below the quotation,
// and where it was printed in small print below that.
func itemLines(it bot.Item, mark string) []chat.Line {
	if it.Quote.Text == "" && it.Label != "" {
		lines := chat.ItemLines(it, "", linkTo)
		if name := slices.IndexFunc(lines, func(l chat.Line) bool { return len(l.Runs) > 0 && l.Runs[0].Bold }); name >= 0 && mark != "" {
			lines[name].Runs = append([]chat.Run{{Text: mark}}, lines[name].Runs...)
		}
		return lines
	}
	lines := chat.ItemLines(it, mark, linkTo)
	if it.Quote.Text == "" || len(lines) == 0 {
		return lines
	}
	last := &lines[len(lines)-1]
	printed := slices.IndexFunc(last.Runs, func(r chat.Run) bool { return r.Text == it.Title() || r.URL != "" || r.Text == it.Source })
	if printed < 2 { // after a separator
		return lines
	}
	small := chat.Line{Small: true, Runs: last.Runs[printed:]}
	last.Runs = last.Runs[:printed-1]
	return append(lines, small)
}

// rowActions returns how much the rows of one message may lead to.
func (a Answer) rowActions() int {
	if a.numbered() {
		return maxMenu
	}
	return maxButtons - min(answerButtons, len(a.actions(1, 3)))
}

// numbered reports whether rows need numbers, because one menu is below all of them.
func (a Answer) numbered() bool {
	n := 0
	for _, it := range a.Card.Items {
		if len(it.Actions) > 0 {
			n++
		}
	}
	return n > 1 && !a.Bare
}

// embeds returns the title, the reading, the pieces and the footer in one embed, or
// in several if its description would be too long.
func (a Answer) embeds(pieces []piece, part, parts int) []*discordgo.MessageEmbed {
	now := &discordgo.MessageEmbed{Color: a.color()}
	var text []string
	a.head(now, &text)
	out := []*discordgo.MessageEmbed{now}
	for _, p := range pieces {
		block := p.markdown()
		if strings.TrimSpace(block) == "" {
			continue
		}
		if joined := strings.Join(append(text, block), "\n\n"); chat.Length(joined) > maxDescription {
			now = &discordgo.MessageEmbed{Color: a.color()}
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

// head sets the title, in which Discord reads markup, and adds the reading to text.
func (a Answer) head(e *discordgo.MessageEmbed, text *[]string) {
	title := chat.OneLine(a.Card.Title)
	if e.Title = strings.TrimSpace(escaped(title)); chat.Length(e.Title) > maxTitle {
		e.Title = strings.TrimSpace(escaped(chat.Shorten(title, maxTitle/2)))
	}
	if a.SharedBy != "" {
		*text = append(*text, markdown(a.shared()))
	}
	if reading := chat.OneLine(a.Card.Reading); reading != "" {
		*text = append(*text, markdown(chat.Line{Runs: []chat.Run{{Text: chat.Shorten(reading, readingText/2), Italic: true}}}))
	}
}

// shared returns the line that says who shares the answer. A message of ours notifies
// nobody, so neither does this.
func (a Answer) shared() chat.Line {
	return chat.Line{Runs: []chat.Run{{Text: "Shared by "}, {Text: "<@" + a.SharedBy + ">", Raw: true}}}
}

// sharedText bounds that line.
const sharedText = 40

// footer returns the footer, in which Discord reads no markup.
func (a Answer) footer(part, parts int) string {
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

// budget returns how much text a message has room for beside title, reading and footer.
func (a Answer) budget() int {
	return maxEmbedsText - maxTitle - readingText - sharedText - min(chat.Length(a.Card.Footer)+30, footText)
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
		n += 1 + textLimits.Size(l)
	}
	return n
}

// plain returns the message as text for servers that refuse embeds, a blank line between
// rows, cut to what one message takes.
func (a Answer) plain(pieces []piece) string {
	var lines []string
	if a.SharedBy != "" {
		lines = append(lines, markdown(a.shared()))
	}
	lines = append(lines, escaped(a.Card.Title), escaped(a.Card.Reading))
	for _, p := range pieces {
		lines = append(lines, p.markdown())
	}
	var kept []string
	for _, l := range append(lines, escaped(a.Card.Footer)) {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return cutText(strings.Join(kept, "\n\n"), maxContent)
}

// cutText returns as many paragraphs of a text as there is room for, with a mark at the
// cut. A row is one: its quotation keeps its speaker and its link. Only a first row that
// is too long by itself is cut within, at the end of a line unless that is its quotation.
func cutText(text string, room int) string {
	const mark = "… (cut here)"
	if chat.Length(text) <= room {
		return text
	}
	head, _ := chat.Clip(text, room-len("\n\n")-chat.Length(mark))
	if rows := strings.LastIndex(head, "\n\n"); rows > 0 && strings.Contains(head[:rows], "\n> ") {
		return head[:rows] + "\n\n" + mark
	}
	if line := strings.LastIndex(head, "\n"); line > 0 && !strings.HasPrefix(head[line+1:], "> ") {
		return head[:line] + "\n" + mark
	}
	return strings.TrimRight(head, `\`) + "\n" + mark
}
