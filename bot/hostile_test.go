package bot_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestCSVAttacks exports answers with hostile text in every place: each cell keeps its
// text, none is one that a spreadsheet runs, and cells are apart for programs that part
// them by a semicolon or a tab, too.
func TestCSVAttacks(t *testing.T) {
	raced.Sequential(t)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		data := string(exported(t, c, "csv"))
		all := rows(data)
		var out []string
		for i, row := range all {
			out = append(out, fmt.Sprint(len(row)))
			for _, cell := range row {
				if formula.MatchString(cell) {
					t.Errorf("a formula: %.40q", cell)
				}
			}
			if i == 0 {
				continue
			}
			it := c.Items[i-1]
			for column, want := range map[string]string{"text": it.Quote.Text, "speaker": it.Speaker, "source": it.Source, "title": it.Headline, "url": it.URL, "article": it.Quote.Article, "label": it.Label} {
				if got := bot.CellText(row[slices.Index(all[0], column)]); got != want {
					t.Errorf("%s is %.40q, want %.40q", column, got, want)
				}
			}
		}
		for _, cut := range bareCells.Split(data, -1) { // outside of quotation marks are commas and line ends alone
			if strings.Trim(cut, ",\n") != "" {
				t.Errorf("outside of cells: %.40q", cut)
			}
		}
		return strings.Join(out, " ")
	})
}

var (
	formula   = regexp.MustCompile(`^[\s\x00-\x20\x{00a0}\x{200b}\x{feff}]*[=+\-@＝＋－＠]|^[\t\r\n\x00]`)
	bareCells = regexp.MustCompile(`"(?:[^"]|"")*"`)
)

// TestMarkdownAttacks exports them as Markdown: no line is markup that an answer with
// harmless words lacks, and a quotation does not end in the middle.
func TestMarkdownAttacks(t *testing.T) {
	raced.Sequential(t)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		var out []string
		for _, line := range markdownEnd.Split(string(exported(t, c, "markdown")), -1) {
			words, quote := strings.CutPrefix(line, "> ")
			words = markdownPair.ReplaceAllString(words, "")
			words = entities.ReplaceAllString(words, "")
			words = webAddresses.ReplaceAllString(words, "<>")
			live := strings.Map(func(r rune) rune {
				if strings.ContainsRune("`*_[]<>&#|~@$^", r) {
					return r
				}
				return -1
			}, words)
			switch {
			case quote && live != "":
				t.Errorf("live in a quotation: %q in %.80q", live, line)
			case quote && (len(out) == 0 || out[len(out)-1] != "quote"):
				out = append(out, "quote")
			case !quote:
				out = append(out, fmt.Sprintf("%s %d", live, strings.Count(words, " · ")))
			}
		}
		return strings.Join(out, "\n")
	})
}

var (
	markdownEnd  = regexp.MustCompile("\r\n|\r|\n")
	markdownPair = regexp.MustCompile(`(?s)\\[!-/:-@\[-` + "`" + `{-~]`)
	entities     = regexp.MustCompile(`&#(9|32|13);`)
	webAddresses = regexp.MustCompile(`<https?://[^\s<>]*>`)
)

// TestJSONAttacks writes them as JSON: one line that programs read, with the bytes of each
// field.
func TestJSONAttacks(t *testing.T) {
	raced.Sequential(t)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		raw, err := bot.JSON(c)
		if err != nil || !utf8.Valid(raw) || strings.ContainsAny(string(raw), "\n\r\x00") {
			t.Fatalf("%v: %.100q", err, raw)
		}
		lines := append(strings.Split(strings.TrimSuffix(string(exported(t, c, "jsonl")), "\n"), "\n"), "")
		if got, want := len(lines)-1, max(len(c.Items), 1); got != want {
			t.Errorf("%d lines for %d rows", got, want)
		}
		var read struct {
			Title string
			Items []struct{ Text, Source, Speaker, URL string }
		}
		if err := json.Unmarshal(raw, &read); err != nil {
			t.Fatal(err)
		}
		valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
		for i, it := range read.Items {
			want := c.Items[i]
			if utf8.ValidString(want.Source) && (it.Text != want.Quote.Text || it.Source != want.Source || it.Speaker != want.Speaker || it.URL != want.URL) || read.Title != valid(c.Title) && utf8.ValidString(c.Title) {
				t.Errorf("row %d is %+v", i, it)
			}
		}
		return fmt.Sprint(len(read.Items))
	})
}

