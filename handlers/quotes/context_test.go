package quotes

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

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
