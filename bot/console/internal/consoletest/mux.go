// Package consoletest has what the tests of the console and the terminal share: a mux that
// answers with the cards of bottest, and golden files.
package consoletest

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

// CardNamed is a card of bottest.
func CardNamed(name string) bot.Card {
	for _, c := range bottest.Cards() {
		if c.Name == name {
			return c.Card
		}
	}
	panic("no card " + name)
}

// AnswersWith is a handler that gives a card of bottest, at the request's page.
func AnswersWith(name string) bot.Handler {
	return func(_ context.Context, r bot.Request) (bot.Card, error) {
		c := CardNamed(name)
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

// Mux answers every command with a card of bottest.
func Mux() *bot.Mux {
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
				Examples: []string{"/who-said {topic} by:{person}"}, Handle: AnswersWith("usual")},
			{Name: "timeline", Summary: "one row a date", Params: []bot.Param{topic, {Name: "on", Kind: bot.Date}}, Examples: []string{"/timeline {topic}"}, Handle: AnswersWith("timeline")},
			{Name: "ask", Summary: "a plain question", Params: []bot.Param{text}, Examples: []string{"who said {topic}?"}, Handle: AnswersWith("usual")},
			{Name: "check-quote", Summary: "whether words are printed so", Params: []bot.Param{text}, Examples: []string{`/check-quote "{quote}"`}, Handle: AnswersWith("check-quote")},
			{Name: "who-is", Summary: "a person", Params: []bot.Param{name}, Handle: AnswersWith("ambiguous")},
			{Name: "people", Summary: "who is quoted and how often", Params: []bot.Param{topic}, Handle: AnswersWith("people")},
			{Name: "context", Summary: "around a receipt", Params: []bot.Param{receipt}, Handle: AnswersWith("usual")},
			{Name: "nothing", Summary: "an empty answer", Params: []bot.Param{topic}, Handle: AnswersWith("empty")},
			{Name: "hostile", Summary: "quotes that try things", Handle: AnswersWith("hostile")},
			{Name: "long", Summary: "50 long quotes", Handle: AnswersWith("long")},
			{Name: "help", Summary: "what you can ask", Handle: AnswersWith("help")},
			{Name: "fail", Summary: "fails", Handle: func(context.Context, bot.Request) (bot.Card, error) { return bot.Card{}, fmt.Errorf("secret path") }},
			{Name: "slow", Summary: "waits until it is stopped", Handle: func(ctx context.Context, _ bot.Request) (bot.Card, error) {
				fmt.Println("slow begins")
				<-ctx.Done()
				return bot.Card{}, ctx.Err()
			}},
			{Name: "subscribe", Summary: "posts what is new", Changes: true, Posts: true, Handle: func(context.Context, bot.Request) (bot.Card, error) {
				return bot.Card{Title: "Subscribed"}, nil
			}},
			{Name: "forget", Summary: "forgets everything", Changes: true, Handle: func(context.Context, bot.Request) (bot.Card, error) {
				return bot.Card{Title: "Forgotten"}, nil
			}},
		},
	}
}

// AnswerWith returns a handler that gives a card.
func AnswerWith(c bot.Card) bot.Handler {
	return func(context.Context, bot.Request) (bot.Card, error) { return c, nil }
}

var update = flag.Bool("update", false, "write the golden files")

// Golden compares an answer with a file of the test's testdata; -update writes it.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; -update writes it anew. Got:\n%s", path, got)
	}
}
