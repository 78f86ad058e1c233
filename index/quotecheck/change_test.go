package quotecheck

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestChanges: which words of a text are new, and how many of the earlier one went.
func TestChanges(t *testing.T) {
	const first, second, third = "The ferry will sail on Monday, the harbour master said.", "Two ships wait at the quay.", "Ole Brandt called the delay regrettable but short."
	join := func(p ...string) string { return strings.Join(p, "\n\n") }
	for _, test := range []struct {
		name, earlier, later string
		want                 string // paragraphs of the new words, with | between
		dropped              int
	}{
		{"nothing", join(first, second), join(first, second), "", 0},
		{"other blanks", join(first, second), first + "\n" + second + "\n", "", 0},
		{"a word", join(first, second), join(strings.Replace(first, "Monday", "Tuesday", 1), second), "Tuesday", 1},
		{"a paragraph more", join(first, second), join(first, third, second), "Ole Brandt called the delay regrettable but short", 0},
		{"a paragraph less", join(first, second, third), join(first, third), "", 6},
		{"two paragraphs", join(first, second, third), join(strings.Replace(first, "will", "may", 1), second, strings.Replace(third, "but short", "and long", 1)), "may|and long", 3},
		{"another order", join(first, second, third), join(third, first, second), "", 0},
		{"a paragraph twice", join(first), join(first, first), "The ferry will sail on Monday the harbour master said", 0},
		{"all else", first, second, "Two ships wait at the quay", 10},
		{"from nothing", "", first, "The ferry will sail on Monday the harbour master said", 0},
	} {
		got := Changes(test.earlier, test.later)
		var all []string
		n := 0
		for _, p := range got.Paragraphs {
			var words []string
			for _, w := range p.New {
				if w.Start < p.Span.Start || w.End > p.Span.End {
					t.Errorf("%s: %v is not in %v", test.name, w, p.Span)
				}
				words = append(words, test.later[w.Start:w.End])
			}
			n += len(words)
			all = append(all, strings.Join(words, " "))
		}
		if strings.Join(all, "|") != test.want || got.Dropped != test.dropped || got.New != n {
			t.Errorf("%s: %q, %d new, %d gone; want %q, %d gone", test.name, all, got.New, got.Dropped, test.want, test.dropped)
		}
	}
}

// TestChangesTakesLittleTime compares texts of which nearly every paragraph is another one.
func TestChangesTakesLittleTime(t *testing.T) {
	text := func(paragraphs, words, from int) string {
		var b strings.Builder
		for i := range paragraphs {
			for j := range words {
				fmt.Fprintf(&b, "word%d ", (i*words+j)*7%5000+from*(i%2))
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	for name, c := range map[string][2]string{
		"many short": {text(150, 8, 0), text(6000, 8, 1)},
		"few long":   {text(130, 390, 0), text(130, 390, 1)},
	} {
		start := time.Now()
		if got := Changes(c[0], c[1]); got.New == 0 {
			t.Errorf("%s: nothing is new", name)
		}
		if took := time.Since(start); took > raced.Slowdown*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}
