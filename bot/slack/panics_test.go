package slack_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// trapped returns a bot that panics outside its handlers: where a picture cannot be
// uploaded, where blocks are refused, and where examples are looked for.
func trapped(t *testing.T, words string) *fixture {
	t.Helper()
	f := prepare(t, slacktest.Options{}, nil)
	f.config.Log = slog.New(bottest.Trap{Handler: f.config.Log.Handler(), Words: words})
	f.config.Mux.Commands[0].Examples = []string{"/who-said {topic}"}
	f.config.Mux.Words = func(bot.Request, string) string { panic("zanzibar") }
	f.run()
	return f
}

const (
	drawing    = "a picture could not be uploaded"
	delivering = "goes out as plain text"
)

// refusedBlocks is the refusal of a message's form. An answer has two of blocks.
var refusedBlocks = slacktest.Fault{Error: "invalid_blocks"}

// pending returns how many questions are under way, as the store has it.
func (f *fixture) pending() int {
	under, err := f.config.State.Pending(f.t.Context(), "slack")
	if err != nil {
		f.t.Error(err)
	}
	return len(under)
}

// TestAPanicTakesThePlaceOfTheNotice: "Searching…" does not stand for ever.
func TestAPanicTakesThePlaceOfTheNotice(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := trapped(t, delivering)
		f.Fail("chat.update", refusedBlocks, refusedBlocks)
		f.Say(anna, mention+"slow")
		notice := f.answer("C1", 1)
		close(f.slow)
		if m := f.edited(notice, 1); !strings.Contains(m.Words(), "Something went wrong here (ref ") || len(f.Answers("C1")) != 1 {
			t.Errorf("the notice became %q", m.Words())
		}
	})
}

// TestAPanicOfAPostIsAnError: it costs the post, not the process.
func TestAPanicOfAPostIsAnError(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := trapped(t, delivering)
		at := bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C1"}
		f.Fail("chat.postMessage", refusedBlocks, refusedBlocks)
		card := bot.Card{Title: "Digest"}
		var refused *bot.PostError
		if err := f.bot.Post(t.Context(), bot.Posting{Place: at, Card: card, Key: "k"}); err == nil || errors.As(err, &refused) {
			t.Errorf("the post gave %v", err)
		}
		if err := f.bot.Post(t.Context(), bot.Posting{Place: at, Card: card, Key: "k"}); err != nil {
			t.Errorf("the next try: %v", err)
		}
	})
}

// TestAPanicOfAnInterruptionIsTheLast: the offer to run again is not made again at
// each start, and the bot starts.
func TestAPanicOfAnInterruptionIsTheLast(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		store, err := state.Open(f.dir, state.Options{})
		if err != nil {
			t.Fatal(err)
		}
		left := state.Pending{ID: "Ev1", Platform: "slack", Workspace: slacktest.Team, Channel: alone.Channel, User: "U1", Line: "who-said truce"}
		if _, err := store.Begin(t.Context(), left); err != nil {
			t.Fatal(err)
		}
		store.Close()
		f.config.Log = slog.New(bottest.Trap{Handler: f.config.Log.Handler(), Words: delivering})
		f.Fail("chat.postMessage", slacktest.Fault{Error: "invalid_blocks"})
		f.run()
		f.Await("the interruption to be over", func() bool { return f.pending() == 0 })
		f.Say(alone, "who-said truce")
		f.answer(alone.Channel, 1)
	})
}
