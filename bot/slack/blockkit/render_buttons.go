package blockkit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// DeletePrefix begins the value of a Delete button; the ID of who asked follows.
const DeletePrefix = "asker:"

// actions returns the buttons below part of an answer: pages that lead through the
// parts, the card's own, then feedback and deletion.
func (a Answer) actions(part, parts int) []bot.Action {
	if a.Plain {
		return nil
	}
	out := chat.Pages(a.Card, a.Call, part, parts)
	for _, action := range chat.WithShare(a.Card, a.Call, a.Private || a.Direct) {
		switch {
		case action.Kind == bot.Page, action.Kind == bot.Export && !a.Files:
		case action.Kind == bot.Share:
			out = append(out, a.shares(action)...)
		default:
			out = append(out, action)
		}
	}
	if a.Bare || a.Modern {
		return out
	}
	return append(out, chat.Verdicts(a.Card, a.Call, a.Asker)...)
}

// inChannel is the label of the button that shares what is in a thread with the channel.
const inChannel = "Share in the channel"

// shares returns the buttons that share an answer: where it is, and also elsewhere.
func (a Answer) shares(share bot.Action) []bot.Action {
	wide := share
	wide.Label = inChannel
	switch {
	case a.Direct:
		share.Label = "Share in a channel"
	case a.Thread != "":
		return []bot.Action{share, wide}
	}
	return []bot.Action{share}
}

// threadSign is between the key of a Share button and the thread that it shares in. Slack does
// not always say which thread a message for one person is in.
const threadSign = "@"

// Shared reads the value of a Share button: its key and, if it says so, the thread to share
// in, "" for the channel.
func Shared(value string) (key, thread string, says bool) { return strings.Cut(value, threadSign) }

// feedback returns the block in which people say what they think of an answer and who asked
// deletes it: small icons below everything else.
func (m *Message) feedback(a Answer, part int) []slack.Block {
	if a.Bare || a.Plain || !a.Modern {
		return nil
	}
	var elements []slack.BlockElement
	values := map[bot.ActionKind]string{}
	for _, action := range chat.Verdicts(a.Card, a.Call, a.Asker) {
		if action.Kind == bot.Delete {
			elements = append(elements, slack.NewIconButtonBlockElement("trash", plainText(action.Label), string(bot.Delete)+".0").WithValue(DeletePrefix+a.Asker))
			continue
		}
		if key, ok := m.keep(a, action, part); ok {
			values[action.Kind] = string(action.Kind) + menuSign + key
		}
	}
	if len(values) == 2 {
		yes := slack.NewFeedbackButton(plainText("👍"), values[bot.Helpful]).WithAccessibilityLabel("This answer helps")
		no := slack.NewFeedbackButton(plainText("👎"), values[bot.Unhelped]).WithAccessibilityLabel("This answer does not help")
		elements = append([]slack.BlockElement{slack.NewFeedbackButtonsBlockElement(menuID+".feedback", yes, no)}, elements...)
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewContextActionsBlock("feedback", elements...)}
}

// menuID begins the action ID of a menu or of feedback buttons. The value that is chosen
// there names its action: the kind, menuSign and the key.
const menuID, menuSign = "menu", ":"

// Chosen reads the action of a button, by its ID and value, or of what was chosen in a menu.
func Chosen(actionID, value string) (kind bot.ActionKind, key string) {
	name, _, _ := strings.Cut(actionID, ".")
	if name != menuID {
		return bot.ActionKind(name), value
	}
	name, key, _ = strings.Cut(value, menuSign)
	return bot.ActionKind(name), key
}

// menu returns the actions of a row as one block: a button if there is one action, else
// menus.
func (m *Message) menu(a Answer, id string, part int, actions []bot.Action) []slack.Block {
	if len(actions) < 2 || a.Plain {
		return m.buttons(a, id, part, actions)
	}
	var options []*slack.OptionBlockObject
	for _, action := range actions {
		option := slack.NewOptionBlockObject("", plainText(buttonLabel(action.Label)), nil)
		if action.Kind == bot.Open {
			option.URL, option.Value = webAddress(action.Call.Args["url"]), string(bot.Open)+menuSign
			if option.URL == "" {
				continue
			}
		} else {
			key, ok := m.keep(a, action, part)
			if !ok {
				continue
			}
			option.Value = string(action.Kind) + menuSign + key
		}
		options = append(options, option)
	}
	var menus []slack.BlockElement
	for chunk := range slices.Chunk(options, maxMenuOptions) {
		menus = append(menus, slack.NewOverflowBlockElement(fmt.Sprintf("%s.%d", menuID, len(menus)), chunk...))
	}
	if len(menus) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock(id+"-buttons-0", menus...)}
}

