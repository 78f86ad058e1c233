package bottest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// NamedCard is a Card to render, with what is hard about it.
type NamedCard struct {
	Name string // of its golden file: lower case, hyphens
	Doc  string // one line
	Card bot.Card
}

// Cards are the usual answers and the hard ones, made anew at each call.
func Cards() []NamedCard {
	return []NamedCard{
		{"usual", "a who-said answer: three statements, a fragment, an uncertain speaker, pages", usual()},
		{"long", "50 statements, each of 4,000 characters in several scripts", long()},
		{"hostile", "quotes that try to ping, to format, to run, to reorder and to move the cursor", hostile()},
		{"empty", "nothing found: says so, says what was searched, offers buttons that give results", empty()},
		{"failing", "our fault: a reference for the log and nothing else", failing()},
		{"not-understood", "an unknown option: usage and examples", notUnderstood()},
		{"ambiguous", "a name that two people have: choices with counts, no statement", ambiguous()},
		{"timeline", "rows by date, one possible, one undated, with a picture of two series", timeline()},
		{"reported", "direct speech beside reported speech, which is shown in its sentence", reported()},
		{"people", "rows without a quote: names, counts, a button each", people()},
		{"check-quote", "an altered quote: the difference word by word, and what is printed", checkQuote()},
		{"help", "paragraphs of our own words and examples as buttons", help()},
	}
}

// quote is an item of an invented article with text as its only quotation.
func quote(article, speaker, text string) bot.Item {
	sum := sha256.Sum256([]byte(text))
	return bot.Item{
		Quote:   bot.Excerpt{Text: text, Article: article, Spans: []bot.Span{{Start: 120, End: 120 + len(text)}}},
		Kind:    "direct",
		Speaker: speaker,
		Cue:     bot.Excerpt{Text: "said", Article: article, Spans: []bot.Span{{Start: 110, End: 114}}},
		Said:    bot.When{Value: "2031-03-04", Precision: "day", Text: "Tue 4 Mar 2031"},
		Source:  "Harbour Gazette", Headline: "Talks on the strait resume",
		Published: bot.When{Value: "2031-03-05", Precision: "day", Text: "Wed 5 Mar 2031"},
		URL:       "https://gazette.example/talks#:~:text=strait",
		Receipt:   hex.EncodeToString(sum[:2]), SHA256: hex.EncodeToString(sum[:]),
		Actions: []bot.Action{run("Context", "context", "receipt", hex.EncodeToString(sum[:2]))},
	}
}

// reported is an answer of one quoted and one reported statement.
func reported() bot.Card {
	said := quote("talks", "Ilse Varga", "The pilots will return on Thursday")
	const sentence, content = "Her deputy, Jon Holm, said the talks would go on until spring.", "the talks would go on until spring"
	told := quote("talks", "Jon Holm", content)
	told.Kind, told.Said = "indirect", bot.When{}
	told.Sentence = bot.Excerpt{Text: sentence, Article: "talks", Spans: []bot.Span{{Start: 300, End: 300 + len(sentence)}}}
	told.Reported = marks(bot.Item{Quote: told.Sentence}, content)
	told.Quote.Spans = []bot.Span{{Start: 300 + told.Reported[0].Start, End: 300 + told.Reported[0].End}}
	return searched(bot.Card{Command: "who-said", Title: "Who said what about talks", Reading: "topic talks", Items: []bot.Item{said, told}, Total: 2})
}

// marks is where word stands in the item's quote.
func marks(it bot.Item, word string) []bot.Span {
	at := strings.Index(it.Quote.Text, word)
	return []bot.Span{{Start: at, End: at + len(word)}}
}

// run is a button that types /command with one argument.
func run(label, command, param, value string) bot.Action {
	return bot.Action{
		Kind: bot.Run, Label: label, Line: "/" + command + " " + value,
		Call: bot.Call{Command: command, Args: bot.Args{param: value}},
	}
}

func role(article, text string) bot.Excerpt {
	return bot.Excerpt{Text: text, Article: article, Spans: []bot.Span{{Start: 80, End: 80 + len(text)}}}
}

// searched fills in what an answered card says below its items.
func searched(c bot.Card) bot.Card {
	c.Searched = bot.Searched{Articles: 1284, From: "2031-01-20", To: "2031-03-05", Fresh: time.Date(2031, 3, 5, 6, 0, 0, 0, time.UTC)}
	c.Generation = "g17"
	if c.Total == 0 {
		c.Total = len(c.Items)
	}
	return c
}

