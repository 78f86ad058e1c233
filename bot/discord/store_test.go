package discord_test

import (
	"strings"
	"testing"
	"time"
)

// TestAStoreThatFailsCostsButtonsNotAnswers: each answer comes, once and without
// buttons, each cost stands in the log once, and who presses a button is not told that
// it is too old.
func TestAStoreThatFailsCostsButtonsNotAnswers(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.answers("before", 1)
	old := f.Answers(channel)[0]
	if d := f.Command(anna, "slow", nil); !d.Acked {
		t.Error("a command was not acknowledged")
	}
	time.Sleep(100 * time.Millisecond) // it is being answered
	f.config.State.Close()
	close(f.slow)
	f.answer(channel, 2)
	for n := 3; n <= 6; n++ {
		f.answers("while the store fails", n)
		if m := f.Answers(channel)[n-1]; !strings.Contains(m.Words(), "a lasting **truce**, and soon") || len(m.Components) != 0 {
			t.Errorf("answered %q with %d rows of buttons", m.Words(), len(m.Components))
		}
	}
	id := f.Say(anna, mention+"who-said truce")
	if m := f.answer(channel, 7); m.ReplyTo != id {
		t.Errorf("answered %v", m)
	}
	f.Press(anna, old, "▶")
	if m := f.answer(channel, 8); !strings.Contains(m.Words(), "Try again later") {
		t.Errorf("told %q", m.Words())
	}
	lines := map[string]int{}
	for line := range strings.Lines(f.log.Text()) {
		if strings.Contains(line, "level=ERROR") {
			_, line, _ = strings.Cut(line, "msg=")
			lines[line]++
		}
	}
	for line, n := range lines {
		if n > 1 {
			t.Errorf("%d times in the log: %s", n, line)
		}
	}
	if len(lines) == 0 {
		t.Error("the log does not say that the store fails")
	}
}
