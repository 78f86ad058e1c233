package state_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// TestForgetUser: what is a person's alone goes, what others use stays without the name,
// and nobody else loses anything.
func TestForgetUser(t *testing.T) {
	s, err := state.Open(t.TempDir(), state.Options{Forgetful: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	quoted := bot.Card{Items: []bot.Item{{Receipt: "k7f2"}}}
	for _, user := range []string{"anna", "boris"} {
		for _, workspace := range []string{"1", "2"} {
			check(s.SaveFeedback(ctx, state.Feedback{Platform: "discord", Workspace: workspace, User: user, Call: bot.Call{Command: "ask"}}))
		}
		check(s.SaveFeedback(ctx, state.Feedback{Platform: "slack", Workspace: "1", User: user, Call: bot.Call{Command: "ask"}}))
		check(s.Answered(ctx, state.Answer{Platform: "discord", Workspace: "1", Channel: "c", Asked: user, User: user}))
		check(s.Posted(ctx, bot.Posted{Place: bot.Place{Platform: "discord", Workspace: "1", Channel: "c"}, Message: user, Card: quoted, Asker: user, SharedBy: user, By: user}))
		check(s.Subscribe(ctx, bot.Subscription{ID: "own-" + user, Place: bot.Place{Platform: "discord", Workspace: "1", User: user}, By: user}, nil))
		check(s.Subscribe(ctx, bot.Subscription{ID: "channel-" + user, Place: bot.Place{Platform: "discord", Workspace: "1", Channel: "c"}, By: user}, nil))
	}
	gone, err := s.ForgetUser(ctx, "discord", "anna")
	if want := (bot.Forgotten{Votes: 2, Questions: 1, Subscriptions: 1, Unnamed: 1}); err != nil || gone != want {
		t.Errorf("deleted %+v, %v", gone, err)
	}
	if again, err := s.ForgetUser(ctx, "discord", "anna"); err != nil || again != (bot.Forgotten{}) {
		t.Errorf("deleted again: %+v, %v", again, err)
	}
	if nobody, err := s.ForgetUser(ctx, "discord", ""); err != nil || nobody != (bot.Forgotten{}) {
		t.Errorf("deleted of nobody: %+v, %v", nobody, err)
	}
	votes, err := s.Feedback(ctx, "discord", "1")
	check(err)
	elsewhere, err := s.Feedback(ctx, "slack", "1")
	check(err)
	if len(votes) != 1 || votes[0].User != "boris" || len(elsewhere) != 2 {
		t.Errorf("left are %+v and %+v", votes, elsewhere)
	}
	for user, want := range map[string]string{"anna": "", "boris": "boris"} {
		p, found, err := s.PostedAt(ctx, bot.Posted{Place: bot.Place{Platform: "discord", Workspace: "1", Channel: "c"}, Message: user})
		if err != nil || !found || p.Asker != want || p.SharedBy != want || p.By != want || len(p.Card.Items) != 1 {
			t.Errorf("what a message shows: %+v, %v", p, err)
		}
	}
	subs, err := s.Subscriptions(ctx, bot.Place{Platform: "discord", Workspace: "1"})
	check(err)
	by := map[string]string{}
	for _, sub := range subs {
		by[sub.ID] = sub.By
	}
	if len(by) != 3 || by["channel-anna"] != "" || by["channel-boris"] != "boris" || by["own-boris"] != "boris" {
		t.Errorf("subscriptions: %v", by)
	}
}
