package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// TestWhoCannotStoreForWantOfRoomIsTold also asks for a look at the disk.
func TestWhoCannotStoreForWantOfRoomIsTold(t *testing.T) {
	a := &App{log: slog.New(slog.DiscardHandler), disk: disk{wrong: make(chan struct{}, 1)}}
	var failure error
	mux := &bot.Mux{Explain: a.noRoom, Log: a.log, Commands: []bot.Command{{Name: "store", Handle: func(context.Context, bot.Request) (bot.Card, error) { return bot.Card{}, failure }}}}
	for range 2 {
		failure = fmt.Errorf("storing a setting: %w", boltfile.Full(errors.New("write state.db: no space left on device")))
		card := mux.Answer(t.Context(), "/store", bot.Request{})
		if card.Status != bot.Answered || !strings.Contains(card.Notice, "is full, so nothing was stored") || !strings.Contains(card.Notice, "Free some space") {
			t.Errorf("%s: %s", card.Status, card.Notice)
		}
	}
	if len(a.disk.wrong) != 1 {
		t.Error("the disk is not looked at")
	}
	failure = errors.New("another fault")
	if card := mux.Answer(t.Context(), "/store", bot.Request{}); card.Status != bot.Failed || strings.Contains(card.Notice, "full") {
		t.Errorf("%s: %s", card.Status, card.Notice)
	}
}
