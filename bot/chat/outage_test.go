package chat_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// TestOutage: a minute without a connection is reported, once, until every connection
// is back; a short break is not.
func TestOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		o := chat.Outage{Service: "Discord", Report: func(text string) { said = append(said, text) }}
		o.Down(0)
		time.Sleep(50 * time.Second)
		o.Up(0)
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(said) != 1 || said[0] != "" {
			t.Errorf("a short break: %q", said)
		}
		said = nil
		o.Down(0)
		o.Down(1)
		time.Sleep(30 * time.Second)
		o.Down(0) // a further try failed
		time.Sleep(31 * time.Second)
		synctest.Wait()
		if len(said) != 2 || !strings.HasPrefix(said[0], "Discord has not been reached since") {
			t.Fatalf("after a minute: %q", said)
		}
		o.Up(0)
		if len(said) != 2 {
			t.Errorf("over while another connection is down: %q", said)
		}
		o.Up(1)
		if len(said) != 3 || said[2] != "" {
			t.Errorf("at the end: %q", said)
		}
		o.Down(0)
		o.End()
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(said) != 3 {
			t.Errorf("reported after the end: %q", said)
		}
		var silent chat.Outage
		silent.Down(0)
		silent.Up(0)
	})
}
