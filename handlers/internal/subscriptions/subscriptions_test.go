package subscriptions_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestResumeLine checks that the line that resumes a paused subscription is a command.
func TestResumeLine(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for _, line := range []string{"digest subscribe topic:truce", "watch add truce", "digest pause d1", "watch mute w1"} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); card.Status != bot.Answered {
			t.Fatalf("%s: %s", line, card.Notice)
		}
	}
	for _, s := range []bot.Subscription{{ID: "d1", Kind: bot.Digest}, {ID: "w1", Kind: bot.Watch}} {
		if card := m.Answer(t.Context(), s.ResumeLine(), handlerstest.Asker()); card.Notice != "paused → running." {
			t.Errorf("%s: %s", s.ResumeLine(), card.Notice)
		}
	}
}

// TestWhoMay lets everybody in a channel see its subscriptions, and only who set one up
// and administrators change it.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	k := subscriptions.Keeper{Store: b.Subscriptions, Calendar: b.Calendar, Archive: b.Archive}
	anna := handlerstest.Asker()
	anna.Call = bot.Call{Args: bot.Args{"topic": "truce", "id": "d1"}}
	direct := anna
	direct.Args = bot.Args{"to": "me"}
	for _, r := range []bot.Request{anna, direct} {
		s, err := k.New(t.Context(), r, bot.Digest)
		if err != nil {
			t.Fatal(err)
		}
		s.At, s.Days = "08:00", "daily"
		if err := k.Store.Subscribe(t.Context(), s, nil); err != nil {
			t.Fatal(err)
		}
	}
	change := func(f func(*bot.Request)) bot.Request {
		r := anna
		f(&r)
		return r
	}
	for name, row := range map[string]struct {
		asker        bot.Request
		listed, read int
		find, own    bool
	}{
		"who set them up":           {anna, 2, 1, true, true},
		"who, in another channel":   {change(func(r *bot.Request) { r.Channel = "C2" }), 2, 0, true, true},
		"somebody in the channel":   {change(func(r *bot.Request) { r.User = "U9" }), 1, 1, true, false},
		"somebody elsewhere":        {change(func(r *bot.Request) { r.User, r.Channel = "U9", "C2" }), 0, 0, false, false},
		"an administrator":          {change(func(r *bot.Request) { r.User, r.Channel, r.Admin = "U9", "C2", true }), 2, 0, true, true},
		"an administrator, reading": {change(func(r *bot.Request) { r.User, r.Admin = "U9", true }), 2, 1, true, true},
		"another workspace":         {change(func(r *bot.Request) { r.Workspace, r.Admin = "T2", true }), 0, 0, false, false},
	} {
		list, err := k.List(t.Context(), row.asker, bot.Digest)
		if err != nil || len(list.Items) != row.listed {
			t.Errorf("%s: lists %d, %v", name, len(list.Items), err)
		}
		here, err := k.OfPlace(t.Context(), row.asker, bot.Digest)
		if err != nil || len(here) != row.read {
			t.Errorf("%s: %d for all who read along, %v", name, len(here), err)
		}
		lines, err := k.Summary(t.Context(), row.asker, bot.Digest)
		if err != nil || len(lines) != row.read {
			t.Errorf("%s: status %q, %v", name, lines, err)
		}
		_, err = k.Find(t.Context(), row.asker, bot.Digest)
		_, err2 := k.FindOwn(t.Context(), row.asker, bot.Digest)
		if (err == nil) != row.find || (err2 == nil) != row.own {
			t.Errorf("%s: finds: %v; may change: %v", name, err, err2)
		}
	}
	end, err := k.End(t.Context(), anna, bot.Digest)
	if err != nil || end.Notice != "running → ended." {
		t.Errorf("ended: %q, %v", end.Notice, err)
	}
	if _, err := k.End(t.Context(), anna, bot.Digest); err == nil {
		t.Error("ended twice")
	}
}

// TestSummaryIsBounded names the first subscriptions of many, and says how many more
// there are.
func TestSummaryIsBounded(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for range 13 {
		if card := m.Answer(t.Context(), "watch add truce", handlerstest.Asker()); card.Status != bot.Answered {
			t.Fatal(card.Notice)
		}
	}
	k := subscriptions.Keeper{Store: b.Subscriptions, Calendar: b.Calendar, Archive: b.Archive}
	lines, err := k.Summary(t.Context(), handlerstest.Asker(), bot.Watch)
	if err != nil || len(lines) != 11 || lines[10] != "And 3 more: watch list." {
		t.Errorf("%q, %v", lines, err)
	}
}

// TestWithoutStore refuses everything but a place's subscriptions, of which there are
// none.
func TestWithoutStore(t *testing.T) {
	t.Parallel()
	var k subscriptions.Keeper
	if _, err := k.List(t.Context(), handlerstest.Asker(), bot.Digest); err == nil {
		t.Error("lists")
	}
	if _, err := k.New(t.Context(), handlerstest.Asker(), bot.Digest); err == nil {
		t.Error("makes one")
	}
	if here, err := k.OfPlace(t.Context(), handlerstest.Asker(), bot.Digest); err != nil || here != nil {
		t.Errorf("%v, %v", here, err)
	}
}
