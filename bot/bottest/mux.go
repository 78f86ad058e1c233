package bottest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Logbook collects what is logged at every level.
type Logbook struct {
	mu sync.Mutex
	bytes.Buffer
}

// Write adds to it.
func (l *Logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

// Text is all of it.
func (l *Logbook) Text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// Trap is a log that panics where a line with Words would be written: a fault of ours
// in the middle of what was being done.
type Trap struct {
	slog.Handler
	Words string
}

// Handle writes the line, or panics.
func (t Trap) Handle(ctx context.Context, r slog.Record) error {
	if strings.Contains(r.Message, t.Words) {
		panic("zanzibar")
	}
	return t.Handler.Handle(ctx, r)
}

// cards are made once: a benchmark asks for them often.
var cards = sync.OnceValue(Cards)

// CardOf is the card of that name.
func CardOf(name string) bot.Card {
	for _, c := range cards() {
		if c.Name == name {
			return c.Card
		}
	}
	panic("no card " + name)
}

// Mux answers who-said with the usual card, and fails in other ways. "/slow"
// answers when slow is closed.
func Mux(log *slog.Logger, slow <-chan struct{}) *bot.Mux {
	words := bot.Param{Name: "topic", Kind: bot.Text, Words: true}
	fixed := func(card func(bot.Request) bot.Card) bot.Handler {
		return func(_ context.Context, r bot.Request) (bot.Card, error) { return card(r), nil }
	}
	m := &bot.Mux{Log: log}
	m.Commands = []bot.Command{
		{Name: "who-said", Summary: "Who said what", Params: []bot.Param{words, {Name: "by", Kind: bot.Person}}, Handle: fixed(paged)},
		{Name: "ask", Summary: "A question", Params: []bot.Param{{Name: "question", Kind: bot.Text, Words: true}}, Handle: fixed(paged)},
		{Name: "long", Summary: "A long answer", Params: []bot.Param{words}, Handle: fixed(func(bot.Request) bot.Card { return CardOf("long") })},
		{Name: "timeline", Summary: "A timeline", Params: []bot.Param{words}, Handle: fixed(func(bot.Request) bot.Card { return CardOf("timeline") })},
		{Name: "context", Summary: "The paragraph", Params: []bot.Param{{Name: "receipt", Words: true}}, Handle: fixed(func(r bot.Request) bot.Card {
			return bot.Card{Title: "Context of " + r.Args["receipt"], Status: bot.Answered}
		})},
		{Name: "article", Summary: "One article", Params: []bot.Param{{Name: "article", Words: true}}, Handle: oneArticle},
		{Name: "check-quote", Summary: "Check a quote", Params: []bot.Param{{Name: "text", Kind: bot.Text, Words: true, Required: true, Long: true, Help: "the words"}, {Name: "by", Kind: bot.Person, Help: "who"}}, Handle: fixed(func(r bot.Request) bot.Card {
			c := CardOf("check-quote")
			c.Reading = "text " + r.Args["text"] + " by " + r.Args["by"]
			return c
		})},
		{Name: "status", Summary: "Status", Handle: fixed(func(bot.Request) bot.Card { return bot.Card{Title: "Status", Text: []string{"3 articles"}} })},
		{Name: "sources", Summary: "Outlets", Handle: fixed(func(r bot.Request) bot.Card {
			return bot.Card{Title: fmt.Sprintf("Outlets %v for %s", r.Sources, r.Workspace)}
		})},
		{Name: "help", Summary: "Help", Params: []bot.Param{{Name: "command", Words: true}}, Handle: fixed(func(bot.Request) bot.Card { return CardOf("help") })},
		{Name: "panic", Summary: "Panics", Handle: func(context.Context, bot.Request) (bot.Card, error) { panic("invented panic") }},
		{Name: "fail", Summary: "Fails", Handle: func(context.Context, bot.Request) (bot.Card, error) {
			return bot.Card{}, errors.New("invented failure")
		}},
		{Name: "slow", Summary: "Is slow", Handle: func(ctx context.Context, _ bot.Request) (bot.Card, error) {
			select {
			case <-slow:
				return bot.Card{Title: "Slow but there"}, nil
			case <-ctx.Done():
				return bot.Card{}, ctx.Err()
			}
		}},
		{Name: "admin", Summary: "For administrators", Admin: true, Handle: fixed(func(bot.Request) bot.Card { return bot.Card{Title: "You are one"} })},
	}
	return m
}

// oneArticle answers with an article of the Harbour Gazette, where that may be seen.
func oneArticle(_ context.Context, r bot.Request) (bot.Card, error) {
	c := CardOf("reported")
	if !strings.Contains(r.Args["article"], "talks") || len(r.Sources) > 0 && !slices.Contains(r.Sources, "Harbour Gazette") {
		return bot.Card{}, &bot.Error{Message: "No article " + r.Args["article"] + " in the briefing."}
	}
	c.Title, c.Read, c.Total = "Talks on the strait resume", map[string]string{"article": "talks"}, 7
	return c, nil
}

// paged is the usual card, asked for any topic and page.
func paged(r bot.Request) bot.Card {
	c := CardOf("usual")
	topic := r.Args["topic"] + r.Args["question"]
	c.Title, c.Offset = "Who said what about "+topic, r.Offset
	c.Footer = fmt.Sprintf("from %d of 9", r.Offset+1)
	if len(r.Sources) > 0 {
		c.Footer += fmt.Sprintf(" in %v", r.Sources)
	}
	c.Total = 9
	var actions []bot.Action
	if r.Offset > 0 {
		actions = append(actions, bot.Action{Kind: bot.Page, Label: "◀", Call: r.Call.At(r.Offset - 3)})
	}
	if r.Offset < 6 {
		actions = append(actions, bot.Action{Kind: bot.Page, Label: "▶", Call: r.Call.At(r.Offset + 3)})
	}
	c.Actions = append(actions, bot.Action{Kind: bot.Export, Label: "Export", Call: r.Call.At(0)}, bot.Action{Kind: bot.Share, Label: "Share", Call: r.Call})
	return c
}
