package embed

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

func shown(c bot.Card) Answer {
	return Answer{Card: c, Call: bot.Call{Command: c.Command, Offset: c.Offset}, Scope: "discord/1", Asker: "100000000000000001", Files: true, Private: true}
}

// sent returns the messages of a card as Discord gets them.
func sent(t *testing.T, a Answer) []string {
	t.Helper()
	var out []string
	for i, m := range a.Render() {
		raw, err := json.Marshal(m.Body(0))
		if err != nil {
			t.Fatal(err)
		}
		if err := discordtest.CheckMessage(raw); err != nil {
			t.Fatalf("message %d: Discord refuses it: %v", i, err)
		}
		if m.Plain == "" || chat.Length(m.Plain) > maxContent {
			t.Errorf("message %d: as plain text it has %d characters", i, chat.Length(m.Plain))
		}
		out = append(out, string(raw))
	}
	return out
}

var (
	lineEnd = regexp.MustCompile("\r\n|\r|\n")
)

// quotesOf reads the quotes back from what was sent.
func quotesOf(messages []string) []string {
	descriptions, err := descriptionsIn(messages)
	if err != nil {
		return []string{err.Error()}
	}
	return discordtest.Quotes(descriptions, "*"+chat.ContinuedNote+"*")
}

// descriptionsIn returns the descriptions of the embeds of what was sent.
func descriptionsIn(messages []string) ([]string, error) {
	var out []string
	for _, raw := range messages {
		var m struct {
			Embeds []struct{ Description string }
		}
		if err := json.Unmarshal([]byte(raw), &m); err != nil {
			return nil, err
		}
		for _, e := range m.Embeds {
			out = append(out, e.Description)
		}
	}
	return out, nil
}

func TestEveryCardKeepsItsQuotes(t *testing.T) {
	bottest.Check(t, func(c bot.Card) []string { return sent(t, shown(c)) }, quotesOf)
}

func FuzzAQuoteIsRecoveredFromTheMessages(f *testing.F) {
	for i, text := range bottest.HostileTexts() {
		f.Add(text, i, i+9)
	}
	f.Add(strings.Repeat("霧が晴れれば船は出る。👩‍👩‍👧‍👦", 300), 5, 4_000)
	f.Add(strings.Repeat("*_~`|<>\n", 700), 5, 3_000)
	f.Add(strings.Repeat("\r\n", 900), 5, 900)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		if !utf8.ValidString(text) || text == "" || len(text) > 100_000 {
			t.Skip() // articles are valid UTF-8
		}
		c := bot.Card{Command: "who-said", Title: text, Reading: text, Footer: text, Notice: text, Items: []bot.Item{{
			Label: text, Quote: bot.Excerpt{Text: text}, Marks: []bot.Span{{Start: from, End: to}}, Speaker: text,
			Role: bot.Excerpt{Text: text}, URL: text, Source: text,
			Actions: []bot.Action{{Kind: bot.Run, Label: text, Call: bot.Call{Command: "who-said", Args: bot.Args{"by": text}}}},
		}}}
		bottest.Same(t, quotesOf(sent(t, shown(c))), []string{text})
	})
}

// markup finds what Discord would read as markup in text of an article.
var markup = regexp.MustCompile("(^|[^\\\\])(\\\\\\\\)*(@everyone|@here|<@|<#|<t:|<:|\\|\\||~~|__|`|https?:|\\[)")

func TestAQuoteIsLiteral(t *testing.T) {
	for _, text := range append(bottest.HostileTexts(), "- a list\n1. another\n# heading\n-# small", "<t:1700000000:R>", "¯\\_(ツ)_/¯") {
		l := chat.Line{Quote: true, Runs: []chat.Run{{Text: text}}}
		if found := markup.FindString(markdown(l)); found != "" {
			t.Errorf("%q has live markup: %q", text, found)
		}
		for _, row := range lineEnd.Split(markdown(l), -1) {
			if !strings.HasPrefix(row, "> ") {
				t.Errorf("%q leaves its quotation: %q", text, row)
			}
			if regexp.MustCompile(`^> *([-+]|\d+\.|#) `).MatchString(row) {
				t.Errorf("%q has a live list or heading: %q", text, row)
			}
		}
	}
}

