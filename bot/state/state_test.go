package state_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

var key = bytes.Repeat([]byte{7}, state.KeySize)

func open(t *testing.T, dir string, o state.Options) *state.Store {
	t.Helper()
	s, err := state.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestAnEventIsClaimedOnceByManyAndAcrossARestart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := open(t, dir, state.Options{})
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			first, err := s.Begin(ctx, state.Pending{ID: "Ev1", Platform: "slack", User: "U1"})
			if err != nil {
				t.Error(err)
			}
			if first {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Fatalf("%d claims won, want 1", won.Load())
	}
	s.Close()
	s = open(t, dir, state.Options{})
	if first, err := s.Begin(ctx, state.Pending{ID: "Ev1", Platform: "slack"}); first || err != nil {
		t.Errorf("claimed again after a restart: %v, %v", first, err)
	}
	if first, err := s.First(ctx, "discord", "Ev1"); !first || err != nil {
		t.Errorf("another platform's event of the same ID was refused: %v", err)
	}
}

func TestAnswersUnderWayAreFoundAfterARestart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := open(t, dir, state.Options{})
	for _, id := range []string{"Ev1", "Ev2"} {
		if _, err := s.Begin(ctx, state.Pending{ID: id, Platform: "slack", Channel: "C1", Line: "/status"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.SetPlaceholder(ctx, "slack", "Ev1", "17.01"), s.Finish(ctx, "slack", "Ev2"), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, state.Options{})
	got, err := s.Pending(ctx, "slack")
	if err != nil || len(got) != 1 || got[0].ID != "Ev1" || got[0].Message != "17.01" || got[0].Line != "/status" {
		t.Errorf("under way: %+v, %v", got, err)
	}
	if got, _ := s.Pending(ctx, "discord"); len(got) != 0 {
		t.Errorf("another platform sees %+v", got)
	}
}

func TestAButtonBelongsToItsScope(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), state.Options{})
	call := state.ButtonCall{Call: bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}, Offset: 5}, Part: 1}
	keys, err := s.Keep(ctx, "slack/T1", []state.ButtonCall{call, {Call: call.Call}})
	if err != nil || len(keys) != 2 || keys[0] == keys[1] || len(keys[0]) != 16 {
		t.Fatalf("keys %q, %v", keys, err)
	}
	got, ok, err := s.ButtonCall(ctx, "slack/T1", keys[0])
	if err != nil || !ok || got.Call.Offset != 5 || got.Part != 1 || got.Call.Args["topic"] != "truce" {
		t.Errorf("kept call: %+v, %v, %v", got, ok, err)
	}
	if _, ok, _ := s.ButtonCall(ctx, "slack/T2", keys[0]); ok {
		t.Error("another workspace can press the button")
	}
	again, _ := s.Keep(ctx, "slack/T1", []state.ButtonCall{call})
	other, _ := s.Keep(ctx, "slack/T2", []state.ButtonCall{call})
	if again[0] != keys[0] || other[0] == keys[0] {
		t.Errorf("keys %q of the same call again, %q of another scope; want %q and another", again, other, keys[0])
	}
}

func TestSweepRemovesWhatIsOldAndNothingElse(t *testing.T) {
	ctx, now := context.Background(), time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)
	s := open(t, t.TempDir(), state.Options{Now: func() time.Time { return now }})
	old := state.Answer{Platform: "slack", Workspace: "T1", Channel: "C1", Asked: "1.1", Message: "1.2", User: "U1"}
	if _, err := s.First(ctx, "slack", "Ev1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Answered(ctx, old); err != nil {
		t.Fatal(err)
	}
	keys, _ := s.Keep(ctx, "slack/T1", []state.ButtonCall{{Call: bot.Call{Command: "status"}}})
	now = now.Add(state.SeenLife - time.Minute)
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if first, _ := s.First(ctx, "slack", "Ev1"); first {
		t.Error("an event was forgotten too early")
	}
	now = now.Add(state.AnswerLife)
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if first, _ := s.First(ctx, "slack", "Ev1"); !first {
		t.Error("an old event is still remembered")
	}
	if _, found, _ := s.AnswerTo(ctx, old); found {
		t.Error("an old answer is still followed")
	}
	if _, ok, _ := s.ButtonCall(ctx, "slack/T1", keys[0]); !ok {
		t.Error("a button of last month does not work any more")
	}
}

