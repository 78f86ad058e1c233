package chat_test

import (
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// TestPages: the buttons lead through an answer's parts and, at its ends, to the pages of
// its card.
func TestPages(t *testing.T) {
	call := bot.Call{Command: "who-said", Offset: 10}
	card := bot.Card{Offset: 10, Actions: []bot.Action{{Kind: bot.Page, Label: "◀", Call: call.At(0)}, {Kind: bot.Page, Label: "▶", Call: call.At(20)}, {Kind: bot.Export}}}
	type page struct{ offset, part int }
	for _, row := range []struct {
		why         string
		part, parts int
		want        []page
	}{
		{"one message", 0, 1, []page{{0, chat.LastPart}, {20, 0}}},
		{"the first of three", 0, 3, []page{{0, chat.LastPart}, {10, 1}}},
		{"the second of three", 1, 3, []page{{10, 0}, {10, 2}}},
		{"the last of three", 2, 3, []page{{10, 1}, {20, 0}}},
	} {
		var got []page
		for _, action := range chat.Pages(card, call, row.part, row.parts) {
			to := chat.Target(card, call, action, row.part)
			got = append(got, page{to.Call.Offset, to.Part})
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: leads to %v, want %v", row.why, got, row.want)
		}
	}
}

// TestVerdicts: only an answer that shows something can be judged, and only for somebody
// is there a Delete button.
func TestVerdicts(t *testing.T) {
	shown := bot.Card{Items: []bot.Item{{}}}
	for _, row := range []struct {
		why   string
		card  bot.Card
		asker string
		want  []bot.ActionKind
	}{
		{"an answer", shown, "U1", []bot.ActionKind{bot.Helpful, bot.Unhelped, bot.Delete}},
		{"a post that nobody asked for", shown, "", []bot.ActionKind{bot.Helpful, bot.Unhelped}},
		{"nothing found", bot.Card{}, "U1", []bot.ActionKind{bot.Delete}},
		{"a fault", bot.Card{Status: bot.Failed, Items: shown.Items}, "U1", []bot.ActionKind{bot.Delete}},
	} {
		var got []bot.ActionKind
		for _, action := range chat.Verdicts(row.card, bot.Call{}, row.asker) {
			got = append(got, action.Kind)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.why, got, row.want)
		}
	}
}
