package handlerstest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers"
)

var update = flag.Bool("update", false, "write the golden files anew; judge each change")

// varying matches text that differs between runs.
var varying = []struct {
	form *regexp.Regexp
	with string
}{
	{regexp.MustCompile(`newest came in on [^.]+\.`), "newest came in on TIME."},
	{regexp.MustCompile(`articles [\d.]+ [kMG]B, index [\d.]+ [kMG]B`), "articles SIZE, index SIZE"},
	{regexp.MustCompile(`(?m)^    [A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d{4} \d\d:\d\d`), "    TIME"},
	{regexp.MustCompile(`in version (\d) of [^;]+;`), "in version $1 of TIME;"},
}

// Script asks lines one after the other and returns what was answered as text.
func Script(t *testing.T, b *handlers.Briefing, r bot.Request, lines ...string) string {
	t.Helper()
	m := b.NewMux()
	var out strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&out, "> %s\n%s\n", line, cardText(m.Answer(t.Context(), line, r)))
	}
	return out.String()
}

// Golden compares text with the golden file of that name.
func Golden(t *testing.T, name, text string) {
	t.Helper()
	for _, v := range varying {
		text = v.form.ReplaceAllString(text, v.with)
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(wanted)) {
		if i >= len(got) || i >= len(wanted) || got[i] != wanted[i] {
			t.Fatalf("%s, line %d: got\n%s\nwant\n%s", path, i+1, from(got, i), from(wanted, i))
		}
	}
}

func from(lines []string, i int) string {
	return strings.Join(lines[min(i, len(lines)):min(i+8, len(lines))], "\n")
}

// cardText returns a card as text, a line for each thing that it says.
func cardText(c bot.Card) string {
	var out strings.Builder
	put := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, strings.ReplaceAll(value, "\n", "\n        "))
		}
	}
	put("status", map[bot.Status]string{bot.NotUnderstood: "not understood", bot.Failed: "failed"}[c.Status])
	put("small talk", string(c.SmallTalk))
	put("title", c.Title)
	put("reading", c.Reading)
	put("verdict", c.Verdict)
	put("notice", c.Notice)
	if c.Difference != nil {
		put("given", differing(c.Difference.Given))
		put("printed", differing(c.Difference.Printed))
	}
	for _, text := range c.Text {
		put("text", text)
	}
	for _, item := range c.Items {
		out.WriteString(itemText(item))
	}
	if c.Picture != nil {
		put("picture", c.Picture.Title+". "+c.Picture.Alt)
	}
	put("footer", c.Footer)
	for _, a := range c.Actions {
		put("action", actionText(a))
	}
	return out.String()
}

// itemText returns a row: what is shown above the words, the words with the matching
// ones in brackets, and the byline.
func itemText(item bot.Item) string {
	var out strings.Builder
	if item.Heading != "" {
		fmt.Fprintf(&out, "  = %s\n", item.Heading)
	}
	fmt.Fprintf(&out, "  - %s\n", strings.TrimSpace(item.Label+" "+marked(item)))
	for _, part := range item.Byline() {
		fmt.Fprintf(&out, "    %s\n", part)
	}
	for _, c := range item.AlsoIn {
		fmt.Fprintf(&out, "    also: %s, %s\n", c.Article, c.Source)
	}
	for _, a := range item.Actions {
		fmt.Fprintf(&out, "    action: %s\n", actionText(a))
	}
	return out.String()
}

func marked(item bot.Item) string {
	shown := item.Shown()
	text := shown.Text
	for _, m := range slices.Backward(shown.Marks) {
		text = text[:m.Start] + "[" + text[m.Start:m.End] + "]" + text[m.End:]
	}
	return strings.ReplaceAll(shown.Open+text+shown.Close, "\n", "⏎")
}

func actionText(a bot.Action) string {
	text := fmt.Sprintf("%s %q %s", a.Kind, a.Label, a.Line)
	if a.Call.Offset > 0 {
		text += fmt.Sprintf(" from %d", a.Call.Offset)
	}
	return strings.TrimSpace(text)
}

func differing(words []bot.Word) string {
	var parts []string
	for _, w := range words {
		if !w.Same {
			w.Text = "[" + w.Text + "]"
		}
		parts = append(parts, w.Text)
	}
	return strings.Join(parts, " ")
}
