package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

func exported(t *testing.T, c bot.Card, format string) []byte {
	t.Helper()
	f, err := c.File(format)
	if err != nil {
		t.Fatal(err)
	}
	return f.Data
}

// rows reads CSV as RFC 4180 has it, line ends within quotation marks left as
// they are (encoding/csv would turn CR LF into LF).
func rows(data string) [][]string {
	var all [][]string
	var row []string
	var field strings.Builder
	end := func() { row = append(row, field.String()); field.Reset() }
	inside := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inside && strings.HasPrefix(data[i:], `""`):
			field.WriteByte('"')
			i++
		case c == '"':
			inside = !inside
		case inside:
			field.WriteByte(c)
		case c == ',':
			end()
		case c == '\n':
			end()
			all, row = append(all, row), nil
		default:
			field.WriteByte(c)
		}
	}
	return all
}

func fromCSV(data []byte) []string {
	var out []string
	all := rows(string(data))
	for _, row := range all[1:] {
		text := row[1]
		if rest := strings.TrimLeft(text, "'"); rest != text && rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
			text = text[1:] // as documented at Card.File
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

func fromJSONL(data []byte) []string {
	var out []string
	for line := range bytes.Lines(data) {
		var item struct{ Text string }
		if err := json.Unmarshal(line, &item); err != nil {
			panic(err)
		}
		if item.Text != "" {
			out = append(out, item.Text)
		}
	}
	return out
}

// fromMarkdown takes what stands in fences, as CommonMark has them.
func fromMarkdown(data []byte) []string {
	var out []string
	fence, block := "", []string(nil)
	for line := range strings.SplitSeq(string(data), "\n") {
		switch {
		case fence == "" && strings.HasPrefix(line, "```") && strings.HasSuffix(line, "text"):
			fence, block = strings.TrimSuffix(line, "text"), nil
		case fence != "" && line == fence:
			out = append(out, strings.Join(block, "\n"))
			fence = ""
		case fence != "":
			block = append(block, line)
		}
	}
	return out
}

func TestExportsKeepEveryByte(t *testing.T) {
	for format, recover := range map[string]func([]byte) []string{"csv": fromCSV, "jsonl": fromJSONL, "markdown": fromMarkdown} {
		t.Run(format, func(t *testing.T) {
			bottest.Check(t, func(c bot.Card) []byte { return exported(t, c, format) }, recover)
		})
	}
}

func TestCSVRunsNoFormula(t *testing.T) {
	for _, card := range bottest.Cards() {
		for _, row := range rows(string(exported(t, card.Card, "csv"))) {
			for _, field := range row {
				if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) {
					t.Errorf("%s: a cell begins like a formula: %q", card.Name, field)
				}
			}
		}
	}
}

// pagesOf answers with n items, seven a page.
func pagesOf(n int) *bot.Mux {
	return &bot.Mux{Commands: []bot.Command{{Name: "many", Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
		c := bot.Card{Total: n, Offset: r.Offset}
		for i := r.Offset; i < min(n, r.Offset+7); i++ {
			c.Items = append(c.Items, bot.Item{Quote: bot.Excerpt{Text: fmt.Sprint(i)}})
		}
		return c, nil
	}}}}
}

func TestWholeHasEveryPage(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 50, bot.MaxExport + 20} {
		var r bot.Request
		r.Command, r.Offset = "many", 3
		card := pagesOf(n).Whole(t.Context(), r)
		if len(card.Items) < min(n, bot.MaxExport) || len(card.Items) > n || card.Offset != 0 {
			t.Errorf("%d items: %d came, from %d", n, len(card.Items), card.Offset)
		}
		for i, it := range card.Items {
			if it.Quote.Text != fmt.Sprint(i) {
				t.Fatalf("item %d is %s", i, it.Quote.Text)
			}
		}
	}
}
