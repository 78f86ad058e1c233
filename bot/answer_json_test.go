package bot_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

// The keys that CONTRACT promises, always there.
var (
	answerKeys = []string{"command", "reading", "total", "items", "notice", "searched"}
	itemKeys   = []string{"text", "article", "spans", "sha256", "receipt", "kind", "speaker", "cue", "date", "source", "published", "url", "also_in"}
)

func TestJSONKeepsTheContract(t *testing.T) {
	for _, c := range append(bottest.Cards(), bottest.NamedCard{Name: "zero"}) {
		t.Run(c.Name, func(t *testing.T) {
			raw, err := bot.JSON(c.Card)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.ContainsAny(raw, "\n\r") {
				t.Error("more than one line")
			}
			var a map[string]any
			if err := json.Unmarshal(raw, &a); err != nil {
				t.Fatal(err)
			}
			for _, key := range answerKeys {
				if a[key] == nil {
					t.Errorf("%s is missing or null", key)
				}
			}
			checkItems(t, a["items"].([]any), c.Card)
			if _, ok := a["verdict"]; ok != (c.Card.Verdict != "") {
				t.Errorf("verdict: %v", a["verdict"])
			}
		})
	}
}

func checkItems(t *testing.T, items []any, c bot.Card) {
	t.Helper()
	var texts []string
	for i, it := range items {
		item := it.(map[string]any)
		for _, key := range itemKeys {
			if value, ok := item[key]; !ok || value == nil && key != "date" {
				t.Errorf("item %d: %s is missing or null", i, key)
			}
		}
		if text := item["text"].(string); text != "" {
			texts = append(texts, text)
		}
	}
	bottest.Same(t, texts, bottest.Excerpts(c))
}

