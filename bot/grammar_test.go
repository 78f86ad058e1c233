package bot

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"
)

// at is the moment that the tests ask at: Wednesday, 5 March 2031.
var at = time.Date(2031, 3, 5, 9, 0, 0, 0, time.UTC)

func nothing(context.Context, Request) (Card, error) { return Card{}, nil }

// testMux has a command of each kind.
func testMux() *Mux {
	topic := Param{Name: "topic", Kind: Text, Words: true}
	by := Param{Name: "by", Aliases: []string{"from", "speaker"}, Kind: Person}
	dates := []Param{{Name: "since", Aliases: []string{"after"}, Kind: Date}, {Name: "until", Aliases: []string{"before"}, Kind: Date}, {Name: "on", Kind: Date}}
	rest := []Param{
		{Name: "source", Aliases: []string{"in"}, Kind: Source}, {Name: "kind", Kind: Choice, Choices: []string{"direct", "indirect", "mixed"}},
		{Name: "limit", Aliases: []string{"show"}, Kind: Number, Min: 1, Max: 50}, {Name: "tz", Kind: Text},
	}
	asked := append(append([]Param{topic, by}, dates...), rest...)
	return &Mux{Commands: []Command{
		{Name: "who-said", Summary: "statements", Params: asked, Tails: true, Handle: nothing, Examples: []string{"/who-said {topic}", "/who-said {topic} by:{person}", "/who-said {source}"}},
		{Name: "timeline", Aliases: []string{"when"}, Params: asked, Tails: true, Handle: nothing},
		{Name: "ask", Params: append([]Param{{Name: "question", Kind: Text, Words: true, Required: true}, by}, dates...), Handle: nothing},
		{Name: "check-quote", Params: []Param{{Name: "text", Kind: Text, Words: true, Required: true}, by}, Handle: nothing},
		{Name: "who-is", Params: []Param{{Name: "name", Kind: Person, Words: true, Required: true}}, Handle: nothing},
		{Name: "status", Handle: nothing},
		{Name: "help", Params: []Param{{Name: "command", Kind: Text, Words: true}}, Handle: nothing},
		{Name: "digest subscribe", Params: []Param{{Name: "topic", Kind: Text}, {Name: "at", Kind: Time}}, Handle: nothing},
		{Name: "admin check", Admin: true, Handle: nothing},
	}, Words: func(_ Request, p string) string {
		return map[string]string{"topic": "truce", "person": "Ilse Varga"}[p]
	}}
}

