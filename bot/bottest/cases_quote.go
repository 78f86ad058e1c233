package bottest

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
)

var quoteCases = []testCase{
	{"literal", "Whatever an article says is shown as it is, byte for byte, over all pages, and notifies, links and formats nothing.", every, quotesHostile},
	{"long", "An answer that is longer than a message is read to its end by its pages.", every, quotesLong},
}

func quotesHostile(k *kit, w Way) { k.quotesOf(w, CardOf("hostile")) }

func quotesLong(k *kit, w Way) {
	card := CardOf("long")
	card.Items = card.Items[:8] // of 4,000 characters each: the pages of all 50 are the renderers' tests
	k.quotesOf(w, card)
}

// quotesOf reads an answer through to its last page, and wants the quotes of its card.
func (k *kit) quotesOf(w Way, card bot.Card) {
	k.command("long").Handle = func(context.Context, bot.Request) (bot.Card, error) { return card, nil }
	k.start()
	k.ask(w, "long ferry")
	m := k.answer(anna(w), 1)
	pages := []Message{m}
	for slices.Contains(m.Buttons, "▶") && len(pages) < 200 {
		before := m.Words
		k.press(anna(w), m, "▶")
		k.await("the next page", func() bool { return k.answers(anna(w))[0].Words != before })
		m = k.answers(anna(w))[0]
		pages = append(pages, m)
	}
	for i, page := range pages {
		for _, live := range k.Live(page) {
			k.errorf("page %d has live markup: %q", i+1, live)
		}
	}
	got, want := k.Quotes(pages), Quotes(card)
	if len(got) != len(want) {
		k.errorf("%d quotes on %d pages, want %d", len(got), len(pages), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			k.errorf("quote %d is shown as %q, want %q", i+1, got[i], want[i])
		}
	}
}
