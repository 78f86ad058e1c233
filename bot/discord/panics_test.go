package discord_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// trapped runs a bot that panics outside its handlers: where the form of a message is
// refused, and where examples are looked for.
func (f *fixture) trapped() {
	f.config.Log = slog.New(bottest.Trap{Handler: f.config.Log.Handler(), Words: "goes out as plain text"})
	f.config.Mux.Commands[0].Examples = []string{"/who-said {topic}"}
	f.config.Mux.Words = func(bot.Request, string) string { panic("zanzibar") }
	f.run()
}

const refusedForm = `{"code":50035,"message":"Invalid Form Body"}`

// TestAPostThatPanicsIsAnError: the scheduler tries again, and the process lives.
func TestAPostThatPanicsIsAnError(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.trapped()
		call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
		posting := bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}, Card: bottest.CardOf("usual"), Call: call, Key: "k"}
		f.Answer(1, "/channels/"+channel+"/messages", 400, nil, refusedForm)
		if err := f.bot.Post(f.t.Context(), posting); err == nil || strings.Contains(err.Error(), "zanzibar") {
			f.t.Errorf("the first try ended with %v", err)
		}
		if err := f.bot.Post(f.t.Context(), posting); err != nil {
			f.t.Errorf("the second try ended with %v", err)
		}
		f.answer(channel, 1)
	})
}
