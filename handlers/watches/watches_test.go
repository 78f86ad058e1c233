package watches_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
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
			"watch test w1", "watch unmute w1", "watch show w1 statements:4.4,8.1,99.0,x", "watch show w1 statements:99.0", "watch remove w2", "watch test w2", "digest now truce max:1 style:quotes", "status",
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
