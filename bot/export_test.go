package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
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
		text := bot.CellText(row[1])
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

// fromMarkdown takes what stands in block quotes, as CommonMark has them.
func fromMarkdown(data []byte) []string {
	var out []string
	var block []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if text, ok := strings.CutPrefix(line, "> "); ok {
			block = append(block, text)
		} else if block != nil {
			out = append(out, renderedMarkdown(strings.Join(block, "\n")))
			block = nil
		}
	}
	return out
}

// markdownEscape matches a backslash escape or one of the three references of white space.
var markdownEscape = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&#9;|&#13;|&#32;")

// renderedMarkdown returns the text that Markdown without markup is rendered as.
func renderedMarkdown(text string) string {
	return markdownEscape.ReplaceAllStringFunc(text, func(escape string) string {
		switch escape {
		case "&#9;":
			return "\t"
		case "&#13;":
			return "\r"
		case "&#32;":
			return " "
		}
		return escape[1:]
	})
}

// TestMarkdownQuotes writes texts as block quotes: with nothing escaped that need not be,
// and with all that would be markup.
func TestMarkdownQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"“Plain words (1) - and more,” she said: ‘yes’!": "> “Plain words (1) - and more,” she said: ‘yes’!",
		"*stars* and _lines_":                               `> \*stars\* and \_lines\_`,
		"# no heading\n- no list\n12. no list\n=== no rule": "> \\# no heading\n> \\- no list\n> 12\\. no list\n> \\=== no rule",
		"\tno code\n\n  no code":                            "> &#9;no code\n> \n> &#32; no code",
		"<b> & @everyone https://x.example":                 `> \<b\> \& \@everyone https\://x.example`,
	} {
		card := bot.Card{Items: []bot.Item{{Quote: bot.Excerpt{Text: text}, Kind: "indirect"}}}
		if got := string(exported(t, card, "markdown")); !strings.Contains(got, "\n"+want+"\n\n") {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestExportsKeepEveryByte(t *testing.T) {
	for format, recovered := range map[string]func([]byte) []string{"csv": fromCSV, "jsonl": fromJSONL} {
		t.Run(format, func(t *testing.T) {
			bottest.CheckExcerpts(t, func(c bot.Card) []byte { return exported(t, c, format) }, recovered)
		})
	}
	t.Run("markdown", func(t *testing.T) {
		bottest.Check(t, func(c bot.Card) []byte { return exported(t, c, "markdown") }, fromMarkdown)
	})
}

func TestCSVRunsNoFormula(t *testing.T) {
	for _, card := range bottest.Cards() {
		for _, row := range rows(string(exported(t, card.Card, "csv"))) {
			for _, field := range row {
				if field != "" && strings.ContainsRune("=+-@\t\r\n", rune(field[0])) {
					t.Errorf("%s: a cell begins like a formula: %q", card.Name, field)
				}
			}
		}
	}
}

func TestCSVGuardsEveryFormOfFormula(t *testing.T) {
	unseen := []string{"", " ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u2060", "\x00", "\v", "\u2028", " \ufeff\x00 "}
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"} {
		for _, before := range unseen {
			for _, apostrophes := range []string{"", "'", "''"} {
				checkCell(t, apostrophes+before+start+"cmd|' /C calc'!A0", true)
			}
		}
	}
	for _, start := range []string{"\t", "\r", "\n", "\r\n"} {
		checkCell(t, start+"words", true)
	}
	for _, text := range []string{"", "'", "''", "'tis", "a=b", "5-6", "“=”", "\xff=1", "\"=1", ";;\"\"", " words", "a;b\n\nc", "a;'b", "dam; then =1"} {
		checkCell(t, text, false)
	}
}

// TestCSVGuardsEveryPartOfACell: a spreadsheet whose lists are parted by semicolons, or that
// reads lines whatever the quotation marks say, makes cells of the parts of one.
func TestCSVGuardsEveryPartOfACell(t *testing.T) {
	for _, separator := range []string{";", "\n", "\r\n", "\r", "\t", ";;", "\n;"} {
		for _, start := range []string{"=", "+", "-", "@", "＝", "\u200b=", " ="} {
			for _, apostrophes := range []string{"", "'", "''"} {
				text := "The dam" + separator + apostrophes + start + "cmd|' /C calc'!A0;x"
				checkCell(t, text, true)
				checkCell(t, text+separator+start+"1", true)
			}
		}
	}
}

// checkCell exports text and reads it back.
func checkCell(t *testing.T, text string, guarded bool) {
	t.Helper()
	card := bot.Card{Items: []bot.Item{{Quote: bot.Excerpt{Text: text}, Source: text}}}
	data := string(exported(t, card, "csv"))
	for _, column := range []int{1, 10} {
		cell := rows(data)[1][column]
		if got := bot.CellText(cell); got != text {
			t.Errorf("%q comes back as %q", text, got)
		}
		if (cell != text) != guarded {
			t.Errorf("%q is written as %q", text, cell)
		}
	}
	if !strings.Contains(data, `,"`+strings.ReplaceAll(rows(data)[1][1], `"`, `""`)+`",`) {
		t.Errorf("%q is not in quotation marks: %s", text, data)
	}
}

// FuzzCell checks that any text comes back from a cell, and none begins like a formula.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''", "\ufeff-1", "\x00@", "plain", "\xff+", "a;=1", " \n'=1", "\t=1;'-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data := string(exported(t, bot.Card{Items: []bot.Item{{Quote: bot.Excerpt{Text: text}}}}, "csv"))
		cell := rows(data)[1][1]
		if bot.CellText(cell) != text {
			t.Errorf("%q is written as %q and comes back as %q", text, cell, bot.CellText(cell))
		}
		for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";\t\r\n", r) }) {
			if strings.ContainsAny(part[:1], "=+-@") {
				t.Errorf("%q is written as %q, a part of which begins like a formula", text, cell)
			}
		}
	})
}

// timelinePages answers with two dated rows a page, and undated ones on the first.
func timelinePages(n, undated int) *bot.Mux {
	return &bot.Mux{Commands: []bot.Command{{Name: "many", Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
		c := bot.Card{Total: n, Offset: r.Offset}
		for i := r.Offset; i < min(n, r.Offset+2); i++ {
			c.Items = append(c.Items, bot.Item{Label: fmt.Sprint(i)})
		}
		for range undated {
			if r.Offset == 0 {
				c.Items = append(c.Items, bot.Item{Label: "date unknown"})
				c.Extra++
			}
		}
		return c, nil
	}}}}
}

func TestWholeSkipsNoRowForUndatedOnes(t *testing.T) {
	var r bot.Request
	r.Command = "many"
	card := timelinePages(7, 3).Whole(t.Context(), r)
	var got []string
	for _, it := range card.Items {
		got = append(got, it.Label)
	}
	if want := "0 1 2 3 4 5 6 date unknown date unknown date unknown"; strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
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
