package main

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestOwnerLeaves asks a verb that owns the folder and ends before it answers:
// the line is answered all the same, by the folder opened here.
func TestOwnerLeaves(t *testing.T) {
	c := defaults()
	c.Data = t.TempDir()
	owner, err := openFolder(t.Context(), c, c.logger())
	if err != nil {
		t.Fatal(err)
	}
	l, err := listenControl(c.Data)
	if err != nil {
		t.Fatal(err)
	}
	reached := make(chan bool)
	go func() {
		for asked := range 2 { // whether somebody is there, and the request
			conn, err := l.Accept()
			if err != nil {
				t.Error(err)
				break
			}
			if asked == 1 {
				if _, err := conn.Read(make([]byte, 1)); err != nil {
					t.Error(err)
				}
				_, _ = l.Close(), owner.Close()
			}
			_ = conn.Close()
		}
		close(reached)
	}()
	d, err := openDesk(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	card, err := d.answer(t.Context(), question{Line: "/status"})
	<-reached
	if err != nil || card.Status != bot.Answered || card.Title != "Status" {
		t.Errorf("%+v, %v", card, err)
	}
	if err := d.close(); err != nil {
		t.Error(err)
	}
}
