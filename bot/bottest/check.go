package bottest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// Check renders every Card and recovers from each rendering what it shows as quoted:
// the texts of the card's items, in order and byte for byte, in their quotation
// marks. A rendering of several messages is handed over joined, in whatever form
// recovered reads.
func Check[R any](t *testing.T, render func(bot.Card) R, recovered func(R) []string) {
	t.Helper()
	check(t, render, recovered, Quotes)
}

// CheckExcerpts is Check for a form that has the articles' bytes alone.
func CheckExcerpts[R any](t *testing.T, render func(bot.Card) R, recovered func(R) []string) {
	t.Helper()
	check(t, render, recovered, Excerpts)
}

func check[R any](t *testing.T, render func(bot.Card) R, recovered func(R) []string, want func(bot.Card) []string) {
	t.Helper()
	for _, c := range Cards() {
		t.Run(c.Name, func(t *testing.T) {
			Same(t, recovered(render(c.Card)), want(c.Card))
		})
	}
}

// CheckReadBack checks that the words of direct and of reported speech are read back
// from a message of one row, without quotation marks of ours and without the rest of
// the sentence that reports them.
func CheckReadBack(t *testing.T, readBack func(bot.Card) (string, bool)) {
	t.Helper()
	card := reported()
	for _, it := range card.Items {
		card.Items = []bot.Item{it}
		if quote, ok := readBack(card); !ok || quote != it.Quote.Text {
			t.Errorf("read back %q, %v; want %q", quote, ok, it.Quote.Text)
		}
	}
}

// Quotes returns the texts of a card's items as they are shown, in order.
func Quotes(c bot.Card) []string {
	return texts(c, func(it bot.Item) string { return it.Shown().String() })
}

// Excerpts returns the articles' bytes that a card's items quote, in order.
func Excerpts(c bot.Card) []string {
	return texts(c, func(it bot.Item) string { return it.Quote.Text })
}

func texts(c bot.Card, of func(bot.Item) string) []string {
	var out []string
	for _, it := range c.Items {
		if text := of(it); text != "" {
			out = append(out, text)
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

// slow is how long one answer with an attack in every place may take to render. It is some
// hundred times what it takes on a small machine.
const slow = 10 * time.Second

// CheckAttacks renders answers with each attack in every place. shape returns what of a
// rendering is ours: the lines, the parts of lines, the elements, the links. It must be what
// it is with harmless words in the same places. An attack of more than a few words changes
// how an answer is cut into messages, so its shape is not compared; its time is limited.
// shape itself checks what must hold of every rendering.
func CheckAttacks(t *testing.T, shape func(t *testing.T, c bot.Card) string) {
	t.Helper()
	want := map[string][]string{} // with and without links
	for _, address := range []string{"", "https://gazette.example/1"} {
		for _, c := range Poisoned(Harmless, address) {
			want[c.Name] = append(want[c.Name], shape(t, c.Card))
		}
	}
	n := 0
	for i, a := range Attacks() {
		if i%raced.Slowdown != 0 { // no two goroutines meet here
			continue
		}
		for _, c := range Poisoned(a.Text, a.Text) {
			n++
			t.Run(fmt.Sprintf("%s/%s/%.40q", c.Name, a.Kind, a.Text), func(t *testing.T) {
				start := time.Now()
				got := shape(t, c.Card)
				if took := time.Since(start); took > slow {
					t.Errorf("took %v", took)
				}
				if a.changesNoShape() && !slices.Contains(want[c.Name], got) {
					t.Errorf("the answer has the form\n%s\nwant\n%s", got, strings.Join(want[c.Name], "\nor\n"))
				}
			})
		}
	}
	if n < 600/raced.Slowdown {
		t.Errorf("only %d answers were tried", n)
	}
}

// changesNoShape reports whether the attack is short enough not to be cut, and long enough
// to be shown.
func (a Attack) changesNoShape() bool {
	return len(a.Text) <= 75 && strings.ContainsFunc(a.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