func TestOnlyWebAddressesBecomeLinks(t *testing.T) {
	rows := []struct{ address, want, why string }{
		{"https://gazette.example/a#:~:text=b", "https://gazette.example/a#:~:text=b", "the exact place"},
		{"https://gazette.example/a_(b)", "https://gazette.example/a_%28b%29", "brackets would end the link"},
		{"javascript:alert(1)", "", "a script"},
		{"//evil.example/x", "", "no scheme"},
		{"https://[::bad", "", "not an address"},
		{"file:///etc/passwd", "", "a file"},
		{"https://gazette.example/" + strings.Repeat("a", maxLink), "", "too long for a text"},
	}
	for _, r := range rows {
		if got := linkTo(r.address); got != r.want {
			t.Errorf("%s: %q becomes %q, want %q", r.why, r.address, got, r.want)
		}
	}
}

func TestALongAnswerPagesThroughItsMessages(t *testing.T) {
	var long bot.Card
	for _, c := range bottest.Cards() {
		if c.Name == "long" {
			long = c.Card
		}
	}
	messages := shown(long).Render()
	if len(messages) < 50 {
		t.Fatalf("%d messages for 200,000 characters", len(messages))
	}
	for i, m := range messages {
		var before, after bool
		for _, c := range m.Calls {
			before = before || c.Call.Command == "who-said" && len(c.Call.Args) == 0 && c.Part == i-1
			after = after || c.Call.Command == "who-said" && len(c.Call.Args) == 0 && c.Part == i+1
		}
		if before != (i > 0) || after != (i < len(messages)-1) {
			t.Errorf("message %d of %d: a page back %v, a page on %v", i+1, len(messages), before, after)
		}
	}
}

func TestRows(t *testing.T) {
	bottest.CheckReadBack(t, func(c bot.Card) (string, bool) {
		descriptions, err := descriptionsIn(sent(t, shown(c)))
		if err != nil {
			t.Fatal(err)
		}
		rows := Rows(descriptions)
		return rows[0].Quote, len(rows) == 1
	})
	descriptions, err := descriptionsIn(sent(t, shown(bottest.CardOf("usual"))))
	if err != nil {
		t.Fatal(err)
	}
	rows := Rows(descriptions)
	for i, it := range bottest.CardOf("usual").Items {
		if i >= len(rows) {
			t.Fatalf("%d rows", len(rows))
		}
		if r := rows[i]; r.Number != 4+i || r.Receipt != it.Receipt || it.Speaker != "" && r.Speaker != it.Who() || it.Kind == "direct" && r.Quote != it.Quote.Text {
			t.Errorf("row %d is read back as %+v", i+1, r)
		}
	}
}

// TestWhereThePictureIs puts it below the last row of a message of several embeds.
func TestWhereThePictureIs(t *testing.T) {
	card := bottest.CardOf("timeline")
	row := card.Items[0]
	row.Quote.Text = strings.Repeat("The delegations met in a customs shed. ", 34)
	card.Items = []bot.Item{row, row, row}
	card.Total = 3
	a := Answer{Card: card, Call: bot.Call{Command: "timeline"}, Scope: "discord/1"}
	embeds := a.Illustrated([]byte("png"))[0].Embeds
	if len(embeds) < 2 {
		t.Fatalf("%d embeds", len(embeds))
	}
	for i, e := range embeds {
		if (e.Image != nil) != (i == len(embeds)-1) {
			t.Errorf("embed %d of %d has a picture: %v", i+1, len(embeds), e.Image != nil)
		}
	}
}

// TestPlainTextIsCutBetweenRows keeps each quotation with its outlet and address, where the
// text of an answer is cut because embeds are refused.
func TestPlainTextIsCutBetweenRows(t *testing.T) {
	row := bottest.CardOf("usual").Items[0]
	for length := 100; length < 900; length += 37 {
		row.Quote.Text = strings.Repeat("word ", length/5)
		row.Marks = nil
		a := Answer{Card: bot.Card{Command: "who-said", Title: "Statements", Items: slices.Repeat([]bot.Item{row}, 20), Total: 20}, Scope: "discord/1"}
		text := a.Render()[0].Plain
		if chat.Length(text) > maxContent {
			t.Fatalf("%d characters", chat.Length(text))
		}
		rows := strings.Split(strings.TrimSuffix(text, "\n\n… (cut here)"), "\n\n> ")[1:]
		if len(rows) == 0 {
			t.Fatalf("no rows in %q", text)
		}
		for _, r := range rows {
			if !strings.Contains(r, "Harbour Gazette") || !strings.Contains(r, ")") || strings.Count(r, "[") != strings.Count(r, "](") {
				t.Errorf("length %d: a row ends in the middle: %q", length, r[max(0, len(r)-120):])
			}
		}
	}
}
