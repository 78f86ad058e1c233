package terminal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestTerminalAttacks writes answers with hostile text in every place to a pipe, and to a
// terminal with colours, links and numbers: what acts there is ours, and the lines are those
// of an answer with harmless words.
func TestTerminalAttacks(t *testing.T) {
	raced.Sequential(t)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		written := string(rendered(t, c, Options{Color: true, Width: 72, Links: true, Numbered: true}))
		for _, m := range hyperlinks.FindAllStringSubmatch(written, -1) {
			if m[1] != "" && !strings.HasPrefix(m[1], "https://") && !strings.HasPrefix(m[1], "http://") {
				t.Errorf("a link to %q", m[1])
			}
		}
		inert(t, hyperlinks.ReplaceAllString(colours.ReplaceAllString(written, ""), ""))
		piped := string(rendered(t, c, Options{}))
		inert(t, piped)
		var out []string
		for line := range strings.SplitSeq(piped, "\n") {
			switch {
			case strings.Contains(line, ": /"): // what could be typed
				out = append(out, "a line to type")
			case !strings.HasPrefix(line, pipeMargin):
				out = append(out, fmt.Sprint(strings.Contains(line, "↗ http"), strings.Count(line, " · ")))
			case len(out) == 0 || out[len(out)-1] != "quote":
				out = append(out, "quote")
			}
		}
		return strings.Join(out, "\n")
	})
}

var hyperlinks = regexp.MustCompile("\x1b\\]8;;([!-~]*)\x1b\\\\")

// inert checks that nothing in a text acts on a terminal.
func inert(t *testing.T, text string) {
	t.Helper()
	bad := strings.IndexFunc(text, func(r rune) bool { return r != escapeMark && acts(r) })
	if bad >= 0 || !utf8.ValidString(text) {
		t.Errorf("the terminal gets %.40q", text[max(bad, 0):])
	}
}