func TestJSONValues(t *testing.T) {
	item := bot.Item{
		Quote: bot.Excerpt{Text: "a … b", Article: "a1", Spans: []bot.Span{{Start: 0, End: 1}, {Start: 9, End: 10}}},
		Said:  bot.When{Value: "2031-03-04", Precision: "day", Words: bot.Excerpt{Text: "Tuesday"}}, Published: bot.When{Value: "2031-03-05", Text: "Wed 5 Mar 2031"},
		AlsoIn: []bot.Copy{{Article: "a7"}}, Possible: true, Fragment: true,
		Actions: []bot.Action{{Kind: bot.Run, Label: "Context", Line: "/context k7"}},
	}
	raw, err := bot.JSON(bot.Card{Status: bot.NotUnderstood, Command: "timeline", Verdict: "altered", Items: []bot.Item{item, {}},
		Difference: &bot.Difference{Given: []bot.Word{{Text: "x<"}}, Printed: []bot.Word{{Text: "y", Same: true}}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"command":"timeline","reading":{},"total":0`, `"text":"a … b","article":"a1","spans":[{"start":0,"end":1},{"start":9,"end":10}]`,
		`"date":{"value":"2031-03-04","precision":"day","words":"Tuesday"}`, `"published":"2031-03-05"`, `"also_in":["a7"]`, `"possible":true`, `"fragment":true`,
		`"actions":[{"kind":"run","label":"Context","line":"/context k7"}]`, `"status":"not understood"`, `"verdict":"altered"`,
		`"difference":{"given":[{"text":"x<","same":false}],"printed":[{"text":"y","same":true}]}`, `"date":null`, `"searched":{"articles":0,"from":"","to":""}`,
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s is missing in %s", want, raw)
		}
	}
}

func TestSegmentsLoseNothing(t *testing.T) {
	for _, c := range []struct {
		marks []bot.Span
		want  string
	}{
		{nil, "åäö ferry"},
		{[]bot.Span{{Start: 7, End: 12}}, "åäö [ferry]"},
		{[]bot.Span{{Start: 7, End: 9}, {Start: 8, End: 12}}, "åäö [ferry]"},
		{[]bot.Span{{Start: 8, End: 12}, {Start: 0, End: 2}}, "[å]äö f[erry]"},
		{[]bot.Span{{Start: 1, End: 3}}, "[åä]ö ferry"}, // half of å, half of ä
		{[]bot.Span{{Start: -5, End: 2}, {Start: 11, End: 99}, {Start: 6, End: 3}, {Start: 50, End: 60}}, "[å]äö ferr[y]"},
	} {
		var got, all strings.Builder
		for _, s := range bot.Segments("åäö ferry", c.marks) {
			all.WriteString(s.Text)
			if s.Marked {
				s.Text = "[" + s.Text + "]"
			}
			got.WriteString(s.Text)
		}
		if got.String() != c.want || all.String() != "åäö ferry" {
			t.Errorf("%v: %s, want %s", c.marks, &got, c.want)
		}
	}
}

func FuzzSegments(f *testing.F) {
	for _, text := range bottest.HostileTexts() {
		f.Add(text, 1, 5, 3, 9)
	}
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		var all strings.Builder
		last := false
		for i, s := range bot.Segments(text, []bot.Span{{Start: a, End: b}, {Start: c, End: d}}) {
			if s.Text == "" || i > 0 && s.Marked == last {
				t.Fatalf("an empty piece or two alike in a row: %q", s.Text)
			}
			last = s.Marked
			all.WriteString(s.Text)
		}
		if all.String() != text {
			t.Fatalf("%q became %q", text, &all)
		}
	})
}

func TestBylineSaysDoubts(t *testing.T) {
	for _, c := range []struct {
		name string
		item bot.Item
		want string
	}{
		{"everything", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "direct", Speaker: "Ilse Varga", Role: bot.Excerpt{Text: "the minister"}, Cue: bot.Excerpt{Text: "said"},
			Said: bot.When{Text: "Tue 4 Mar 2031", Words: bot.Excerpt{Text: "on Tuesday"}}, Source: "Gazette", Published: bot.When{Text: "Wed 5 Mar 2031"}, AlsoIn: make([]bot.Copy, 2), Receipt: "k7f2"},
			"Ilse Varga, the minister · said · Tue 4 Mar 2031 (“on Tuesday”) · published Wed 5 Mar 2031 · Gazette · also in 2 · k7f2"},
		{"nobody certain", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "direct", Uncertain: true}, "Speaker not certain · date unknown"},
		{"a doubtful name", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "direct", Speaker: "Varga", Uncertain: true, Fragment: true},
			"Varga · date unknown · fragment: a quotation mark is missing · speaker not certain"},
		{"the latest day that it can be", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "direct", Speaker: "Varga", Published: bot.When{Text: "Wed 5 Mar 2031"}},
			"Varga · by Wed 5 Mar 2031 (published)"},
		{"reported speech", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "indirect", Speaker: "Varga", Cue: bot.Excerpt{Text: "said"}, Said: bot.When{Text: "Tue 4 Mar 2031"}},
			"Varga · reported · Tue 4 Mar 2031 · publication date unknown"},
		{"partly quoted speech", bot.Item{Quote: bot.Excerpt{Text: "x"}, Kind: "mixed", Cue: bot.Excerpt{Text: "called"}, Published: bot.When{Text: "Wed 5 Mar 2031"}},
			"reported · by Wed 5 Mar 2031 (published)"},
		{"a headline", bot.Item{Quote: bot.Excerpt{Text: "x", Article: "a1"}, Headline: "Ferry  to\nsail", Source: "Gazette", Published: bot.When{Text: "Wed 5 Mar 2031"}},
			"published Wed 5 Mar 2031 · Ferry to sail · Gazette"},
		{"a long headline", bot.Item{Quote: bot.Excerpt{Text: "x"}, Headline: strings.Repeat("ferry, ", 20), Published: bot.When{Text: "Wed 5 Mar 2031"}},
			"published Wed 5 Mar 2031 · " + strings.TrimSuffix(strings.Repeat("ferry, ", 11), ", ") + "…"},
		{"a file without a headline", bot.Item{Quote: bot.Excerpt{Text: "x", Article: "notes/monday"}, Published: bot.When{Text: "Wed 5 Mar 2031"}},
			"published Wed 5 Mar 2031 · notes/monday"},
		{"a timeline's row without a day of publication", bot.Item{Label: "Mon 3 Mar 2031", Quote: bot.Excerpt{Text: "x"}, Said: bot.When{Text: "Mon 3 Mar 2031"}, Source: "Gazette"},
			"publication date unknown · Gazette"},
		{"a role alone", bot.Item{Role: bot.Excerpt{Text: "a placard"}}, "a placard"},
		{"somebody quoted within", bot.Item{Speaker: "Varga", Inner: bot.Excerpt{Text: "the council"}}, "Varga quoting the council"},
		{"a timeline's row", bot.Item{Label: "Mon 3 Mar 2031", Quote: bot.Excerpt{Text: "x"}, Said: bot.When{Text: "Mon 3 Mar 2031"}, Published: bot.When{Text: "Wed 5 Mar 2031"}, Possible: true},
			"published Wed 5 Mar 2031 · possible, not reported as done"},
		{"a person's row", bot.Item{Label: "Ilse Varga", Facts: []string{"38 statements"}}, "38 statements"},
	} {
		if got := strings.Join(c.item.Byline(), " · "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestExportFormats(t *testing.T) {
	_, err := bot.Card{}.File("pdf")
	if err == nil || !strings.Contains(err.Error(), "csv, jsonl, markdown") {
		t.Errorf("pdf: %v", err)
	}
	card := bottest.Cards()[0].Card
	var names []string
	for _, format := range bot.ExportFormats {
		f, err := card.File(format)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"who-said-truce.csv", "who-said-truce.jsonl", "who-said-truce.md"}) {
		t.Errorf("named %v", names)
	}
}
