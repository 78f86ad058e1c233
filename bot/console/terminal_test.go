package console

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; -update writes it anew. Got:\n%s", path, got)
	}
}

func rendered(t *testing.T, c bot.Card, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, c, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// quotesOf recovers what a terminal rendering quotes: the lines after the bar.
func quotesOf(out []byte) []string {
	var quotes []string
	var lines []string
	for line := range strings.SplitSeq(colours.ReplaceAllString(string(out), ""), "\n") {
		if quoted, ok := strings.CutPrefix(line, "> "); ok {
			lines = append(lines, quoted)
			continue
		}
		if lines != nil {
			quotes = append(quotes, Hidden(strings.Join(lines, "\n")))
			lines = nil
		}
	}
	return quotes
}

func TestTerminalKeepsEveryByte(t *testing.T) {
	for name, o := range map[string]Options{"pipe": {}, "narrow": {Width: 20, Numbered: true}, "colour": {Color: true, Width: 80, Numbered: true}} {
		t.Run(name, func(t *testing.T) {
			bottest.Check(t, func(c bot.Card) []byte { return rendered(t, c, o) }, quotesOf)
		})
	}
}

func TestTerminalGolden(t *testing.T) {
	for _, c := range bottest.Cards() {
		if c.Name == "long" {
			continue // 600 kB; its bytes are checked above
		}
		t.Run(c.Name, func(t *testing.T) {
			golden(t, c.Name+".txt", rendered(t, c.Card, Options{Width: 100, Numbered: true}))
		})
	}
}
