package blockkit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestAttacks shows answers with hostile text in every place as messages, in blocks of
// today and in older ones, and as a view: Slack takes each, and each has the form that it
// has with harmless words.
func TestAttacks(t *testing.T) {
	for _, modern := range []bool{false, true} {
		t.Run(fmt.Sprintf("modern=%v", modern), func(t *testing.T) {
			bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
				a := shown(c)
				a.Modern = modern
				var out []string
				sent := append(messages(a), a.View())
				for i, m := range sent {
					raw, err := json.Marshal(m.Blocks)
					if err != nil || !utf8.Valid(raw) {
						t.Fatalf("message %d: %v", i, err)
					}
					if i < len(sent)-1 {
						if err := slacktest.CheckBlocks(raw); err != nil {
							t.Fatalf("message %d: Slack refuses it: %v", i, err)
						}
					}
					out = append(out, formOf(t, raw), textForm(t, m.Text), textForm(t, m.Plain))
				}
				return strings.Join(out, "\n")
			})
		})
	}
}

// formOf returns the elements of blocks with their lines and the parts of these, without
// words. It fails the test at an element that notifies, and at a text with markup.
func formOf(t *testing.T, raw []byte) string {
	t.Helper()
	var blocks []any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, b := range blocks {
		walk(t, &out, b, false)
		out.WriteByte('\n')
	}
	return out.String()
}

func walk(t *testing.T, out *strings.Builder, v any, quoted bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walk(t, out, e, quoted)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		switch kind {
		case "mrkdwn", "user", "usergroup", "broadcast", "channel", "emoji", "date":
			t.Errorf("an element %v", v)
		case "rich_text_quote":
			walk(t, &strings.Builder{}, v["elements"], true) // its runs are cut by its marks
			out.WriteString("<quote>")
			return
		case "rich_text_section":
			fmt.Fprintf(out, "<section %s>", runsForm(t, v["elements"].([]any)))
			return
		}
		fmt.Fprintf(out, "<%s", kind)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if value, ok := v[k].(string); ok {
				out.WriteString(textOf(t, k, value, quoted))
				continue
			}
			walk(t, out, v[k], quoted)
		}
		out.WriteByte('>')
	}
}

// runsForm returns the form of a line, however it is cut into runs.
func runsForm(t *testing.T, runs []any) string {
	text, links := "", 0
	for _, r := range runs {
		run := r.(map[string]any)
		text += run["text"].(string)
		if run["type"] == "link" {
			links++
			textOf(t, "url", run["url"].(string), false)
		} else if run["type"] != "text" {
			t.Errorf("an element %v", run)
		}
	}
	return fmt.Sprint(textOf(t, "text", text, false), " links:", links)
}

// textOf returns how many lines a text has, and how many parts; of a quotation neither is ours.
func textOf(t *testing.T, key, value string, quoted bool) string {
	switch {
	case key == "url" && !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://"):
		t.Errorf("a link to %q", value)
	case key == "text" && !quoted:
		if acts := strings.IndexFunc(value, unseen); acts >= 0 {
			t.Errorf("%q is among our own words in %.200q", value[acts:acts+1], value)
		}
		return fmt.Sprintf(" %d/%d", strings.Count(value, "\n"), strings.Count(value, " · "))
	}
	return ""
}

// unseen reports whether a character acts among our own words.
func unseen(r rune) bool {
	return r < 0x20 && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// textForm returns the form of a message in plain text: its lines, but for those of
// quotations, with their parts.
func textForm(t *testing.T, text string) string {
	t.Helper()
	if chat.Length(text) > maxPlainText {
		t.Errorf("%d characters", chat.Length(text))
	}
	for _, live := range []string{"<", ">", "&!"} {
		if strings.Contains(text, live) {
			t.Errorf("a live %s in %.200q", live, text)
		}
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "&gt; ") {
			out = append(out, fmt.Sprint(strings.Count(line, " · ")))
		}
	}
	return strings.Join(out, " ")
}
