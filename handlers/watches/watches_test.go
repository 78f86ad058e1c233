package watches_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestScripts runs scripts of commands that change what is kept.
func TestScripts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		asker bot.Request
		lines []string
	}{
		"watches": {handlerstest.Asker(), []string{
			"watch list", "watch add", "watch add truce", "watch add by:Brisk every:day at:06:00", "watch add by:Drozhin", "watch add source:Courier every:hour at:later", "watch list", "watch mute w1",
			"watch test w1", "watch unmute w1", "watch why xxmggn1n2v96fj", "watch why exmkjq1g3w1j5q32yn w1", "watch why brennik keeps its wells open id:w1", "watch why brennik keeps its wells open id:w2",
			"watch why nothing like it", "watch why xxmggn1n2v96fj id:w9", "watch show w1 statements:4.4,8.1,99.0,x", "watch show w1 statements:99.0", "watch remove w2", "watch test w2", "digest now truce max:1 style:quotes", "status",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), row.asker, row.lines...))
		})
	}
}

// TestMatchWatches finds what each watch reports of the newest articles.
func TestMatchWatches(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	var all []article.Record
	if err := b.Archive.Each(t.Context(), 0, func(r article.Record) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	watches := []bot.Subscription{
		{ID: "w1", Kind: bot.Watch, Args: bot.Args{"topic": "valve"}},
		{ID: "w2", Kind: bot.Watch, Args: bot.Args{"by": "Nobodyatall"}},
		{ID: "w3", Kind: bot.Watch, Args: bot.Args{"source": "Imber Valley Post", "topic": "wells"}},
		{ID: "w4", Kind: bot.Watch, Args: bot.Args{"topic": "wells"}, After: uint32(len(all))},
	}
	found, err := b.MatchWatches(t.Context(), watches, 0, uint32(len(all)))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 0, 2, 0} { // what is dated came out long before it came in
		if len(found[i]) != want {
			t.Errorf("%s: %d statements, want %d: %v", watches[i].ID, len(found[i]), want, found[i])
		}
	}
}

// TestWhyTellsWhatBecameOfAStatement follows a statement from when it comes in until it was
// posted.
func TestWhyTellsWhatBecameOfAStatement(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	store := b.Subscriptions.(*state.Store)
	last, err := b.Archive.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	watch := bot.Subscription{ID: "w1", Kind: bot.Watch, Place: bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}, By: "U1", Zone: "UTC", Args: bot.Args{"topic": "wells", "every": "hour"}}
	found, err := b.MatchWatches(t.Context(), []bot.Subscription{watch}, 0, last)
	if err != nil || len(found[0]) == 0 {
		t.Fatal(found, err)
	}
	alert := state.Alert{Statement: found[0][0].Statement, Words: found[0][0].Words}
	steps := []struct {
		does func() error
		want string
	}{
		{func() error { watch.After = last; return store.Subscribe(t.Context(), watch, nil) }, "came in before the watch was set up"},
		{func() error {
			return store.Subscribe(t.Context(), watch, func(s *bot.Subscription) { s.After = 0 })
		}, "not looked at yet"},
		{func() error {
			return store.Found(t.Context(), last, map[string][]state.Alert{state.SubscriptionKey(watch): {alert}})
		}, "reported once an hour"},
		{func() error {
			return store.ClaimAlerts(t.Context(), watch, state.Post{Name: "p"}, []state.Alert{alert})
		}, "reported, found"},
	}
	mux := b.NewMux()
	for _, step := range steps {
		if err := step.does(); err != nil {
			t.Fatal(err)
		}
		card := mux.Answer(t.Context(), `watch why "Brennik keeps its wells open" id:w1`, handlerstest.Asker())
		if !slices.ContainsFunc(card.Items, func(it bot.Item) bool { return strings.Contains(it.Label, step.want) }) {
			t.Errorf("want %q: %+v", step.want, card.Items)
		}
	}
}

// TestWhyTellsOfACorrection says that the words of a correction are not reported.
func TestWhyTellsOfACorrection(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	file := filepath.Join(t.TempDir(), "locks.txt")
	for _, season := range []string{"spring", "summer"} {
		text := "Locks shut\n\n“The canal locks will stay shut until " + season + ",” said the harbour master, Ole Brandt.\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := handlerstest.Ingest(t.Context(), b, file); err != nil {
			t.Fatal(err)
		}
		if season == "spring" {
			watch := bot.Subscription{ID: "w1", Kind: bot.Watch, Place: bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}, By: "U1", Zone: "UTC", Args: bot.Args{"topic": "locks"}}
			if err := b.Subscriptions.Subscribe(t.Context(), watch, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	card := b.NewMux().Answer(t.Context(), `watch why "Locks shut" id:w1`, handlerstest.Asker())
	if len(card.Items) != 1 || !strings.Contains(card.Items[0].Label, "watches do not report what a correction changes") {
		t.Errorf("%+v", card.Items)
	}
}

// TestAddInWords reads how often a watch reports from the words at the end of a line.
func TestAddInWords(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"watch add dam every hour":       "topic dam|once an hour",
		"watch add dam every day at 7am": "topic dam|once a day at 07:00",
		"watch add dam every":            "topic dam every|at once",
	} {
		card := handlerstest.New(t).NewMux().Answer(t.Context(), line, handlerstest.Asker())
		if len(card.Items) != 1 {
			t.Errorf("%s: %s", line, card.Notice)
			continue
		}
		label, often, _ := strings.Cut(want, "|")
		if it := card.Items[0]; !strings.HasPrefix(it.Label, label+" (") || !strings.Contains(strings.Join(it.Facts, " "), often) {
			t.Errorf("%s: %s, %q, want %s", line, it.Label, it.Facts, want)
		}
	}
}
