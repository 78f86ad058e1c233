package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// hostileYAML are meta files within the size limit that make readers of YAML
// slow or large.
func hostileYAML() map[string]string {
	const full = maxMeta - 200
	var anchors, indented strings.Builder
	anchors.WriteString("a0: &a0 x\n")
	for i := 1; i < 1900; i++ {
		fmt.Fprintf(&anchors, "a%d: &a%d [*a%d,*a%d]\n", i, i, i-1, i-1)
	}
	for i := range 340 {
		indented.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return map[string]string{
		"brackets":         "title: " + strings.Repeat("[", 30000) + strings.Repeat("]", 30000),
		"open brackets":    "title: " + strings.Repeat("[", 60000),
		"open braces":      "title: " + strings.Repeat("{", 60000),
		"nested mappings":  "title: " + strings.Repeat("{a: ", 12000) + strings.Repeat("}", 12000),
		"mixed nesting":    "title: " + strings.Repeat("[{a: ", 9000) + strings.Repeat("}]", 9000),
		"folded lines":     "a: >" + strings.Repeat("\n", 60000),
		"folded returns":   "title: >" + strings.Repeat("\r", 60000),
		"folded CRLF":      "title: >-" + strings.Repeat("\r\n", 30000),
		"literal lines":    "title: |+" + strings.Repeat("\n", 60000),
		"folded paragraph": "title: >\n" + strings.Repeat("  x\n\n\n", 9000),
		"quoted lines":     `title: "` + strings.Repeat("\n", 60000) + `"`,
		"quoted escapes":   `title: "` + strings.Repeat(`\n`, 30000) + `"`,
		"plain lines":      "title: a\n" + strings.Repeat("  b\n", 15000),
		"dashes":           strings.Repeat("- ", 30000),
		"dashes below":     "title:\n" + strings.Repeat("- ", 30000) + "a",
		"question marks":   strings.Repeat("? ", 30000),
		"indentation":      indented.String(),
		"aliases":          anchors.String(),
		"anchors":          "title: " + strings.Repeat("&a ", 20000),
		"tags":             "title: " + strings.Repeat("!!str ", 10000) + "x",
		"long tag":         "title: !" + strings.Repeat("a", full),
		"long key":         strings.Repeat("a", full) + ": x",
		"many keys":        strings.Repeat("k: x\n", 12000),
		"many documents":   strings.Repeat("---\na: b\n", 7000),
		"directives":       strings.Repeat("%YAML 1.2\n", 6000),
		"comments":         strings.Repeat("#\n", 30000),
		"colons":           strings.Repeat("a:", 30000),
		"commas":           "title: [" + strings.Repeat(",", 60000) + "]",
		"list":             "title: [" + strings.Repeat("a,", 30000) + "]",
		"merge keys":       strings.Repeat("<<: ", 15000),
	}
}

// TestHostileYAML reads hostile meta files and front matter: none may cost more
// than 50 MB or a fifth of a second, and each gives its article or a reason.
func TestHostileYAML(t *testing.T) {
	raced.Sequential(t)
	for name, yaml := range hostileYAML() {
		for _, in := range []Input{
			{Name: "a.txt", Meta: []byte(yaml), Reader: strings.NewReader("Words.")},
			{Name: "a.md", Reader: strings.NewReader("---\n" + yaml + "\n---\nWords.")},
		} {
			before, start, items := allocated(), time.Now(), 0
			for it := range Read(in) {
				items++
				if it.Err == nil && !strings.Contains(it.Article.Text, "Words.") {
					t.Errorf("%s in %s: got %+v", name, in.Name, it.Article)
				}
				if it.Err != nil && len(it.Err.Error()) > 300 {
					t.Errorf("%s in %s: a reason of %d bytes", name, in.Name, len(it.Err.Error()))
				}
			}
			// The time limit is far above what is needed, so that a busy machine passes.
			if used, took := allocated()-before, time.Since(start); used > 50<<20 || took > 2*time.Second || items != 1 {
				t.Errorf("%s in %s: %d items, %d MiB, %v", name, in.Name, items, used>>20, took)
			}
		}
	}
}
