package handlers

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/article"
)

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
		var a parsedQuery
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
