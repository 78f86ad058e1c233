package blockkit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// Of a preview of an article: the statements, and the characters of each. It is in somebody
// else's message, and so is short.
const (
	previewRows = 3
	previewText = 500
)

// PreviewOf returns the card of an article as its preview shows it: what is quoted for
// certain goes before what is reported. Words with line ends, and with characters that act on
// what is around them, are left to the answer, which sets them apart. ok is false for a card
// without others, whose preview would say no more than the address.
func PreviewOf(c bot.Card) (preview bot.Card, ok bool) {
	rows := slices.DeleteFunc(slices.Clone(c.Items), func(it bot.Item) bool {
		text := it.Shown().Text
		return it.Receipt == "" || text == "" || bot.Outside(text) != text
	})
	leading := func(it bot.Item) int {
		if it.Kind == "direct" && it.Speaker != "" && chat.Length(it.Shown().Text) <= previewText {
			return 0
		}
		return 1
	}
	order := map[string]int{}
	for i, it := range rows {
		order[it.Receipt] = i
	}
	slices.SortStableFunc(rows, func(a, b bot.Item) int { return leading(a) - leading(b) })
	rows = rows[:min(len(rows), previewRows)]
	slices.SortStableFunc(rows, func(a, b bot.Item) int { return order[a.Receipt] - order[b.Receipt] })
	preview = bot.Card{Command: c.Command, Title: c.Title, Items: rows, Total: max(c.Total, len(rows)), Read: c.Read, Generation: c.Generation}
	if id := c.Read["article"]; id != "" {
		preview.Actions = append(preview.Actions, bot.Ask("All that is said in it", "article", "article", id))
	}
	return preview, len(rows) > 0
}

// Preview returns the preview of an article as Slack takes it below a link: it refuses rich
// text there. Plain text is literal, too. Once none of its words may stand, the headline goes
// with them.
func (a Answer) Preview() Message {
	a.Card = a.Card.Plain()
	a.Bare = true
	m := Message{}
	if at := slices.IndexFunc(a.Card.Items, func(it bot.Item) bool { return it.Receipt != "" }); at >= 0 {
		first := a.Card.Items[at]
		facts := []string{first.Source, first.Published.Text, "1 statement"}
		if a.Card.Total != 1 {
			facts[2] = fmt.Sprintf("%d statements", a.Card.Total)
		}
		m.Blocks = append(m.Blocks, slack.NewHeaderBlock(plainText(chat.Shorten(a.Card.Title, maxHeader)), slack.HeaderBlockOptionBlockID("title")),
			contextBlock("facts", join(facts, " · ")))
	}
	for i, it := range chat.Once(a.Card.Items) {
		m.Blocks = append(m.Blocks, previewRow(i, it)...)
	}
	if a.Card.Notice != "" {
		m.Blocks = append(m.Blocks, contextBlock("notice", a.Card.Notice))
	} else {
		m.Blocks = append(m.Blocks, m.buttons(a, "preview", 0, a.Card.Actions)...)
	}
	return m
}

// previewRow returns a statement with who says it, or what became of it.
func previewRow(i int, it bot.Item) []slack.Block {
	id := fmt.Sprintf("small-%d", i)
	if it.Receipt == "" {
		return []slack.Block{contextBlock(id, join(append([]string{it.Label}, it.Facts...), ": "))}
	}
	shown := it.Shown()
	words, rest := chat.Clip(shown.Text, previewText)
	byline := slices.DeleteFunc([]string{it.Who(), it.Manner()}, func(p string) bool { return p == "" })
	byline = append(byline, it.Doubts()...)
	if rest != "" {
		shown.Close = ""
		byline = append(byline, chat.ContinuesNote)
	}
	quote := slack.NewSectionBlock(plainText(shown.Open+words+shown.Close), nil, nil, slack.SectionBlockOptionBlockID(fmt.Sprintf("quote-%d", i)))
	blocks := []slack.Block{quote}
	if len(byline) > 0 {
		blocks = append(blocks, contextBlock(id, strings.Join(byline, " · ")))
	}
	return blocks
}
