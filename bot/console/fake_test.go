package console

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/internal/consoletest"
)

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

// fakeWeb is a console on consoletest.Mux.
func fakeWeb() Web {
	return Web{
		Mux: consoletest.Mux(), Article: fakeArticle, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Date(2031, 3, 5, 9, 0, 0, 0, time.UTC) },
		Home: func(context.Context) Home {
			h := Home{
				Holds: []string{"1,284 articles", "3 outlets", "20 Jan 2031 to 5 Mar 2031"}, Sample: true,
				Latest: consoletest.CardNamed("usual").Items[:1], People: consoletest.CardNamed("people").Items, Picture: consoletest.CardNamed("timeline").Picture,
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

// quotedSpan is where words stand in fakeText.
func quotedSpan(words string) []bot.Span {
	i := strings.Index(fakeText, words)
	return []bot.Span{{Start: i, End: i + len(words)}}
}

func bottestQuotes() []string { return bottest.Quotes(consoletest.CardNamed("hostile")) }