func TestInstallationsAreEncrypted(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := open(t, dir, state.Options{Key: key})
	want := state.Installation{Platform: "slack", Workspace: "T1", Name: "Harbour", Token: "xoxb-invented-token", Bot: "UB"}
	if err := s.Install(ctx, want); err != nil {
		t.Fatal(err)
	}
	got, err := s.Installations(ctx, "slack")
	if err != nil || len(got) != 1 || got[0].Token != want.Token || got[0].Name != "Harbour" {
		t.Errorf("installations %+v, %v", got, err)
	}
	s.Close()
	raw, err := os.ReadFile(filepath.Join(dir, state.FileName))
	if err != nil || strings.Contains(string(raw), "invented-token") {
		t.Errorf("the token stands in the file (%v)", err)
	}
	s = open(t, dir, state.Options{Key: bytes.Repeat([]byte{8}, state.KeySize)})
	if _, err := s.Installations(ctx, "slack"); !errors.Is(err, state.ErrWrongKey) {
		t.Errorf("another key: %v, want ErrWrongKey", err)
	}
	s.Close()
	s = open(t, dir, state.Options{})
	if err := s.Install(ctx, want); !errors.Is(err, state.ErrNoKey) {
		t.Errorf("no key: %v, want ErrNoKey", err)
	}
	if _, err := state.Open(t.TempDir(), state.Options{Key: []byte("short")}); err == nil {
		t.Error("a key of 5 bytes was taken")
	}
}

func TestSettingsOfAChannel(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), state.Options{})
	set := func(channel, value, wantOld string) {
		t.Helper()
		if old, err := s.Set(ctx, "slack", "T1", channel, "zone", value); old != wantOld || err != nil {
			t.Errorf("old value %q, %v; want %q", old, err, wantOld)
		}
	}
	set("C1", "Europe/Stockholm", "")
	set("C1", "Europe/Oslo", "Europe/Stockholm")
	set("C2", "UTC", "")
	got, err := s.Settings(ctx, "slack", "T1", "C1")
	if err != nil || len(got) != 1 || got["zone"] != "Europe/Oslo" {
		t.Errorf("settings %v, %v", got, err)
	}
	set("C1", "", "Europe/Oslo")
	if got, _ := s.Settings(ctx, "slack", "T1", "C1"); len(got) != 0 {
		t.Errorf("settings after removal: %v", got)
	}
}

func TestFeedbackOfOnePersonCountsOnce(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir(), state.Options{})
	f := state.Feedback{Platform: "slack", Workspace: "T1", User: "U1", Call: bot.Call{Command: "status"}, Helpful: true}
	for _, helpful := range []bool{true, false} {
		f.Helpful = helpful
		if err := s.SaveFeedback(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Feedback(ctx, "slack", "T1")
	if err != nil || len(got) != 1 || got[0].Helpful {
		t.Errorf("feedback %+v, %v; want the second opinion alone", got, err)
	}
	if got, _ := s.Feedback(ctx, "slack", "T2"); len(got) != 0 {
		t.Errorf("another workspace sees %+v", got)
	}
}

func TestAClosedStoreFailsAndSaysWhatItWasDoing(t *testing.T) {
	s := open(t, t.TempDir(), state.Options{})
	s.Close()
	if _, err := s.First(context.Background(), "slack", "Ev1"); err == nil || !strings.Contains(err.Error(), "claim an event") {
		t.Errorf("error %v", err)
	}
}