// call writes a Call as command key=value key=value, in the parameters' order.
func callText(m *Mux, c Call) string {
	command, _ := m.Find(c.Command)
	parts := []string{c.Command}
	for _, p := range command.Params {
		if v := c.Args[p.Name]; v != "" {
			parts = append(parts, p.Name+"="+v)
		}
	}
	return strings.Join(parts, " | ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ rule, line, want string }{
		{"a command with a slash", "/who-said truce", "who-said | topic=truce"},
		{"a command without", "who-said truce", "who-said | topic=truce"},
		{"a command in capitals", "/Who-Said truce", "who-said | topic=truce"},
		{"its words written apart", "who said truce", "who-said | topic=truce"},
		{"an alias", "when truce", "timeline | topic=truce"},
		{"a sub-command", "/digest subscribe topic:truce at:08:00", "digest subscribe | topic=truce | at=08:00"},
		{"a time as people type it", "/digest subscribe at:8am", "digest subscribe | at=08:00"},
		{"by the hour alone", "/digest subscribe at:8", "digest subscribe | at=08:00"},
		{"without a nought", "/digest subscribe at:8:05", "digest subscribe | at=08:05"},
		{"in the evening", `/digest subscribe at:"5:30 p.m."`, "digest subscribe | at=17:30"},
		{"with a full stop", "/digest subscribe at:17.30", "digest subscribe | at=17:30"},
		{"the one safe name before", "/briefing who-said truce", "who-said | topic=truce"},
		{"nothing at all", "", "help"},
		{"characters that nobody sees", "/who-said \u202etruce\u2066 fer\x02ry", "who-said | topic=truce ferry"},
		{"a slash alone", "/", "help"},
		{"a line without a command is a question", "what about the buoys?", "ask | question=what about the buoys?"},
		{"a command that takes no words, in a sentence", "status of the talks", "ask | question=status of the talks"},
		{"the same alone", "status", "status"},
		{"a phrase keeps its marks in a text", `/who-said "northern mouth" ferry`, `who-said | topic="northern mouth" ferry`},
		{"curly marks are marks", "/who-said “northern mouth”", `who-said | topic="northern mouth"`},
		{"so are low ones and guillemets", "/who-said „northern mouth“ «the strait»", `who-said | topic="northern mouth" "the strait"`},
		{"a phrase that never closes", `/who-said "northern mouth`, `who-said | topic="northern mouth"`},
		{"a quotation within a quotation", `/check-quote "they said “no” to us" by:Varga`, `check-quote | text="they said “no” to us" | by=Varga`},
		{"the same in curly marks", `/check-quote “they said “no” to us” by:Varga`, `check-quote | text="they said “no” to us" | by=Varga`},
		{"a name loses its marks", `/who-is "Ilse Varga"`, "who-is | name=Ilse Varga"},
		{"a word left out", "/who-said truce -ferry", "who-said | topic=truce -ferry"},
		{"a phrase left out", `/who-said truce -"the ferry"`, `who-said | topic=truce -"the ferry"`},
		{"an empty phrase left out", `/who-said truce -"" ferry`, `who-said | topic=truce ferry`},
		{"marks of one that a break of the line is in", "/who-said truce -\"\n\"ferry", `who-said | topic=truce ferry`},
		{"a minus and an empty phrase alone", `/who-said truce -“ ”`, `who-said | topic=truce`},
		{"a minus before a phrase with a mark in it", `/who-said truce -""x"`, `who-said | topic=truce -"x"`},
		{"a minus without a word", `/who-said truce - "ferry"`, `who-said | topic=truce - "ferry"`},
		{"a hyphen alone is a word", "/who-said truce - ferry", "who-said | topic=truce - ferry"},
		{"an option", "/who-said truce by:Varga", "who-said | topic=truce | by=Varga"},
		{"an option in marks", `/who-said truce by:"Ilse Varga"`, "who-said | topic=truce | by=Ilse Varga"},
		{"in curly marks", "/who-said truce by:“Ilse Varga”", "who-said | topic=truce | by=Ilse Varga"},
		{"before the words", "/who-said by:Varga truce", "who-said | topic=truce | by=Varga"},
		{"by its alias", "/who-said truce from:Varga show:10", "who-said | topic=truce | by=Varga | limit=10"},
		{"in capitals", "/who-said truce BY:Varga Kind:DIRECT", "who-said | topic=truce | by=Varga | kind=direct"},
		{"the last of two counts", "/who-said by:Okello by:Varga", "who-said | by=Varga"},
		{"a date becomes a period", "/who-said since:yesterday until:2031-03", "who-said | since=2031-03-04 | until=2031-03"},
		{"in the zone asked for", "/who-said since:today tz:Pacific/Kiritimati", "who-said | since=2031-03-05 | tz=Pacific/Kiritimati"},
		{"an address is words", "/who-said https://a.example/b", "who-said | topic=https://a.example/b"},
		{"a time of day is words", "/who-said 12:30 ferry", "who-said | topic=12:30 ferry"},
		{"a colon after a word is punctuation", "/who-said Ceasefire: what now", "who-said | topic=Ceasefire: what now"},
		{"in a question always", "Norland:Sudland what happened", "ask | question=Norland:Sudland what happened"},
		{"a question takes its options", "what happened by:Varga", "ask | question=what happened | by=Varga"},
		{"tail: by", "who said truce by Varga", "who-said | topic=truce | by=Varga"},
		{"tail: a whole name", "who said truce from Ilse Varga", "who-said | topic=truce | by=Ilse Varga"},
		{"tail: since", "who said truce since last month", "who-said | topic=truce | since=2031-02"},
		{"tails: two", "who said truce by Varga since last month", "who-said | topic=truce | by=Varga | since=2031-02"},
		{"tails in the other order", "who said truce since last month by Varga", "who-said | topic=truce | by=Varga | since=2031-02"},
		{"tail: a period", "who said truce since january until february", "who-said | topic=truce | since=2031-01 | until=2031-02"},
		{"tail: a bare date", "who said truce last week", "who-said | topic=truce | on=2031-W09"},
		{"a tail that does not parse is words", "who said truce by the harbour since nobody knows", "who-said | topic=truce by the harbour since nobody knows"},
		{"a tail in marks is words", `who said truce "by Varga"`, `who-said | topic=truce "by Varga"`},
		{"an option wins over a tail", "who said truce by Okello by:Varga", "who-said | topic=truce by Okello | by=Varga"},
		{"no tails where the command takes none", "check-quote no truce by Friday", "check-quote | text=no truce by Friday"},
		{"before a month leaves it out", "who said truce before february", "who-said | topic=truce | until=2031-01-31"},
		{"before a day leaves it out", "who said truce by Varga before 3 march", "who-said | topic=truce | by=Varga | until=2031-03-02"},
		{"after a day leaves it out", "who said truce after 3 march", "who-said | topic=truce | since=2031-03-04"},
		{"after a year leaves it out", "who said truce after 2029", "who-said | topic=truce | since=2030-01-01"},
		{"after a week and before a day", "who said truce after last week before today", "who-said | topic=truce | since=2031-03-03 | until=2031-03-04"},
		{"after what is no date", "who said after the truce", "who-said | topic=after the truce"},
		{"an option is as it stands", "/who-said truce until:2031-02", "who-said | topic=truce | until=2031-02"},
		{"between two dates", "who said truce between monday and today", "who-said | topic=truce | since=2031-03-03 | until=2031-03-05"},
		{"from a date to another", "who said truce by Varga from 3 to 9 february", "who-said | topic=truce | by=Varga | since=2031-02-03 | until=2031-02-09"},
		{"between what are no dates", "who said truce between Quessar and Lorvania", "who-said | topic=truce between Quessar and Lorvania"},
		{"a question mark after a date", "who said truce in october?", "who-said | topic=truce | on=2030-10"},
		{"a question mark after a name", "who said truce by Ilse Varga?", "who-said | topic=truce | by=Ilse Varga"},
		{"a question mark after the topic", "who said truce?", "who-said | topic=truce?"},
		{"some days ago", "who said truce three days ago", "who-said | topic=truce | on=2031-03-02"},
		{"a colon after the mention", ": who-said truce", "who-said | topic=truce"},
		{"a comma after the mention", ", who said truce", "who-said | topic=truce"},
		{"a dash after the mention", "- who-said truce", "who-said | topic=truce"},
		{"the bot's name and a colon", "@briefing: who-said truce", "who-said | topic=truce"},
		{"the bot's name and a comma", "Briefing, timeline truce", "timeline | topic=truce"},
		{"a greeting before the command", "Hi  who-said truce", "who-said | topic=truce"},
		{"a greeting and the bot's name", "Hello @briefing, who-said truce", "who-said | topic=truce"},
		{"a courtesy", "please timeline truce", "timeline | topic=truce"},
		{"a greeting before a question", "Good morning! What about the buoys?", "ask | question=What about the buoys?"},
		{"a greeting alone", "hi there", "ask | question=hi there"},
		{"a command in a sentence", "could you run who-said truce by:Varga", "who-said | topic=truce | by=Varga"},
		{"options before the command", "and by:Varga who-said truce", "who-said | topic=truce | by=Varga"},
		{"a command with a slash in a sentence", "please try /timeline truce", "timeline | topic=truce"},
		{"a sub-command in a sentence", "now /digest subscribe topic:truce", "digest subscribe | topic=truce"},
		{"a word with a hyphen is no command", "the cease-fire of the who-knows", "ask | question=the cease-fire of the who-knows"},
		{"a slash between words is none", "truce and/or ferry", "ask | question=truce and/or ferry"},
		{"code marks", "`who-said truce`", "who-said | topic=truce"},
		{"a block of code", "```\n/who-said truce\n```", "who-said | topic=truce"},
		{"code marks within a line", "try `who-said truce by:Varga`", "who-said | topic=truce | by=Varga"},
		{"a colon after the command", "who-said: truce", "who-said | topic=truce"},
		{"a comma after the command", "timeline, truce", "timeline | topic=truce"},
		{"a family of commands", "/digest", "help | command=digest"},
		{"the same without a slash", "digest", "help | command=digest"},
		{"the same with options", "/digest topic:truce", "help | command=digest"},
		{"a family in a sentence", "digest of the week", "ask | question=digest of the week"},
		{"a blank after the colon", "/who-said topic: sennet dam by: Ilse Varga", "who-said | topic=sennet dam | by=Ilse Varga"},
		{"the same in small letters", "/who-said topic: dam by: ilse varga limit: 5", "who-said | topic=dam | by=ilse varga | limit=5"},
		{"the options first", "/who-said by: Ilse Varga topic: dam", "who-said | topic=dam | by=Ilse Varga"},
		{"typed by hand", "who-said dam by: ilse varga", "who-said | topic=dam | by=ilse varga"},
		{"a name, then the topic", "who-said by: Ilse Varga dam", "who-said | topic=dam | by=Ilse Varga"},
		{"a name, then a tail", "who-said dam by: Varga since last month", "who-said | topic=dam | by=Varga | since=2031-02"},
		{"a date after a blank", "/who-said topic: dam since: last month", "who-said | topic=dam | since=2031-02"},
		{"a question written out", "/ask question: what about the buoys by: Varga", "ask | question=what about the buoys | by=Varga"},
		{"a colon in a question", "the question is on: the ferry", "ask | question=the question is on: the ferry"},
		{"marks of more phrases than are read", "who-said x " + strings.Repeat(`"" `, 100) + `"a b" -" by:“Ilse Varga”`, "who-said | topic=x a b - Varga | by=Ilse"},
		{"nothing but marks", strings.Repeat(`"`, 500), "help"},
		{"two blanks in a name", `/who-is "Ilse  Varga"`, "who-is | name=Ilse  Varga"},
		{"a tab in a name", "/who-is \"Ilse\tVarga", "who-is | name=Ilse Varga"},
	} {
		m := testMux()
		r, err := m.Parse(c.line, Request{Now: at})
		if err != nil {
			t.Errorf("%s: %q: %v", c.rule, c.line, err)
			continue
		}
		if got := callText(m, r.Call); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.rule, c.line, got, c.want)
		}
		again, err := m.Parse(lineOf(m, r.Call), Request{Now: at})
		if err != nil || !same(again.Call, r.Call) {
			t.Errorf("%s: %q is written %q, which reads as %s, %v", c.rule, c.line, lineOf(m, r.Call), callText(m, again.Call), err)
		}
	}
}

