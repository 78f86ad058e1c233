package quotecheck

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAlign aligns quotations with a printed sentence, one a row.
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
		{"the ferry won't before sail", 1, true, "the ferry won’t sail before"},
		{"won't sail Monday before", 1, true, "won’t sail before Monday"},
		{"and not a later day", 1, true, "and not a day later"},
		{"later", 0, true, "later"},
		{"no such words were ever written here", 7, false, ""},
		{"", 0, false, ""},
	} {
		a := align(allWords(row.given), allWords(printed))
		if a.near() != row.near || row.near && a.differences != row.differences {
			t.Errorf("%q: near %v, %d differences", row.given, a.near(), a.differences)
		}
		if row.near && whole(a).Of(printed) != row.at {
			t.Errorf("%q: aligned with %q", row.given, whole(a).Of(printed))
		}
	}
}

// TestSigns compares what a sign makes of a word or number, a pair a row.
func TestSigns(t *testing.T) {
	for _, row := range []struct {
		given, printed string
		same           bool
	}{
		{"@here", "People here have questions.", false},
		{"here", "People (here) have questions.", true},
		{"#truce", "The truce holds.", false},
		{"@Halmark", "By @halmark, on Friday.", true},
		{"-1", "The draft of Oct. 1 had it.", false},
		{"-1", "It fell to −1 overnight.", true},
		{"1", "It fell to -1 overnight.", false},
		{"$40", "They asked for €40.", false},
		{"-$40", "They owe -$40 now.", true},
		{"$40", "They owe ($40) now.", true},
		{"5%", "All 5 came.", false},
		{"5%", "It grew 5%.", true},
		{"2", "It ended 1-2.", false},
		{"1-2", "It ended 1-2.", true},
		{"40", "The US$40 deal", true}, // the letters are the sign's
		{"said here", "he said -here- and left", true},
		{"mail", "Write to a@mail now.", true},
	} {
		a := align(allWords(row.given), allWords(row.printed))
		if same := a.near() && a.differences == 0; same != row.same {
			t.Errorf("%q in %q: same %v", row.given, row.printed, same)
		}
	}
}

// whole returns the range that an alignment covers.
func whole(a alignment) article.Span {
	parts := a.parts()
	return article.Span{Start: parts[0].Start, End: parts[len(parts)-1].End}
}

// FuzzAlign: any part of a text that begins and ends with words is found in it
// without a difference, at a place with the same words.
func FuzzAlign(f *testing.F) {
	f.Add("The ferry won’t sail; the FERRY sails.", 2, 5)
	f.Add("@@here, x-$5% or −$−5%% and 1-2", 0, 3)
	f.Add("«Ça va», dit-il à 3.5 km/h\x00", 0, 9)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		words := allWords(text)
		if from < 0 || to > len(words) || from >= to {
			return
		}
		part := text[words[from].Start:words[to-1].End]
		a := align(allWords(part), words)
		if a.differences != 0 {
			t.Fatalf("%q in %q: %d differences", part, text, a.differences)
		}
		found := wordsIn(text, whole(a))
		for i, w := range allWords(part) {
			if found[i].key != w.key {
				t.Fatalf("%q in %q: found %q", part, text, whole(a).Of(text))
			}
		}
	})
}