// TestTypedAttacks types hostile lines, a megabyte of one word among them: each is read or
// refused within a second, and nothing in what is read acts on what is shown of it.
func TestTypedAttacks(t *testing.T) {
	m := &bot.Mux{Commands: []bot.Command{
		{Name: "who-said", Params: []bot.Param{{Name: "topic", Kind: bot.Text, Words: true}, {Name: "by", Kind: bot.Person}}, Tails: true},
		{Name: "check-quote", Params: []bot.Param{{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true}}},
		{Name: "ask", Params: []bot.Param{{Name: "question", Kind: bot.Text, Words: true}}},
	}}
	attacks := bottest.Attacks()
	for _, part := range []string{"a", "a ", `"`, "“", "by:", "-", "(", "x:\"", "\\", "since:last ", "\u202e"} {
		attacks = append(attacks, bottest.Attack{Kind: "cost", Text: strings.Repeat(part, bot.MaxLine/len(part)-20)}, bottest.Attack{Kind: "cost", Text: strings.Repeat(part, 1<<20/len(part))})
	}
	for _, a := range attacks {
		for _, line := range []string{a.Text, "/who-said " + a.Text, "who said " + a.Text, `/who-said truce by:"` + a.Text + `"`, `check-quote "` + a.Text + `"`} {
			start := time.Now()
			r, err := m.Parse(line, bot.Request{Now: start})
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%.40q took %v", line, took)
			}
			read := r.Args["topic"] + r.Args["by"] + r.Args["question"] + r.Args["text"]
			if err != nil {
				read += err.Error()
			}
			if bad := strings.IndexFunc(read, func(c rune) bool {
				return c < 0x20 && c != '\n' || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069
			}); bad >= 0 {
				t.Errorf("%.40q is read with %.20q", line, read[bad:])
			}
		}
	}
}

// TestPlain keeps what people write and drops what acts on it.
func TestPlain(t *testing.T) {
	for _, row := range []struct{ text, line, part string }{
		{"Harbour Gazette", "Harbour Gazette", "Harbour Gazette"},
		{"El Periódico de la col·lecció", "El Periódico de la col·lecció", "El Periódico de la col·lecció"},
		{"Gazette · published today", "Gazette · published today", "Gazette | published today"},
		{"·", "·", "|"},
		{"Gazette \u0387 said by Ilse", "Gazette \u0387 said by Ilse", "Gazette | said by Ilse"},
		{"Gazette \u2219 k7f2 \u22c5 k7f2", "Gazette \u2219 k7f2 \u22c5 k7f2", "Gazette | k7f2 | k7f2"},
		{"Gazette \u2022 k7f2 \u2027 k7f2", "Gazette \u2022 k7f2 \u2027 k7f2", "Gazette | k7f2 | k7f2"},
		{"Gazette \u30fb k7f2 \uff65 k7f2", "Gazette \u30fb k7f2 \uff65 k7f2", "Gazette | k7f2 | k7f2"},
		{"Gazette \ua78f k7f2 \u16eb k7f2 \u2e31 k7f2", "Gazette \ua78f k7f2 \u16eb k7f2 \u2e31 k7f2", "Gazette | k7f2 | k7f2 | k7f2"},
		{"ドナルド・トランプ 新聞", "ドナルド・トランプ 新聞", "ドナルド・トランプ 新聞"},
		{"a\nb\r\nc\u2028d\te", "a b c d e", "a b c d e"},
		{"\x1b[31mred\u009b\x7f", "[31mred", "[31mred"},
		{"\u202Eevil\u202C \u2066x\u2069", "evil x", "evil x"},
		{"👩‍👩‍👧‍👦 می‌خواهم ‏", "👩‍👩‍👧‍👦 می‌خواهم ‏", "👩‍👩‍👧‍👦 می‌خواهم ‏"},
		{"caf\xe9", "caf\ufffd", "caf\ufffd"},
		{bot.Mention{Kind: bot.MentionsUser, ID: "U1\n", Text: "a\u202eb"}.Mark(), bot.Mention{Kind: bot.MentionsUser, ID: "U1 ", Text: "ab"}.Mark(), bot.Mention{Kind: bot.MentionsUser, ID: "U1 ", Text: "ab"}.Mark()},
	} {
		if got := bot.PlainLine(row.text); got != row.line {
			t.Errorf("the line of %q is %q, want %q", row.text, got, row.line)
		}
		if got := bot.PlainPart(row.text); got != row.part {
			t.Errorf("the part of %q is %q, want %q", row.text, got, row.part)
		}
	}
	if got := bot.Outside(bot.Mention{Kind: bot.MentionsUser, ID: "U1", Text: "anna"}.Mark()); len(bot.Parts(got)) != 1 || bot.Parts(got)[0].Mention != nil {
		t.Errorf("a mention from outside: %q", got)
	}
}
