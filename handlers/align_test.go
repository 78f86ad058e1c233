package handlers

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func whole(s string) article.Span { return article.Span{End: len(s)} }

// TestAlign lays a checked text against printed ones, a sentence a row.
func TestAlign(t *testing.T) {
	const printed = "Aye, the ferry won’t sail before Monday, she said, and not a day later."
	for _, row := range []struct {
		given       string
		differences int
		near        bool
		at          string // the aligned part of printed
	}{
		{"the ferry won't sail before Monday", 0, true, "the ferry won’t sail before Monday"},
		{"THE FERRY “won’t” sail", 0, true, "the ferry won’t sail"},
		{"the ferry will sail before Monday", 1, true, "the ferry won’t sail before Monday"},
		{"the ferry sail before Monday", 1, true, "the ferry won’t sail before Monday"},
		{"the old ferry won't sail before Monday", 1, true, "the ferry won’t sail before Monday"},
		{"and not a day", 0, true, "and not a day"},
		{"later", 0, true, "later"},
		{"no such words were ever written here", 7, false, ""},
		{"", 0, false, ""},
	} {
		a := align(wordsIn(row.given, whole(row.given)), wordsIn(printed, whole(printed)))
		if a.near() != row.near || row.near && a.differences != row.differences {
			t.Errorf("%q: near %v, %d differences", row.given, a.near(), a.differences)
		}
		if row.near && a.span().Of(printed) != row.at {
			t.Errorf("%q: aligned with %q", row.given, a.span().Of(printed))
		}
	}
}

// TestDifference names the words that differ, on both sides.
func TestDifference(t *testing.T) {
	given, printed := "peace at any cost is no peace", "Peace, at any price, is no peace."
	d := align(wordsIn(given, whole(given)), wordsIn(printed, whole(printed))).difference()
	if got := marked(d.Given); got != "peace at any [cost] is no peace" {
		t.Error(got)
	}
	if got := marked(d.Printed); got != "Peace at any [price] is no peace" {
		t.Error(got)
	}
}

func marked(words []bot.Word) string {
	var parts []string
	for _, w := range words {
		if !w.Same {
			w.Text = "[" + w.Text + "]"
		}
		parts = append(parts, w.Text)
	}
	return strings.Join(parts, " ")
}

// FuzzAlign: any part of a text that begins and ends with words is found in it
// without a difference, at a place with the same words.
func FuzzAlign(f *testing.F) {
	f.Add("The ferry won’t sail; the FERRY sails.", 2, 5)
	f.Add("«Ça va», dit-il à 3.5 km/h\x00", 0, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		words := wordsIn(text, whole(text))
		if from < 0 || to > len(words) || from >= to {
			return
		}
		part := text[words[from].Start:words[to-1].End]
		a := align(wordsIn(part, whole(part)), words)
		if a.differences != 0 {
			t.Fatalf("%q in %q: %d differences", part, text, a.differences)
		}
		found := wordsIn(text, a.span())
		for i, w := range wordsIn(part, whole(part)) {
			if found[i].key != w.key {
				t.Fatalf("%q in %q: found %q", part, text, a.span().Of(text))
			}
		}
	})
}

// TestTextFragment names a passage as browsers want it named.
func TestTextFragment(t *testing.T) {
	for text, want := range map[string]string{
		"a well-known fact, & more":                               "a%20well%2Dknown%20fact%2C%20%26%20more",
		"one two three four five six seven eight nine ten eleven": "one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
		"first line\nsecond line":                                 "first%20line",
	} {
		if got := textFragment(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestPeriodText says a period as people do; until is exclusive.
func TestPeriodText(t *testing.T) {
	for _, row := range [][3]string{
		{"2025-05-01", "2025-05-31", "1–31 May 2025"},
		{"2025-05-19", "2025-05-19", "19 May 2025"},
		{"2025-04-28", "2025-05-02", "28 Apr – 2 May 2025"},
		{"2024-12-30", "2025-01-02", "30 Dec 2024 – 2 Jan 2025"},
		{"2025-05-01", "", "since 1 May 2025"},
		{"", "2025-05", "until 31 May 2025"},
		{"", "", ""},
	} {
		var a asked
		a.request.Call = bot.Call{Args: bot.Args{"since": row[0], "until": row[1]}}
		since, _, _ := bot.Period(row[0], a.request.In())
		_, until, _ := bot.Period(row[1], a.request.In())
		if got := periodText(since, until); got != row[2] {
			t.Errorf("%v: %s", row, got)
		}
	}
}

// TestAround gives the paragraphs before, of and after a passage, blank lines aside.
func TestAround(t *testing.T) {
	text := "One.\n\nTwo, and more.\nThree.\n\nFour."
	at := strings.Index(text, "and")
	var got []string
	for _, s := range around(text, article.Span{Start: at, End: at + 3}) {
		got = append(got, s.Of(text))
	}
	if want := "One.|Two, and more.|Three."; strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}
