package terminal

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/consoletest"
)

func rendered(t *testing.T, c bot.Card, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, c, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// quotesOf recovers what a terminal rendering quotes: the lines after a margin, those
// that were broken joined again.
func quotesOf(out []byte) []string {
	var quotes []string
	var lines []string
	for line := range strings.SplitSeq(colours.ReplaceAllString(string(out), ""), "\n") {
		quoted, pipe := strings.CutPrefix(line, pipeMargin)
		quoted, terminal := strings.CutPrefix(quoted, lineMargin)
		rest, broken := strings.CutPrefix(line, brokenMargin)
		switch {
		case pipe != terminal:
			lines = append(lines, quoted)
		case broken && lines != nil:
			lines[len(lines)-1] += rest
		case lines != nil:
			quotes = append(quotes, Hidden(strings.Join(lines, "\n")))
			lines = nil
		}
	}
	return quotes
}

func TestTerminalKeepsEveryByte(t *testing.T) {
	for name, o := range map[string]Options{"pipe": {}, "narrow": {Width: 20, Numbered: true}, "colour": {Color: true, Width: 80, Numbered: true}} {
		t.Run(name, func(t *testing.T) {
			bottest.Check(t, func(c bot.Card) []byte { return rendered(t, c, o) }, quotesOf)
		})
	}
}

func TestTerminalGolden(t *testing.T) {
	for _, c := range bottest.Cards() {
		if c.Name == "long" {
			continue // 600 kB; its bytes are checked above
		}
		t.Run(c.Name, func(t *testing.T) {
			consoletest.Golden(t, c.Name+".txt", rendered(t, c.Card, Options{Width: 100, Numbered: true}))
		})
	}
}

// TestTerminalBreaksBetweenWords checks that no line is wider than the terminal, and no
// word, receipt or address broken.
func TestTerminalBreaksBetweenWords(t *testing.T) {
	for _, c := range bottest.Cards() {
		if c.Name == "long" || c.Name == "hostile" {
			continue // words wider than any terminal
		}
		for _, width := range []int{60, 100} {
			wide := string(rendered(t, c.Card, Options{Numbered: true, Links: true}))
			out := string(rendered(t, c.Card, Options{Width: width, Numbered: true, Links: true}))
			known := map[string]bool{}
			for word := range strings.FieldsSeq(wide) {
				known[word] = true
			}
			for line := range strings.SplitSeq(out, "\n") {
				seen := links.ReplaceAllString(line, "")
				if n := utf8.RuneCountInString(strings.TrimRight(seen, " ")); n > width {
					t.Errorf("%s: a line of %d columns in %d: %q", c.Name, n, width, seen)
				}
				for word := range strings.FieldsSeq(line) {
					if !known[word] && !strings.Contains("┃│▇", word[:len("▇")]) {
						t.Errorf("%s: %q is broken in %q", c.Name, word, line)
					}
				}
			}
		}
	}
}

var links = regexp.MustCompile("\x1b]8;;[^\x1b]*\x1b\\\\")

// TestTerminalLinks puts addresses behind outlets where the terminal follows links.
func TestTerminalLinks(t *testing.T) {
	item := consoletest.CardNamed("usual").Items[0]
	for _, c := range []struct{ name, url, want, not string }{
		{"an address", "https://gazette.example/talks#:~:text=strait", "\x1b]8;;https://gazette.example/talks#:~:text=strait\x1b\\Harbour\x1b]8;;\x1b\\", "↗ https:"},
		{"letters of more than a byte", "https://gazette.example/å", "\x1b]8;;https://gazette.example/%C3%A5\x1b\\", "↗ https:"},
		{"one that would act", "https://gazette.example/?\x1b\\x\u009b", "", "\x1b\\x"},
		{"no web page", "javascript:alert(1)", "", "javascript"},
	} {
		item.URL = c.url
		out := string(rendered(t, bot.Card{Items: []bot.Item{item}}, Options{Width: 100, Links: true}))
		if !strings.Contains(out, c.want) || strings.Contains(out, c.not) {
			t.Errorf("%s: %q", c.name, out)
		}
	}
}

// FuzzQuotes: whatever an article says, the terminal gives its bytes back, and gets
// nothing that acts on it.
func FuzzQuotes(f *testing.F) {
	for i, text := range bottest.HostileTexts() {
		f.Add(text, i, i+5)
	}
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		item := bot.Item{Quote: bot.Excerpt{Text: text, Article: text, Spans: []bot.Span{{End: 1}}}, Speaker: text, Label: text, Marks: []bot.Span{{Start: from, End: to}}}
		card := bot.Card{Title: text, Notice: text, Items: []bot.Item{item}, Text: []string{text}}
		out := rendered(t, card, Options{Color: true, Width: 40, Numbered: true})
		bottest.Same(t, quotesOf(out), bottest.Quotes(card))
		if bad := strings.IndexFunc(colours.ReplaceAllString(string(out), ""), func(r rune) bool { return r != '⟦' && acts(r) }); bad >= 0 {
			t.Errorf("the terminal gets %q", out[bad:min(bad+10, len(out))])
		}
	})
}
