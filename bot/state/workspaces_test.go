package state_test

import (
	"slices"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// TestLeft: what is kept of a workspace that the bot has left goes after thirty
// days, not before, and not where it came back; another's stays.
func TestLeft(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s, err := state.Open(t.TempDir(), state.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	keys, directs := map[string]string{}, map[string]string{}
	for _, workspace := range []string{"gone", "back", "stays"} {
		place := bot.Place{Platform: "discord", Workspace: workspace, Channel: "1"}
		check(t, s.Subscribe(ctx, bot.Subscription{ID: "d1", Kind: bot.Digest, Place: place}, nil))
		_, err := s.Set(ctx, "discord", workspace, "1", "zone", "UTC")
		check(t, err)
		check(t, s.Note(ctx, "discord", workspace, bot.Gaps, bot.Entry{Text: "who?"}))
		kept, err := s.Keep(ctx, "discord/"+workspace, []state.ButtonCall{{Call: bot.Call{Command: "status"}}})
		check(t, err)
		keys[workspace] = kept[0]
		direct, err := s.Keep(ctx, "discord/@1", []state.ButtonCall{{Call: bot.Call{Command: "status"}, In: &place}}) // pressed in direct messages
		check(t, err)
		directs[workspace] = direct[0]
	}
	kept, err := s.Workspaces(ctx, "discord")
	check(t, err)
	if slices.Sort(kept); !slices.Equal(kept, []string{"back", "gone", "stays"}) {
		t.Errorf("something is kept of %v", kept)
	}
	for _, workspace := range []string{"gone", "back"} {
		if isNew, err := s.Left(ctx, "discord", workspace); !isNew || err != nil {
			t.Errorf("%s: %v, %v", workspace, isNew, err)
		}
	}
	has := func(workspace string) (parts int) {
		subs, err := s.Subscriptions(ctx, bot.Place{Platform: "discord", Workspace: workspace})
		check(t, err)
		set, err := s.Settings(ctx, "discord", workspace, "1")
		check(t, err)
		gaps, err := s.Entries(ctx, "discord", workspace, bot.Gaps)
		check(t, err)
		_, kept, err := s.ButtonCall(ctx, "discord/"+workspace, keys[workspace])
		check(t, err)
		if kept {
			parts++
		}
		if _, kept, err = s.ButtonCall(ctx, "discord/@1", directs[workspace]); kept {
			parts++
		}
		check(t, err)
		return parts + len(subs) + len(set) + len(gaps)
	}
	now = now.Add(29 * 24 * time.Hour)
	check(t, s.Sweep(ctx))
	if n := has("gone"); n != 5 {
		t.Errorf("%d of 5 things are left after 29 days", n)
	}
	check(t, s.Back(ctx, "discord", "back"))
	now = now.Add(2 * 24 * time.Hour)
	check(t, s.Sweep(ctx))
	for workspace, want := range map[string]int{"gone": 0, "back": 5, "stays": 5} {
		if n := has(workspace); n != want {
			t.Errorf("%s: %d things, want %d", workspace, n, want)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