// TestPeriodTail takes dates from the end of questions, and leaves words that are none.
func TestPeriodTail(t *testing.T) {
	for _, c := range []struct{ question, rest, period string }{
		{"what happened on 12 October", "what happened", "on=12 October"},
		{"what happened 12 October 2030", "what happened", "on=12 October 2030"},
		{"what happened yesterday", "what happened", "on=yesterday"},
		{"what happened in May 2030", "what happened", "on=May 2030"},
		{"news about the ferry during last month", "news about the ferry", "on=last month"},
		{"what did Varga say since monday", "what did Varga say", "since=monday"},
		{"what did Varga say since january until february", "what did Varga say", "since=january until=february"},
		{"what happened between 3 May and 5 May", "what happened", "since=2030-05-03 until=2030-05-05"},
		{"news from 3 May to 5 May", "news", "since=2030-05-03 until=2030-05-05"},
		{"what happened between 3 and 9 November", "what happened", "since=2030-11-03 until=2030-11-09"},
		{"what happened between the 3rd and the 9th of November 2029", "what happened", "since=2029-11-03 until=2029-11-09"},
		{"what happened from November 3 to 9", "what happened", "since=2030-11-03 until=2030-11-09"},
		{"what happened between Friday and Tuesday", "what happened", "since=2031-02-28 until=2031-03-04"},
		{"what happened between Monday and Thursday", "what happened", "since=2031-02-24 until=2031-02-27"},
		{"what happened between November 2029 and February 2030", "what happened", "since=2029-11 until=2030-02"},
		{"what happened between May and July 2029", "what happened", "since=2029-05 until=2029-07"},
		{"news from Brennik from 3 May until yesterday", "news from Brennik", "since=2030-05-03 until=2031-03-04"},
		{"what happened between 03/04 and 05/04", "what happened", "since=03/04 until=05/04"},
		{"the talks between Quessar and Lorvania", "the talks between Quessar and Lorvania", ""},
		{"what did Varga say before June", "what did Varga say", "until=before June"},
		{"what did Varga say after 12 October", "what did Varga say", "since=after 12 October"},
		{"what did Varga say after last week", "what did Varga say", "since=after last week"},
		{"what did Varga say after the truce", "what did Varga say after the truce", ""},
		{"what did Varga say the day before yesterday", "what did Varga say", "on=the day before yesterday"},
		{"what did Varga say three days ago", "what did Varga say", "on=three days ago"},
		{"what did Varga say a week ago", "what did Varga say", "on=2031-W09"},
		{"what did Varga say 2 months ago", "what did Varga say", "on=2031-01"},
		{"what has Varga said since two weeks ago", "what has Varga said", "since=two weeks ago"},
		{"what did Varga say over the weekend", "what did Varga say", "since=2031-03-01 until=2031-03-02"},
		{"what happened last weekend", "what happened", "since=2031-03-01 until=2031-03-02"},
		{"what happened over the last 3 weeks", "what happened", "since=3w"},
		{"anything new in the past few days", "anything new", "since=3d"},
		{"what is new this morning", "what is new", "on=today"},
		{"what did Varga say at the end of October", "what did Varga say", "on=the end of October"},
		{"what did Varga say at the end of October 2029", "what did Varga say", "on=the end of October 2029"},
		{"what happened end of October", "what happened", "on=end of October"},
		{"what did Varga say the beginning of last month", "what did Varga say", "on=the beginning of last month"},
		{"what did Varga say mid-February", "what did Varga say", "on=mid-February"},
		{"what did Varga say of the end of history", "what did Varga say of the end of history", ""},
		{"what happened in the middle of Lorvania", "what happened in the middle of Lorvania", ""},
		{"what happened in late February?", "what happened in late February?", ""},
		{"what happened in late February", "what happened", "on=late February"},
		{"what happened late last month", "what happened", "on=late last month"},
		{"what happened in the first week of February", "what happened", "on=the first week of February"},
		{"what happened in the spring of 2030", "what happened", "on=the spring of 2030"},
		{"what happened over the summer", "what happened", "on=the summer"},
		{"what has Varga said this spring", "what has Varga said", "on=this spring"},
		{"what happened last winter", "what happened", "on=last winter"},
		{"what happened since the summer of 2030", "what happened", "since=the summer of 2030"},
		{"what happened before the summer", "what happened", "until=before the summer"},
		{"what happened in the third quarter of 2030", "what happened", "on=the third quarter of 2030"},
		{"what happened in Q4 2030", "what happened", "on=Q4 2030"},
		{"what happened in the first half of 2030", "what happened", "on=the first half of 2030"},
		{"what happened on the 27th", "what happened", "on=the 27th"},
		{"what happened since the 1st", "what happened", "since=the 1st"},
		{"what happened between the 24th and the 27th", "what happened", "since=2031-02-24 until=2031-02-27"},
		{"what happened between the 27th and the 2nd", "what happened", "since=2031-02-27 until=2031-03-02"},
		{"what happened on Friday 28 February", "what happened", "on=Friday 28 February"},
		{"what did Varga say about the spring", "what did Varga say about the spring", ""},
		{"what do we know of the 27th", "what do we know of the 27th", ""},
		{"the end of the ferry", "the end of the ferry", ""},
		{"prices at the end", "prices at the end", ""},
		{"what happened on 03/04", "what happened", "on=03/04"},
		{"what has Varga said recently", "what has Varga said", ""},
		{"12 October", "", "on=12 October"},
		{"the minister of May", "the minister of May", ""},
		{"the vote was 118 to 97", "the vote was 118 to 97", ""},
		{"the talks in Norrhaven", "the talks in Norrhaven", ""},
		{"from here to eternity", "from here to eternity", ""},
		{"", "", ""},
	} {
		rest, period := PeriodTail(c.question, at, time.UTC)
		var got []string
		for _, key := range []string{"since", "until", "on"} {
			if period[key] != "" {
				got = append(got, key+"="+period[key])
			}
		}
		if rest != c.rest || strings.Join(got, " ") != c.period {
			t.Errorf("%q: %q, %q, want %q, %q", c.question, rest, got, c.rest, c.period)
		}
	}
}

