package chat_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// TestKeyedMutex: work on one key waits, work on another does not, and an older change
// that comes late is not the newest.
func TestKeyedMutex(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m chat.KeyedMutex
		newest, done := m.Lock("C1/1", "2")
		if !newest {
			t.Error("the first change is not the newest")
		}
		late := make(chan bool)
		go func() {
			newest, done := m.Lock("C1/1", "1")
			done()
			late <- newest
		}()
		synctest.Wait()
		if newest, done := m.Lock("C1/2", "1"); !newest {
			t.Error("another key knows of this one's changes")
		} else {
			done()
		}
		done()
		if <-late {
			t.Error("an older change is the newest")
		}
		newest, done = m.Lock("C1/1", "1") // what is done is forgotten
		done()
		if !newest {
			t.Error("a key that nobody holds is remembered")
		}
	})
}

// TestDedup: an ID is new once in ten minutes, and forgotten after twenty.
func TestDedup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := chat.NewDedup()
		for _, row := range []struct {
			after time.Duration
			isNew bool
		}{{0, true}, {0, false}, {9 * time.Minute, false}, {2 * time.Minute, false}, {11 * time.Minute, true}} {
			time.Sleep(row.after)
			if got := d.First("E1"); got != row.isNew {
				t.Errorf("%v later: new %v, want %v", row.after, got, row.isNew)
			}
		}
	})
}
