package bot_test

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
)

// A Mux reads a line, finds its command and turns whatever happens into a Card.
func ExampleMux() {
	m := &bot.Mux{Commands: []bot.Command{{
		Name: "who-said", Summary: "Statements about a topic", Tails: true,
		Params: []bot.Param{
			{Name: "topic", Kind: bot.Text, Words: true, Required: true, Help: "words"},
			{Name: "by", Kind: bot.Person, Help: "who said it"},
		},
		Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
			if r.Args["topic"] == "volcano" {
				return bot.Card{}, &bot.Error{Message: "Nobody is quoted on volcano."}
			}
			return bot.Card{Title: r.Args["by"] + " on " + r.Args["topic"]}, nil
		},
	}}}
	for _, line := range []string{"/who-said the truce by Ilse Varga", "/who-said volcano", "/who-sad truce"} {
		card := m.Answer(context.Background(), line, bot.Request{Platform: "terminal"})
		fmt.Println(card.Title + card.Notice)
	}
	// Output:
	// Ilse Varga on the truce
	// Nobody is quoted on volcano.
	// No command "who-sad". Did you mean who-said?
	// Usage: who-said TOPIC [by:]
}
