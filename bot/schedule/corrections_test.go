package schedule

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// TestPostsAreMendedOnce: a post whose words fell is edited once, though the platform
// fails at first, and one that stands is left alone; nothing is looked at again
// before something changes. After a restart what changed meanwhile is found.
func TestPostsAreMendedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		for message, receipts := range map[string][]string{"m1": {"good", "bad"}, "m2": {"good"}} {
			p := bot.Posted{Place: bot.Place{Platform: "fake", Workspace: "W", Channel: "C"}, Message: message, Card: bot.Card{Title: "Digest"}}
			for _, r := range receipts {
				p.Card.Items = append(p.Card.Items, bot.Item{Quote: bot.Excerpt{Text: "words of " + r}, Receipt: r})
			}
			if err := f.Store.Posted(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		mark, looks, retracted := "1", 0, map[string]string{}
		f.Revision = func(context.Context) (string, error) { return mark, nil }
		f.Retracted = func(_ context.Context, _ bot.Request, receipts []string) (map[string]string, error) {
			looks++
			out := map[string]string{}
			for _, r := range receipts {
				if why := retracted[r]; why != "" {
					out[r] = why
				}
			}
			return out, nil
		}
		f.steps(t, 5, tick)
		if looks != 2 || len(f.channel.edited) != 0 {
			t.Errorf("%d looks, edited %v", looks, f.channel.edited)
		}
		retracted["bad"], mark = "its article was corrected", "2"
		down := true
		f.channel.fault = func(stage string, _ bot.Posting) error {
			if stage == "edit" && down {
				return errors.New("down")
			}
			return nil
		}
		f.steps(t, 5, tick)
		down = false
		f.steps(t, 60, tick)
		if len(f.channel.edited) != 1 {
			t.Fatalf("edited %v", f.channel.edited)
		}
		card := f.channel.edited[0].Card
		if len(card.Items) != 2 || card.Items[0].Quote.Text != "words of good" || card.Items[1].Quote.Text != "" ||
			card.Items[1].Facts[0] != retracted["bad"] || !strings.Contains(card.Notice, "Edited on") {
			t.Errorf("edited to %+v", card)
		}
		retracted["good"] = "its article was removed from the briefing"
		f.corrected = "" // a restart
		f.steps(t, 60, tick)
		if len(f.channel.edited) != 3 {
			t.Errorf("after the restart %d edits in all", len(f.channel.edited))
		}
		if left, _, err := f.Store.Quoted(t.Context()); err != nil || len(left) != 0 {
			t.Errorf("still remembered: %v, %v", left, err)
		}
	})
}

// TestAdministratorsAreToldOnce: of each silence, across restarts.
func TestAdministratorsAreToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		since := time.Now()
		f.NoNews = func(now time.Time) (bot.Card, time.Time, bool) {
			return bot.Card{Notice: "nothing new"}, since, now.Sub(since) > 24*time.Hour
		}
		f.steps(t, 20, time.Hour)
		if len(f.channel.told) != 0 {
			t.Errorf("told %v", f.channel.told)
		}
		f.steps(t, 60, time.Hour)
		if len(f.channel.told) != 1 || f.channel.told[0].Place.User != "U9" {
			t.Errorf("told %v", f.channel.told)
		}
		since = time.Now() // news came, and stopped again
		f.steps(t, 60, time.Hour)
		if len(f.channel.told) != 2 {
			t.Errorf("told %d times", len(f.channel.told))
		}
	})
}

// TestATellingThatFailsIsTriedAgain: the owner of a digest learns that it is paused
// before it is, also where the platform takes no message at first.
func TestATellingThatFailsIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		s := f.subscribe(t, "d1", "08:00", "daily", "UTC")
		f.channel.fault = func(stage string, _ bot.Posting) error {
			if stage == "before" {
				return &bot.PostError{Mend: "invite me"}
			}
			return nil
		}
		deaf := f.now().Add(8*time.Hour + 40*time.Minute)
		f.channel.deaf = func() bool { return f.now().Before(deaf) }
		f.steps(t, 100, 10*time.Minute)
		subs, err := f.Store.Subscriptions(t.Context(), bot.Place{})
		if err != nil || len(f.channel.told) != 1 || subs[0].Paused == "" {
			t.Errorf("told %v, %s is %q, %v", f.channel.told, s.ID, subs[0].Paused, err)
		}
	})
}

// TestAWithdrawalStaysDueUntilItIsDone: a message that cannot be edited is tried again
// at longer and longer intervals, also after a restart, and holds up no other.
func TestAWithdrawalStaysDueUntilItIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		for _, message := range []string{"m1", "m2"} {
			p := bot.Posted{Place: bot.Place{Platform: "fake", Workspace: "W", Channel: message}, Message: message}
			p.Card.Items = []bot.Item{{Quote: bot.Excerpt{Text: "words"}, Receipt: message}}
			if err := f.Store.Posted(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		mark, retracted := "1", map[string]string{"m1": "hidden"}
		f.Revision = func(context.Context) (string, error) { return mark, nil }
		f.Retracted = func(_ context.Context, _ bot.Request, receipts []string) (map[string]string, error) {
			out := map[string]string{}
			for _, r := range receipts {
				if why := retracted[r]; why != "" {
					out[r] = why
				}
			}
			return out, nil
		}
		tries, closed := 0, true
		f.channel.fault = func(stage string, p bot.Posting) error {
			if stage == "edit" && p.Place.Channel == "m1" {
				tries++
				if closed {
					return errors.New("the workspace does not let me")
				}
			}
			return nil
		}
		f.steps(t, 30*60, tick) // an hour
		if tries < 4 || tries > 10 {
			t.Errorf("%d tries in an hour", tries)
		}
		retracted["m2"], mark = "hidden too", "2"
		f.steps(t, 2, tick)
		if len(f.channel.edited) != 1 || f.channel.edited[0].Message != "m2" {
			t.Errorf("edited %v", f.channel.edited)
		}
		tries, f.corrected, f.tried, f.uncorrected, f.correctAfter = 0, "", "", nil, time.Time{} // a restart
		f.steps(t, 2, tick)
		if tries != 1 {
			t.Errorf("%d tries after a restart", tries)
		}
		closed = false
		f.steps(t, 100, tick)
		if len(f.channel.edited) != 2 {
			t.Errorf("edited %v", f.channel.edited)
		}
	})
}
