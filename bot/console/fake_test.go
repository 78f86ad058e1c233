package console

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

// cardNamed is a card of bottest.
func cardNamed(name string) bot.Card {
	for _, c := range bottest.Cards() {
		if c.Name == name {
			return c.Card
		}
	}
	panic("no card " + name)
}

// answersWith is a handler that gives a card of bottest, at the request's page.
func answersWith(name string) bot.Handler {
	return func(_ context.Context, r bot.Request) (bot.Card, error) {
		c := cardNamed(name)
		c.Read, c.Title = r.Args, strings.Join([]string{c.Title}, "")
		if r.Offset > 0 {
			c.Offset = r.Offset
		}
		return c, nil
	}
}

var people = []string{"Ilse Varga", "Ingrid Sol", "Tomas Okello"}

func suggestPeople(_ context.Context, _ bot.Request, prefix string) []bot.Suggestion {
	var out []bot.Suggestion
	for _, p := range people {
		if strings.HasPrefix(strings.ToLower(p), strings.ToLower(prefix)) {
			out = append(out, bot.Suggestion{Value: p, Note: "38 statements"})
		}
	}
	return out
}

// fakeMux answers every command with a card of bottest.
func fakeMux() *bot.Mux {
	topic := bot.Param{Name: "topic", Kind: bot.Text, Words: true}
	by := bot.Param{Name: "by", Kind: bot.Person, Suggest: suggestPeople}
	since := bot.Param{Name: "since", Kind: bot.Date}
	text := bot.Param{Name: "text", Kind: bot.Text, Words: true, Required: true}
	receipt := bot.Param{Name: "receipt", Kind: bot.Text, Words: true, Required: true}
	name := bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true}
	return &bot.Mux{
		Log: slog.New(slog.DiscardHandler),
		Words: func(_ bot.Request, p string) string {
			return map[string]string{"topic": "truce", "person": "Ilse Varga", "quote": "a truce at any price"}[p]
		},
		Commands: []bot.Command{
			{Name: "who-said", Summary: "statements about a topic, with their speakers", Params: []bot.Param{topic, by, since}, Tails: true,
				Examples: []string{"/who-said {topic} by:{person}"}, Handle: answersWith("usual")},
			{Name: "timeline", Summary: "one row a date", Params: []bot.Param{topic, {Name: "on", Kind: bot.Date}}, Examples: []string{"/timeline {topic}"}, Handle: answersWith("timeline")},
			{Name: "ask", Summary: "a plain question", Params: []bot.Param{text}, Examples: []string{"who said {topic}?"}, Handle: answersWith("usual")},
			{Name: "check-quote", Summary: "whether words are printed so", Params: []bot.Param{text}, Examples: []string{`/check-quote "{quote}"`}, Handle: answersWith("check-quote")},
			{Name: "who-is", Summary: "a person", Params: []bot.Param{name}, Handle: answersWith("ambiguous")},
			{Name: "people", Summary: "who is quoted and how often", Params: []bot.Param{topic}, Handle: answersWith("people")},
			{Name: "context", Summary: "around a receipt", Params: []bot.Param{receipt}, Handle: answersWith("usual")},
			{Name: "nothing", Summary: "an empty answer", Params: []bot.Param{topic}, Handle: answersWith("empty")},
			{Name: "hostile", Summary: "quotes that try things", Handle: answersWith("hostile")},
			{Name: "long", Summary: "50 long quotes", Handle: answersWith("long")},
			{Name: "help", Summary: "what you can ask", Handle: answersWith("help")},
			{Name: "fail", Summary: "fails", Handle: func(context.Context, bot.Request) (bot.Card, error) { return bot.Card{}, fmt.Errorf("secret path") }},
			{Name: "slow", Summary: "waits until it is stopped", Handle: func(ctx context.Context, _ bot.Request) (bot.Card, error) {
				fmt.Println("slow begins")
				<-ctx.Done()
				return bot.Card{}, ctx.Err()
			}},
			{Name: "forget", Summary: "forgets everything", Changes: true, Handle: func(context.Context, bot.Request) (bot.Card, error) {
				return bot.Card{Title: "Forgotten"}, nil
			}},
		},
	}
}

const fakeText = "Talks on the strait resume\n\nHARBOUR — “If the pilots return to the harbour, then there could be a truce on the strait,” " +
	"Ilse Varga, the foreign minister of Norland, said on Tuesday.\r\n\r\nTomas Okello answered that any truce would depend on “the two buoys … at the northern mouth”. " +
	"He added: “We have waited for a winter.”\n\n“a lasting truce, and soon”, a placard read.\n"

func fakeArticle(_ context.Context, id string) (ArticlePage, error) {
	if id != "a1" {
		return ArticlePage{}, ErrNoArticle
	}
	at := func(words string) []bot.Span {
		i := strings.Index(fakeText, words)
		return []bot.Span{{Start: i, End: i + len(words)}}
	}
	return ArticlePage{
		ID: "a1", Title: "Talks on the strait resume", Outlet: "Harbour Gazette", Author: "M. Lund",
		URL: "https://gazette.example/talks", Published: "Wed 5 Mar 2031", Text: fakeText,
		Statements: []ArticleStatement{
			{Spans: at("If the pilots return to the harbour, then there could be a truce on the strait"), Speaker: "Ilse Varga", Kind: "direct", Cue: "said", Said: "Tue 4 Mar 2031", Receipt: "e6d3"},
			{Spans: at("that any truce would depend on “the two buoys … at the northern mouth”"), Speaker: "Tomas Okello", Kind: "mixed", Cue: "answered", Receipt: "3b41"},
			{Spans: at("the two buoys … at the northern mouth"), Speaker: "", Kind: "direct", Uncertain: true, Receipt: "77aa"},
			{Spans: at("We have waited for a winter."), Speaker: "Tomas Okello", Kind: "direct", Cue: "added", Receipt: "90c1"},
		},
	}, nil
}

// fakeWeb is a console on fakeMux.
func fakeWeb() Web {
	return Web{
		Mux: fakeMux(), Article: fakeArticle, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Date(2031, 3, 5, 9, 0, 0, 0, time.UTC) },
		Home: func(context.Context) Home {
			h := Home{
				Holds: []string{"1,284 articles", "3 outlets", "20 Jan 2031 to 5 Mar 2031"}, Sample: true,
				Latest: cardNamed("usual").Items[:1], People: cardNamed("people").Items, Picture: cardNamed("timeline").Picture,
				Questions: []bot.Action{bot.Ask("What did Ilse Varga say about the truce?", "who-said", "topic", "truce", "by", "Ilse Varga")},
			}
			for _, topic := range []string{"truce", "ferry", "buoys"} {
				h.Topics = append(h.Topics, bot.Ask(topic, "who-said", "topic", topic))
			}
			return h
		},
		Feedback: func(context.Context, Feedback) error { return nil },
	}
}

func answer(c bot.Card) bot.Handler {
	return func(context.Context, bot.Request) (bot.Card, error) { return c, nil }
}

// quotedSpan is where words stand in fakeText.
func quotedSpan(words string) []bot.Span {
	i := strings.Index(fakeText, words)
	return []bot.Span{{Start: i, End: i + len(words)}}
}

func bottestQuotes() []string { return bottest.Quotes(cardNamed("hostile")) }
