package blockkit

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// textLimits counts rich text as Slack does, which shows its runs as they are: it reads no
// markup and makes no mention (https://docs.slack.dev/reference/block-kit/blocks/rich-text-block).
var textLimits = chat.Limits{
	Limit:   pieceText,
	RunSize: func(r chat.Run) int { return chat.Length(r.Text) },
	Clip: func(r chat.Run, room int) (head, tail chat.Run) {
		head, tail = r, r
		head.Text, tail.Text = chat.Clip(r.Text, room)
		return head, tail
	},
}

// richText returns lines as a block.
func richText(id string, lines []chat.Line) slack.Block {
	var elements []slack.RichTextElement
	for _, l := range lines {
		runs := runsOf(l)
		switch {
		case len(runs) == 0:
		case l.Quote:
			elements = append(elements, &slack.RichTextQuote{Type: slack.RTEQuote, Elements: runs})
		default:
			elements = append(elements, slack.NewRichTextSection(runs...))
		}
	}
	return slack.NewRichTextBlock(id, elements...)
}

func runsOf(l chat.Line) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	for _, r := range l.Runs {
		var style *slack.RichTextSectionTextStyle
		if r.Bold || r.Italic || r.Strike {
			style = &slack.RichTextSectionTextStyle{Bold: r.Bold, Italic: r.Italic, Strike: r.Strike}
		}
		switch {
		case r.Text == "":
		case r.Mention != nil:
			out = append(out, mention(*r.Mention, style))
		case r.URL != "":
			out = append(out, slack.NewRichTextSectionLinkElement(r.URL, r.Text, style))
		default:
			out = append(out, slack.NewRichTextSectionTextElement(strings.ToValidUTF8(r.Text, string(utf8.RuneError)), style))
		}
	}
	return out
}

// mention returns what Slack shows by name, or in the reader's time zone. A person is text:
// Slack would notify them.
func mention(m bot.Mention, style *slack.RichTextSectionTextStyle) slack.RichTextSectionElement {
	switch m.Kind {
	case bot.MentionsChannel:
		return slack.NewRichTextSectionChannelElement(m.ID, style)
	case bot.MentionsTime:
		if at, err := strconv.ParseInt(m.ID, 10, 64); err == nil {
			date := slack.NewRichTextSectionDateElement(at, "{date_short_pretty} at {time}", nil, &m.Text)
			date.Style = style
			return date
		}
	}
	return slack.NewRichTextSectionTextElement(m.Text, style)
}

// escape returns text in which Slack reads no mentions, links or entities
// (https://docs.slack.dev/messaging/formatting-message-text#escaping).
func escape(text string) string { return escaper.Replace(text) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
