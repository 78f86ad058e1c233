package subscriptions_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// TestAudit writes down who sets up and ends what goes to a channel, and what is forgotten;
// what goes to one person alone is theirs. The log is exported with its dates and without
// marks of mentions.
func TestAudit(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for _, line := range []string{"digest subscribe topic:truce", "digest pause d1", "digest unsubscribe d1", "watch add truce to:me", "privacy forget"} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); card.Status != bot.Answered {
			t.Fatalf("%s: %s", line, card.Notice)
		}
	}
	admin := handlerstest.Admin()
	card := m.Answer(t.Context(), "admin audit", admin)
	var got []string
	for _, it := range card.Items {
		got = append(got, it.Label)
	}
	want := "Somebody deleted what was kept of them (privacy forget).|digest d1 in #C1: paused → ended.|digest d1 in #C1: paused now.|digest d1 in #C1: set up."
	if strings.Join(got, "|") != want || len(card.Actions) != 1 || card.Actions[0].Kind != bot.Export {
		t.Errorf("%q, %v", got, card.Actions)
	}
	admin.Call = bot.Call{Command: "admin audit"}
	file, err := m.Whole(t.Context(), admin).File("csv")
	if text := string(file.Data); err != nil || !strings.Contains(text, handlerstest.Now.UTC().Format("2006")) || strings.ContainsAny(text, "\x02\x03\x1f") {
		t.Errorf("%v: %s", err, text)
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
		if err := k.Add(t.Context(), r, &s); err != nil {
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

// TestWhoMaySubscribe lets those set up digests and watches whom the workspace's setting
// names, each up to a limit, and none twice.
func TestWhoMaySubscribe(t *testing.T) {
	t.Parallel()
	as := func(user string, roles ...string) bot.Request {
		r := handlerstest.Asker()
		r.User, r.Roles = user, roles
		return r
	}
	const refused, anybody, managers, some = "Only some people", "", "managers", "U3\nR1"
	rows := []struct {
		name, setting string
		asker         bot.Request
		want          string
	}{
		{"anybody", anybody, as("U1"), ""}, {"no manager", managers, as("U1"), refused}, {"a manager", managers, handlerstest.Admin(), ""},
		{"a listed user", some, as("U3"), ""}, {"a listed role", some, as("U4", "R0", "R1"), ""}, {"another user", some, as("U5", "R2"), refused},
		{"a manager beside a list", some, handlerstest.Admin(), ""},
	}
	for _, row := range rows {
		for _, line := range []string{"digest subscribe topic:truce", "watch add truce"} {
			b := handlerstest.New(t)
			if _, err := b.Settings.Set(t.Context(), "slack", "T1", "", "subscribe", row.setting); err != nil {
				t.Fatal(err)
			}
			m := b.NewMux()
			card := m.Answer(t.Context(), line, row.asker)
			if !strings.HasPrefix(card.Notice, row.want) || (row.want == "") != (card.Notice == "") {
				t.Errorf("%s, %s: %v %q", row.name, line, card.Status, card.Notice)
			}
		}
	}
}

// TestLimitsAndDoubles refuses a second digest or watch like one that is there, and more
// than a person and a channel may have.
func TestLimitsAndDoubles(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	ask := func(r bot.Request, line, want string) {
		t.Helper()
		if card := m.Answer(t.Context(), line, r); !strings.Contains(card.Notice, want) || (want == "") != (card.Notice == "") {
			t.Errorf("%s: %v %q, want %q", line, card.Status, card.Notice, want)
		}
	}
	anna, boris := handlerstest.Asker(), handlerstest.Asker()
	boris.User = "U7"
	elsewhere := anna
	elsewhere.Channel = "C2"
	ask(anna, "watch add truce", "")
	ask(boris, "watch add truce", "Watch w1 does that already.")
	ask(boris, "watch add truce to:me", "")
	ask(anna, "watch add truce every:hour", "")
	ask(elsewhere, "watch add truce", "")
	ask(anna, "digest subscribe topic:dam at:08:00", "")
	ask(anna, "digest subscribe topic:dam at:08:00", "Digest d1 does that already.")
	ask(anna, "digest subscribe topic:dam at:17:00", "")
	for n := range 20 {
		ask(elsewhere, fmt.Sprintf("watch add truce word%d", n), "")
	}
	ask(elsewhere, "watch add dam", "You have 25 digests and watches already.")
	elsewhere.User = "U8"
	for n := range 25 {
		ask(elsewhere, fmt.Sprintf("watch add dam word%d", n), "")
	}
	elsewhere.User = "U9"
	for n := range 4 {
		ask(elsewhere, fmt.Sprintf("watch add ferry word%d", n), "")
	}
	ask(elsewhere, "watch add maize", "This channel has 50 digests and watches already.")
}

// TestWhereNothingCanBePosted refuses a digest at once where the bot is not, and only there.
func TestWhereNothingCanBePosted(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	b.CanPost = func(_ context.Context, at bot.Place) error {
		if at.Channel == "C3" {
			return errors.New("the service is down")
		}
		return &bot.PostError{Mend: "Invite me first."}
	}
	m := b.NewMux()
	for line, want := range map[string]string{
		"digest subscribe topic:truce": "Invite me first.", "watch add truce": "Invite me first.", "watch add truce to:me": "",
	} {
		if card := m.Answer(t.Context(), line, handlerstest.Asker()); card.Notice != want {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
	if card := m.Answer(t.Context(), "watch list", handlerstest.Asker()); card.Total != 1 {
		t.Errorf("%d were kept", card.Total)
	}
	if card := m.Answer(t.Context(), "digest subscribe", handlerstest.Asker()); card.Notice != "Invite me first." {
		t.Errorf("%q", card.Notice)
	}
	unknown := handlerstest.Asker()
	unknown.Channel = "C3"
	if card := m.Answer(t.Context(), "watch add truce", unknown); card.Status != bot.Answered {
		t.Errorf("refused while it is not known: %q", card.Notice)
	}
	direct := handlerstest.Asker()
	m.Answer(t.Context(), "digest subscribe to:me", direct)
	if card := m.Answer(t.Context(), "digest set d1 to:here", direct); card.Notice != "Invite me first." {
		t.Errorf("moved to a channel that takes no posts: %q", card.Notice)
	}
}

// TestAddLosesARace gives a subscription another ID where its own was taken after the list was read.
func TestAddLosesARace(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	other := bot.Subscription{ID: "w1", Kind: bot.Watch, By: "U7", Args: bot.Args{"topic": "gates"}}
	store := &racing{Store: b.Subscriptions, other: other}
	k := subscriptions.Keeper{Store: store, Calendar: b.Calendar, Archive: b.Archive}
	r := handlerstest.Asker()
	r.Call = bot.Call{Args: bot.Args{"topic": "truce"}}
	s, err := k.New(t.Context(), r, bot.Watch)
	if err != nil {
		t.Fatal(err)
	}
	store.armed = true
	if err := k.Add(t.Context(), r, &s); err != nil || s.ID != "w2" {
		t.Errorf("set up as %q: %v", s.ID, err)
	}
	if kept, err := store.Subscriptions(t.Context(), s.Place); err != nil || len(kept) != 2 {
		t.Errorf("%d kept, %v", len(kept), err)
	}
}

// racing keeps another subscription just before the first one that it is asked to keep.
type racing struct {
	subscriptions.Store
	other bot.Subscription
	armed bool
}

func (s *racing) Subscribe(ctx context.Context, sub bot.Subscription, change func(*bot.Subscription)) error {
	if s.armed {
		s.armed = false
		s.other.Place = sub.Place
		if err := s.Store.Subscribe(ctx, s.other, nil); err != nil {
			return err
		}
	}
	return s.Store.Subscribe(ctx, sub, change)
}

// TestSummaryIsBounded names the first subscriptions of many, and says how many more
// there are.
func TestSummaryIsBounded(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for n := range 13 {
		if card := m.Answer(t.Context(), fmt.Sprintf("watch add truce limit%d", n), handlerstest.Asker()); card.Status != bot.Answered {
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
