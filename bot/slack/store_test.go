package slack_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// TestButtonsOfAStoreThatFails: no answer says that a button is too old, or that
// Slack did not delete what it deleted.
func TestButtonsOfAStoreThatFails(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f, _, public := asked(t)
		f.config.State.Close()
		f.Press(boris, public, "▶")
		if m := f.answer("C1", 3); m.For != boris.User || !strings.Contains(m.Words(), "Try again later") {
			t.Errorf("told %q", m.Words())
		}
		f.Shortcut(boris, "show_context", &public)
		if m := f.answer("C1", 4); !strings.Contains(m.Words(), "Try again later") {
			t.Errorf("told %q", m.Words())
		}
		f.Press(anna, public, "Delete")
		f.Await("the answer to go", func() bool { return len(f.Answers("C1")) == 3 })
		if got := f.settled("C1"); len(got) != 3 {
			t.Errorf("after the deletion: %v", got)
		}
	})
}

// TestASlowStoreDelaysNoAcknowledgement: a store whose writes take half a second, as on a
// disk that is busy, delays answers. None is lost or comes twice.
func TestASlowStoreDelaysNoAcknowledgement(t *testing.T) {
	var slow atomic.Bool
	var woke atomic.Int64 // a transaction that asks for the time often is slow once
	t.Parallel()
	f := build(t, slacktest.Options{}, nil)
	store, err := state.Open(f.dir, state.Options{Now: func() time.Time {
		if slow.Load() && time.Since(time.UnixMicro(woke.Load())) > 5*time.Millisecond {
			time.Sleep(500 * time.Millisecond) // within the transaction: other writes wait
			woke.Store(time.Now().UnixMicro())
		}
		return time.Now()
	}})
	if err != nil {
		t.Fatal(err)
	}
	f.config.State = store
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- slack.New(f.config).Run(ctx) }()
	f.Await("both connections", func() bool { return f.Connections() == 2 })
	time.Sleep(100 * time.Millisecond) // the sweep at the start is over
	slow.Store(true)
	c := f.Command(boris, "/who-said truce")
	_, d := f.Say(anna, mention+"who-said truce")
	for _, d := range []slacktest.Delivery{c, d} {
		if !d.Acked || d.Took > 200*time.Millisecond {
			t.Errorf("acknowledged %v after %v", d.Acked, d.Took)
		}
		f.Again(d)
		f.Everywhere(d)
	}
	f.answer("C1", 2)
	slow.Store(false)
	for _, m := range f.settled("C1") {
		if len(m.Buttons()) == 0 || !strings.Contains(m.Words(), "a lasting truce, and soon") {
			t.Errorf("answered %q with buttons %v", m.Words(), m.Buttons())
		}
	}
	if n := len(f.Answers("C1")); n != 2 {
		t.Errorf("%d answers, want 2", n)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if n := f.pending(); n != 0 {
		t.Errorf("%d questions are under way for ever", n)
	}
	store.Close()
}
