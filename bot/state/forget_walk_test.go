package state

import (
	"bytes"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// stays are the buckets that may name a person after `privacy forget`, with the reason that
// docs/privacy.md gives.
var stays = map[string]string{
	"books":    "what administrators changed",
	"pending":  "questions under way, such as this one, for 26 hours at most",
	"settings": "whom administrators let set up posts",
}

// TestForgetUserWalk puts a person into every record that can name one, forgets them, and
// looks for the name in every bucket, keys and values.
func TestForgetUserWalk(t *testing.T) {
	s, err := Open(t.TempDir(), Options{Forgetful: true, Key: damageKey})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const anna = "user-anna-0123"
	ctx, place := t.Context(), bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}
	direct := bot.Place{Platform: "slack", Workspace: "T1", User: anna}
	card := bot.Card{Items: []bot.Item{{Receipt: "k7f2"}}}
	sub, own := bot.Subscription{ID: "d1", Kind: bot.Digest, Place: place, By: anna}, bot.Subscription{ID: "w1", Kind: bot.Watch, Place: direct, By: anna}
	_, kept := s.Keep(ctx, "slack/T1", []ButtonCall{{Call: bot.Call{Command: "who-said"}, In: &direct}})
	_, set := s.Set(ctx, "slack", "T1", "C1", "zone", "UTC")
	_, let := s.Set(ctx, "slack", "T1", "", "subscribe", anna+"\nuser-bo")
	_, begun := s.Begin(ctx, Pending{Platform: "slack", ID: "e1", Workspace: "T1", Channel: "C1", User: anna})
	for i, err := range []error{
		s.SaveFeedback(ctx, Feedback{Platform: "slack", Workspace: "T1", User: anna, Call: bot.Call{Command: "ask"}}),
		s.Answered(ctx, Answer{Platform: "slack", Workspace: "T1", Channel: "C1", Asked: "1", User: anna}),
		s.Posted(ctx, bot.Posted{Place: place, Message: "2", Card: card, Asker: anna, SharedBy: anna, By: anna}),
		s.Posted(ctx, bot.Posted{Place: direct, Message: "3", Card: card, Asker: anna}),
		s.Subscribe(ctx, sub, nil), s.Subscribe(ctx, own, nil),
		s.Found(ctx, 1, map[string][]Alert{string(subscriptionKey(own.Place, own.ID)): {{Statement: "1.1", Words: "w"}}}),
		s.Install(ctx, Installation{Platform: "slack", Workspace: "T1", Token: "xoxb-1", By: anna}),
		s.Install(ctx, Installation{Platform: "slack", Workspace: "T2", Token: "xoxb-2", By: "user-bo"}),
		s.Note(ctx, "slack", "T1", bot.Audit, bot.Entry{User: anna, Text: "hidden", At: time.Now()}),
		kept, set, let, begun,
	} {
		if err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
	}
	if first, err := s.Claim(ctx, own, Post{Name: "2031-03-05", Through: 1}); err != nil || !first {
		t.Fatalf("claimed %v, %v", first, err)
	}
	if n := named(t, s, anna); len(n) < 6 {
		t.Errorf("the name is in %v alone before", n)
	}
	if _, err := s.ForgetUser(ctx, "slack", anna); err != nil {
		t.Fatal(err)
	}
	for bucket := range named(t, s, anna) {
		if stays[bucket] == "" {
			t.Errorf("the bucket %s still names the person", bucket)
		}
	}
	installed, err := s.Installations(ctx, "slack") // encrypted, so not found by their bytes
	if err != nil || len(installed) != 2 {
		t.Fatalf("%v, %v", installed, err)
	}
	for _, i := range installed {
		if i.By == anna || i.Token == "" || i.Workspace == "T2" && i.By != "user-bo" {
			t.Errorf("the installation of %s is by %q, with a token of %d bytes", i.Workspace, i.By, len(i.Token))
		}
	}
}

// named returns the buckets with a key or a value that holds a text.
func named(t *testing.T, s *Store, text string) map[string]int {
	t.Helper()
	found := map[string]int{}
	err := s.file.Read(t.Context(), "look for a name", func(tx *sealed.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				if bytes.Contains(k, []byte(text)) || bytes.Contains(v, []byte(text)) {
					found[string(name)]++
				}
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