func lineOf(m *Mux, call Call) string {
	c, _ := m.Find(call.Command)
	return c.Line(call)
}

func same(a, b Call) bool { return a.Command == b.Command && maps.Equal(a.Args, b.Args) }

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"/who-sad truce", `No command "who-sad". Did you mean who-said?`},
		{"who-sad truce", `No command "who-sad". Did you mean who-said?`},
		{"/zzz", `No command "zzz". Write help`},
		{"/who-said truce sinse:monday", "who-said has no option sinse:. Did you mean since:?"},
		{"/who-said truce colour:red", "who-said has no option colour:."},
		{"what now sinse:monday", "ask has no option sinse:. Did you mean since:?"},
		{"/who-said truce limit:0", "limit:0 is not a whole number from 1 to 50."},
		{"/who-said truce limit:many", "limit:many is not a whole number from 1 to 50."},
		{"/who-said truce kind:loud", "kind:loud is not one of direct, indirect, mixed."},
		{"/who-said truce since:2031-02-30", "2031-02-30 is no day of the calendar."},
		{"/who-said truce since:soon", `"soon" is no date that I can read.`},
		{"/who-said truce tz:Mars/Base", "tz:Mars/Base is no time zone"},
		{"/who-said truce by:", "by: is empty."},
		{"/check-quote", "check-quote needs a text."},
		{"/digest subscribe at:25:00", `"25:00" is no time of day. Write at:08:00`},
		{"/digest subscribe at:soon", `"soon" is no time of day.`},
		{"/digest subscrib topic:truce", `digest has no "subscrib". Did you mean digest subscribe?`},
		{"/digest now", `digest has no "now". It has subscribe.`},
		{"digest subscrib", `digest has no "subscrib". Did you mean digest subscribe?`},
		{"/who-said by: limit:5", "by: is empty."},
		{"/status now", `status takes no words, and "now" was given.`},
	} {
		_, err := testMux().Parse(c.line, Request{Now: at})
		var e *Error
		if !errors.As(err, &e) || !e.Usage || !strings.HasPrefix(e.Message, c.want) {
			t.Errorf("%q: %v, want %s", c.line, err, c.want)
		}
	}
}