func usual() bot.Card {
	first := quote("a1", "Ilse Varga", "If the pilots return to the harbour, then there could be a truce on the strait")
	first.Role = role("a1", "the foreign minister of Norland")
	first.Marks = marks(first, "truce")
	first.AlsoIn = []bot.Copy{{Article: "a7", Source: "Evening Lantern", URL: "https://lantern.example/7"}, {Article: "a9", Source: "Coastal Wire"}}
	first.Actions = append(first.Actions, run("More by Ilse Varga", "who-said", "by", "Ilse Varga"))
	second := quote("a2", "", "a lasting truce, and soon")
	second.Uncertain, second.Fragment, second.Said = true, true, bot.When{}
	second.Marks = marks(second, "truce")
	third := quote("a3", "Tomas Okello", "that any truce would depend on “the two buoys … at the northern mouth”")
	third.Kind, third.Inner = "indirect", role("a3", "the harbour council")
	third.Quote.Spans = []bot.Span{{Start: 120, End: 169}, {Start: 180, End: 206}}
	third.Published, third.URL = bot.When{}, ""
	return searched(bot.Card{
		Command: "who-said", Title: "Who said what about truce",
		Reading: "topic truce · 1–5 Mar 2031 (Europe/Stockholm)",
		Read:    map[string]string{"topic": "truce", "since": "2031-03-01", "until": "2031-03-05"},
		Items:   []bot.Item{first, second, third}, Total: 11, Offset: 3,
		Footer: "4–6 of 11 statements, 4 speakers · searched 1,284 articles to 5 Mar 06:00",
		Actions: []bot.Action{
			page("◀", 0), page("▶", 6), run("Timeline", "timeline", "topic", "truce"),
			{Kind: bot.Export, Label: "Export", Line: "/who-said truce", Call: truce()}, {Kind: bot.Share, Label: "Share", Line: "/who-said truce", Call: truce()},
		},
	})
}

func truce() bot.Call {
	return bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}, Generation: "g17"}
}

func page(label string, offset int) bot.Action {
	return bot.Action{Kind: bot.Page, Label: label, Line: "/who-said truce", Call: truce().At(offset)}
}

// longText is n characters (not bytes) of invented sentences.
func longText(n int) string {
	const sentences = "The ferry will sail when the fog lifts; nobody has promised more than that. " +
		"Паром отплывёт, когда рассеется туман. 霧が晴れれば船は出る。 ستبحر العبّارة عندما ينقشع الضباب. "
	runes := []rune(strings.Repeat(sentences, n/100+1))
	return string(runes[:n])
}

func long() bot.Card {
	c := bot.Card{Command: "who-said", Title: "Who said what about ferry", Reading: "topic ferry", Read: map[string]string{"topic": "ferry"}}
	for i := range 50 {
		item := quote(fmt.Sprintf("b%d", i), "Ilse Varga", longText(3990)+fmt.Sprintf(" no. %05d", i)[:10])
		item.Role = role("b", strings.Repeat("deputy acting under-", 15)+"secretary")
		c.Items = append(c.Items, item)
	}
	c.Footer = "50 of 50 statements, 1 speaker · searched 1,284 articles to 5 Mar 06:00"
	return searched(c)
}

func empty() bot.Card {
	return searched(bot.Card{
		Command: "who-said", Title: "Who said what about lighthouse",
		Reading: "topic lighthouse · by Tomas Okello · 1–31 Oct 2031",
		Read:    map[string]string{"topic": "lighthouse", "by": "Tomas Okello", "since": "2031-10-01", "until": "2031-10-31"},
		Notice:  "No statement about lighthouse by Tomas Okello in 1–31 Oct 2031. 3 articles mention lighthouse; 42 statements are by Tomas Okello.",
		Footer:  "searched 1,284 articles to 5 Mar 06:00",
		Actions: []bot.Action{
			run("All by Tomas Okello (42)", "who-said", "by", "Tomas Okello"),
			run("Timeline of lighthouse (3)", "timeline", "topic", "lighthouse"),
		},
	})
}

func failing() bot.Card {
	return bot.Card{Status: bot.Failed, Command: "who-said", Notice: "Something went wrong here (ref 3f2a)."}
}

func notUnderstood() bot.Card {
	return bot.Card{
		Status: bot.NotUnderstood, Command: "who-said",
		Notice: "who-said has no option sinse:. Did you mean since:?\nUsage: who-said [TOPIC] [by:] [since:] [until:]\nExample: /who-said truce by:Varga",
	}
}

func ambiguous() bot.Card {
	return searched(bot.Card{
		Command: "who-is", Title: "Who is Varga", Reading: "name Varga", Read: map[string]string{"name": "Varga"},
		Notice: "Two people in the briefing are called Varga. Which one?",
		Actions: []bot.Action{
			run("Ilse Varga, foreign minister (38)", "who-is", "name", "Ilse Varga"),
			run("Peter Varga, harbour pilot (4)", "who-is", "name", "Peter Varga"),
		},
	})
}

