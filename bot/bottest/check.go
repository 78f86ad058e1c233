package bottest

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Check renders every Card and recovers from each rendering what it quotes: the
// quotes of the card's items, in order and byte for byte. A rendering of
// several messages is handed over joined, in whatever form recover reads.
func Check[R any](t *testing.T, render func(bot.Card) R, recover func(R) []string) {
	t.Helper()
	for _, c := range Cards() {
		t.Run(c.Name, func(t *testing.T) {
			Same(t, recover(render(c.Card)), Quotes(c.Card))
		})
	}
}

// Quotes are the quoted texts of a card's items, in order.
func Quotes(c bot.Card) []string {
	var out []string
	for _, it := range c.Items {
		if it.Quote.Text != "" {
			out = append(out, it.Quote.Text)
		}
	}
	return out
}

// Same fails the test where the quotes recovered differ from those wanted.
func Same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d quotes recovered, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("quote %d: recovered\n%q, want\n%q", i, got[i], want[i])
		}
	}
}