func TestUsageErrorShowsUsageAndExamples(t *testing.T) {
	_, err := testMux().Parse("/who-said truce limit:0", Request{Now: at})
	for _, want := range []string{"\nUsage: who-said [TOPIC] [by:]", "[kind:direct|indirect|mixed]", "\nExample: /who-said truce\n", "\nExample: /who-said truce by:\"Ilse Varga\""} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), "{") {
		t.Errorf("a placeholder is left in\n%v", err)
	}
}

func TestAmbiguousDatesAreAskedBack(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string // label: call
	}{
		{"/who-said truce by:Varga since:03/04/2030", []string{
			"3 April 2030: who-said | topic=truce | by=Varga | since=2030-04-03",
			"4 March 2030: who-said | topic=truce | by=Varga | since=2030-03-04"}},
		{"who said truce since 03/04/2030 by Varga", []string{
			"3 April 2030: who-said | topic=truce | by=Varga | since=2030-04-03",
			"4 March 2030: who-said | topic=truce | by=Varga | since=2030-03-04"}},
		{"/who-said since:1/2/2030 until:3.4.2030 limit:9", []string{
			"1 February 2030, 3 April 2030: who-said | since=2030-02-01 | until=2030-04-03 | limit=9",
			"2 January 2030, 4 March 2030: who-said | since=2030-01-02 | until=2030-03-04 | limit=9"}},
		{"/who-said truce on:01/02", []string{
			"1 February 2031: who-said | topic=truce | on=2031-02-01",
			"2 January 2031: who-said | topic=truce | on=2031-01-02"}},
	} {
		m := testMux()
		_, err := m.Parse(c.line, Request{Now: at})
		var e *Error
		if !errors.As(err, &e) || !e.Usage || !strings.Contains(e.Message, " can be ") {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		var got []string
		for _, a := range e.Actions {
			got = append(got, a.Label+": "+callText(m, a.Call))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%q offers\n%s\nwant\n%s", c.line, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestParseTakesLittleTime reads the longest line, with more quotation marks than begin phrases.
func TestParseTakesLittleTime(t *testing.T) {
	line := "who-said " + strings.Repeat(`"a" `, maxQuoted) + strings.Repeat("a ", MaxLine/2-3*maxQuoted)
	start := time.Now()
	if _, err := testMux().Parse(line, Request{Now: at}); err != nil {
		t.Error(err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("%d bytes took %v", len(line), took)
	}
}

// FuzzParse: any bytes are read or refused for people, never with a panic, and
// what was read is written as a line that reads the same.
func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"/who-said truce by:Varga since:2031-01", `/check-quote "they said “no” to us"`, "who said x by Putin by Trump", `-"a b" -c --d - "`,
		`/who-is "a:b" "-c"`, `note:"a b" c:d :e f: g::h`, "«a “b” „c“ d»", `by:«O" Neil»`, "since 03/04", "/who-said since:last month", "\x00\xff\u00a0\u2028",
		"/who-said a since since since today last", "tz:UTC today", `"`, `a"b"c`, "/briefing briefing", "/who-said by://x", `/who-said by:"//x"`, "last \"x\"",
		"by: since: topic: x", "hi `who-said` /", "who-said: a: b", "@briefing /briefing: x", "topic: a by: b ``` c", "- - : , x",
	} {
		f.Add(line)
	}
	m := testMux()
	f.Fuzz(func(t *testing.T, line string) {
		r, err := m.Parse(line, Request{Now: at})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message == "" {
				t.Fatalf("%q: an error not for people: %v", line, err)
			}
			return
		}
		again, err := m.Parse(lineOf(m, r.Call), Request{Now: at})
		if err != nil || !same(again.Call, r.Call) {
			t.Fatalf("%q reads as\n%+v, written\n%q, which reads as\n%+v, %v", line, r.Call, lineOf(m, r.Call), again.Call, err)
		}
	})
}