func people() bot.Card {
	c := bot.Card{Command: "people", Title: "Who is quoted", Reading: "everybody", Read: map[string]string{}}
	for i, name := range []string{"Ilse Varga", "Tomas Okello", "Ana-Lucía Brandão"} {
		c.Items = append(c.Items, bot.Item{
			Label: name, Facts: []string{fmt.Sprintf("%d statements", 38-9*i), "first 20 Jan 2031", "latest 4 Mar 2031"},
			Actions: []bot.Action{run("Statements by "+name, "who-said", "by", name)},
		})
	}
	c.Footer = "3 people · searched 1,284 articles to 5 Mar 06:00"
	return searched(c)
}

func checkQuote() bot.Card {
	item := quote("a1", "Ilse Varga", "a truce at any price is no truce at all")
	c := bot.Card{
		Command: "check-quote", Title: "Altered: the words differ", Verdict: "altered",
		Reading: "text “a truce at any cost is no truce at all”", Read: map[string]string{"text": `"a truce at any cost is no truce at all"`},
		Items: []bot.Item{item}, Difference: &bot.Difference{},
		Footer: "searched 1,284 articles to 5 Mar 06:00",
	}
	for i, w := range strings.Fields("a truce at any cost is no truce at all") {
		c.Difference.Given = append(c.Difference.Given, bot.Word{Text: w, Same: i != 4})
	}
	for i, w := range strings.Fields(item.Quote.Text) {
		c.Difference.Printed = append(c.Difference.Printed, bot.Word{Text: w, Same: i != 4})
	}
	return searched(c)
}

func help() bot.Card {
	return bot.Card{
		Command: "help", Title: "What you can ask", Read: map[string]string{},
		Text: []string{
			"who-said TOPIC [by:] [since:] [until:] — statements about the topic, with their speakers",
			"timeline [TOPIC] [since:] [until:] — one row a date, oldest first",
			"Dates: 2031-10-03 · 2031-10 · yesterday · 7d · \"last month\" · \"october 3\"",
		},
		Actions: []bot.Action{run("/who-said truce", "who-said", "topic", "truce"), run("/timeline truce", "timeline", "topic", "truce")},
	}
}

func timeline() bot.Card {
	rows := []struct{ label, value, precision, words, text string }{
		{"February 2031", "2031-02", "month", "last month", "The two delegations met for the first time last month, in a customs shed."},
		{"Mon 3 Mar 2031", "2031-03-03", "day", "on Monday", "On Monday the pilots went back to work."},
		{"Week of 10 Mar 2031", "2031-W11", "week", "next week", "The first ferry could sail next week, the harbour council said."},
		{"Date not certain", "", "", "some time ago", "The buoys were moved some time ago."},
	}
	c := bot.Card{
		Command: "timeline", Title: "Timeline of ferry", Reading: "topic ferry", Read: map[string]string{"topic": "ferry"},
		Picture: picture(), Footer: "4 dates · searched 1,284 articles to 5 Mar 06:00",
	}
	for i, r := range rows {
		item := quote(fmt.Sprintf("t%d", i), "", r.text)
		item.Kind, item.Label, item.Cue = "", r.label, bot.Excerpt{}
		item.Said = bot.When{Value: r.value, Precision: r.precision, Words: bot.Excerpt{Text: r.words}, Text: r.label}
		item.Possible = i == 2
		c.Items = append(c.Items, item)
	}
	return searched(c)
}

// picture is two outlets over six weeks.
func picture() *bot.Picture {
	p := &bot.Picture{
		Title: "Articles that mention ferry, by week",
		Notes: []string{"Not drawn: 2 articles with no exact week."},
		Alt:   "Harbour Gazette: 3, 0, 7, 12, 5, 1. Coastal Wire: 1, 2, 2, 4, 0, 0.", Unit: "week",
	}
	start := time.Date(2031, 1, 27, 0, 0, 0, 0, time.UTC)
	for _, outlet := range []struct {
		name   string
		counts []int
	}{{"Harbour Gazette", []int{3, 0, 7, 12, 5, 1}}, {"Coastal Wire", []int{1, 2, 2, 4, 0, 0}}} {
		s := bot.Series{Name: outlet.name}
		for i, n := range outlet.counts {
			day := start.AddDate(0, 0, 7*i)
			s.Points = append(s.Points, bot.Point{From: day, Label: day.Format("2 Jan"), Count: n, Possible: n / 5,
				Call: bot.Call{Command: "timeline", Args: bot.Args{"topic": "ferry", "on": day.Format(time.DateOnly)}}})
		}
		p.Series = append(p.Series, s)
	}
	return p
}
