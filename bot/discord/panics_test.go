package discord_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// trapped is a bot that panics outside its handlers: where the form of a message is
// refused, and where examples are looked for.
func trapped(t *testing.T) *fixture {
	t.Helper()
	f := prepare(t, discordtest.Options{}, nil)
	f.config.Log = slog.New(bottest.Trap{Handler: f.config.Log.Handler(), Words: "goes out as plain text"})
	f.config.Mux.Commands[0].Examples = []string{"/who-said {topic}"}
	f.config.Mux.Words = func(bot.Request, string) string { panic("zanzibar") }
	f.run()
	return f
}

const refusedForm = `{"code":50035,"message":"Invalid Form Body"}`

// TestAPanicOutsideAHandlerIsAnswered: whoever asked is told, the question is over,
// the channel's queue goes on, and the log says where it happened without what
// anybody wrote.
func TestAPanicOutsideAHandlerIsAnswered(t *testing.T) {
	t.Parallel()
	for why, ask := range map[string]func(f *fixture){
		"reading the line": func(f *fixture) { f.Say(anna, "<@"+discordtest.BotUser+"> who-said no:key") },
		"delivering a reply": func(f *fixture) {
			f.Answer(1, "/channels/"+channel+"/messages", 400, nil, refusedForm)
			f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
		},
		"delivering a command": func(f *fixture) {
			f.Answer(1, "/webhooks/", 400, nil, refusedForm)
			f.Command(anna, "who-said", map[string]any{"topic": "truce"})
		},
	} {
		t.Run(why, func(t *testing.T) {
			f := trapped(t)
			for n := 1; n <= 2; n++ {
				ask(f)
				f.Await("the failure to be told", func() bool {
					all := f.Answers(channel)
					return len(all) == n && strings.Contains(all[n-1].Words(), "Something went wrong here (ref ")
				})
				f.Await("the question to be over", func() bool {
					under, err := f.config.State.Pending(t.Context(), "discord")
					return err == nil && len(under) == 0
				})
			}
			if log := f.log.Text(); !strings.Contains(log, "ended in a panic") || !strings.Contains(log, "mux.go") || strings.Contains(log, "zanzibar") {
				t.Errorf("the log: %s", log)
			}
		})
	}
}

// TestAPanicOfAPageLeavesTheAnswer: what stands for all to read goes on standing.
func TestAPanicOfAPageLeavesTheAnswer(t *testing.T) {
	t.Parallel()
	f := trapped(t)
	f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
	m := f.answer(channel, 1)
	f.Answer(1, "/webhooks/", 400, nil, refusedForm)
	f.Press(boris, m, "▶")
	if told := f.answer(channel, 2); !strings.Contains(told.Words(), "Something went wrong here (ref ") {
		t.Errorf("told %q", told.Words())
	}
	if stands := f.Answers(channel)[0]; !strings.Contains(stands.Words(), "Who said what") {
		t.Errorf("the answer became %q", stands.Words())
	}
}

// TestAPostThatPanicsIsAnError: the scheduler tries again, and the process lives.
func TestAPostThatPanicsIsAnError(t *testing.T) {
	t.Parallel()
	f := trapped(t)
	call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
	posting := bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}, Card: bottest.CardOf("usual"), Call: call, Key: "k"}
	f.Answer(1, "/channels/"+channel+"/messages", 400, nil, refusedForm)
	if err := f.bot.Post(t.Context(), posting); err == nil || strings.Contains(err.Error(), "zanzibar") {
		t.Errorf("the first try ended with %v", err)
	}
	if err := f.bot.Post(t.Context(), posting); err != nil {
		t.Errorf("the second try ended with %v", err)
	}
	f.answer(channel, 1)
}