// keep adds the call of an action to those behind m's buttons and returns its key.
func (m *Message) keep(a Answer, action bot.Action, part int) (key string, ok bool) {
	c := chat.Target(a.Card, a.Call, action, part)
	c.In = a.In
	key, err := state.Key(a.Scope, c)
	if err != nil {
		return "", false
	}
	m.Calls = append(m.Calls, c)
	return key, true
}

// buttons returns actions as blocks of at most 25 buttons, and adds the calls behind
// them to m.
func (m *Message) buttons(a Answer, id string, part int, actions []bot.Action) []slack.Block {
	var out []slack.Block
	var row []slack.BlockElement
	flush := func() {
		if len(row) > 0 {
			out = append(out, slack.NewActionBlock(fmt.Sprintf("%s-buttons-%d", id, len(out)), row...))
			row = nil
		}
	}
	if a.Plain {
		return nil
	}
	for i, action := range actions {
		if b := m.button(a, fmt.Sprintf("%s.%d", action.Kind, i), part, action); b != nil {
			row = append(row, b)
		}
		if len(row) == maxButtons {
			flush()
		}
	}
	flush()
	return out
}

// button returns nil if Slack would refuse the button.
func (m *Message) button(a Answer, id string, part int, action bot.Action) slack.BlockElement {
	b := slack.NewButtonBlockElement(id, "", plainText(buttonLabel(action.Label)))
	switch action.Kind {
	case bot.Open:
		if b.URL = webAddress(action.Call.Args["url"]); b.URL == "" {
			return nil
		}
		return b
	case bot.Delete:
		b.Value = DeletePrefix + a.Asker
		return b
	}
	key, ok := m.keep(a, action, part)
	if !ok {
		return nil
	}
	b.Value = key
	switch {
	case action.Kind != bot.Share || a.Thread == "":
	case action.Label == inChannel:
		b.Value += threadSign
	default:
		b.Value += threadSign + a.Thread
	}
	return b
}

// buttonLabel returns a label as Slack takes it: not empty, and cut with an ellipsis.
func buttonLabel(label string) string {
	if strings.TrimSpace(label) == "" {
		return "…"
	}
	return chat.Shorten(label, maxButtonLabel)
}

// fallback returns the message as plain text, escaped: the whole, and a notice short
// enough to be read out.
func (a Answer) fallback(pieces []piece) (notice, whole string) {
	whole, _ = chat.Clip(escape(cmp.Or(a.plain(pieces), "An answer")), maxPlainText)
	if notice = whole; chat.Length(whole) > fallbackText {
		notice, _ = chat.Clip(escape(cmp.Or(a.plain(nil), "An answer")), fallbackText)
	}
	return notice, whole
}

// plain returns a message without any markup, for servers that refuse the blocks.
func (a Answer) plain(pieces []piece) string {
	lines := []string{unbarred(a.Card.Title), unbarred(a.Card.Reading)}
	if len(pieces) == 0 {
		lines = append(lines, unbarred(a.Card.Notice))
	}
	for _, p := range pieces {
		for _, l := range p.lines {
			lines = append(lines, plainLine(l))
		}
		lines = append(lines, unbarred(p.small))
	}
	return join(append(lines, unbarred(a.Card.Footer)), "\n")
}

// plainLine returns a line as text, with the addresses of its links.
func plainLine(l chat.Line) string {
	var b strings.Builder
	for _, r := range l.Runs {
		b.WriteString(r.Text)
		if r.URL != "" {
			b.WriteString(" " + r.URL)
		}
	}
	if l.Quote {
		return "> " + quoteBreaks.Replace(b.String())
	}
	return unbarred(b.String())
}

// unbarred returns our own words so that they do not look like a quotation in plain text,
// where that is the lines with a bar in front.
func unbarred(words string) string {
	if strings.HasPrefix(words, ">") {
		return " " + words
	}
	return words
}

// quoteBreaks puts the mark of a quotation after each of its line ends.
var quoteBreaks = strings.NewReplacer("\r\n", "\n> ", "\n", "\n> ", "\r", "\n> ", "\u2028", "\n> ", "\u2029", "\n> ")

// join joins the parts that are not empty.
func join(parts []string, with string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, with)
}
