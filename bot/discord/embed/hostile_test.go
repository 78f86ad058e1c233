package embed

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAttacks shows answers with hostile text in every place as messages, and as the plain
// text that is sent if embeds are refused: Discord takes each, nobody is mentioned, and
// each has the form that it has with harmless words.
func TestAttacks(t *testing.T) {
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		var out []string
		for i, m := range shown(c).Render() {
			body := m.Body(0)
			raw, err := json.Marshal(body)
			if err != nil || !utf8.Valid(raw) {
				t.Fatalf("message %d: %v", i, err)
			}
			if err := discordtest.CheckMessage(raw); err != nil {
				t.Fatalf("message %d: Discord refuses it: %v", i, err)
			}
			if !strings.Contains(string(raw), `"allowed_mentions":{"parse":[]}`) {
				t.Error("mentions may notify")
			}
			for _, e := range m.Embeds {
				out = append(out, "title "+markupForm(t, e.Title), "text "+markupForm(t, e.Description))
				if e.Footer != nil {
					lineOf(t, e.Footer.Text)
				}
			}
			markupForm(t, m.Plain) // it may be cut
			out = append(out, fmt.Sprint(len(m.Components)))
			buttonsIn(t, m.Components)
		}
		return strings.Join(out, "\n")
	})
}

// buttonsIn checks the labels and addresses of buttons and menus.
func buttonsIn(t *testing.T, components []discordgo.MessageComponent) {
	t.Helper()
	for _, c := range components {
		switch c := c.(type) {
		case discordgo.ActionsRow:
			buttonsIn(t, c.Components)
		case discordgo.Button:
			lineOf(t, c.Label)
			webLink(t, c.URL)
		case discordgo.SelectMenu:
			for _, o := range c.Options {
				lineOf(t, o.Label)
				lineOf(t, o.Description)
			}
		}
	}
}

func webLink(t *testing.T, address string) {
	t.Helper()
	if address != "" && !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		t.Errorf("a link to %q", address)
	}
}

// lineOf checks text that Discord shows as it is, on a line.
func lineOf(t *testing.T, text string) {
	t.Helper()
	if acts := strings.IndexFunc(text, unseen); acts >= 0 || strings.Contains(text, "\n") {
		t.Errorf("%.200q acts at %d", text, acts)
	}
}

// unseen reports whether a character acts among our own words.
func unseen(r rune) bool {
	return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

var (
	escapedPair = regexp.MustCompile(`(?s)\\.`)
	linkMark    = regexp.MustCompile(`\]\(([^)\s]*)\)`)
	list        = regexp.MustCompile(`^\s*([-+]|\d+[.)]|#{1,3}|-#)\s`)
)

// markupForm returns the lines of a text with the markup that is live in them and the parts
// that they have; a quotation is one line.
func markupForm(t *testing.T, text string) string {
	t.Helper()
	var out []string
	parts := 0 // of the line before
	for _, line := range lineEnd.Split(text, -1) {
		words, quote := strings.CutPrefix(line, "> ")
		if !quote {
			if acts := strings.IndexFunc(words, unseen); acts >= 0 {
				t.Errorf("%q is among our own words in %.200q", words[acts:acts+1], words)
			}
		}
		words = escapedPair.ReplaceAllString(words, "x") // a letter in its place, as what follows begins no line
		for _, m := range linkMark.FindAllStringSubmatch(words, -1) {
			webLink(t, m[1])
		}
		words = linkMark.ReplaceAllString(words, "]()")
		live := strings.Map(func(r rune) rune {
			if strings.ContainsRune("*_~`|<>#@[]:", r) {
				return r
			}
			return -1
		}, words)
		if quote {
			live = strings.ReplaceAll(live, "*", "") // marks of ours
			if live != "" || list.MatchString(words) {
				t.Errorf("a quotation has live markup: %q in %.200q", live, line)
			}
			if n := len(out); n == 0 || out[n-1] != "quote" {
				out = append(out, "quote")
			}
			continue
		}
		if small, ok := strings.CutPrefix(words, smallPrint); ok && len(out) > 0 { // it goes on with the byline
			parts += 1 + strings.Count(small, " · ")
			out[len(out)-1] = fmt.Sprintf("byline %d %s", parts, strings.Trim(live, "*#"))
			continue
		}
		if found := list.FindString(words); found != "" && found != smallPrint {
			t.Errorf("a list or a heading: %.200q", line)
		}
		parts = strings.Count(words, " · ")
		out = append(out, fmt.Sprintf("%s %d", live, parts))
	}
	return strings.Join(out, "\n")
}
