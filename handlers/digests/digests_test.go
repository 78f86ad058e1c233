package digests_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample one question or several of each command and compares
// the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"digest_why": {
			"digest why gcexmh3r1k0jey articles:1-6", "digest why gcexmh3r1k0jey topic:tap", "digest why meridian-1002-first-round topic:truce articles:3-8", "digest why volcano", "digest why", "digest show articles:5-12 max:3",
		},
		"digest": {
			"digest now max:3", "digest now dam max:2 style:quotes", "digest now style:headlines max:4", "digest show truce articles:5-12 max:2", "digest show articles:x-y", "digest show volcano",
			"digest show articles:5-12 max:2 style:headlines window:2026-10-01T08:00Z/2026-10-02T08:00Z",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}

// TestScripts runs scripts of commands that change what is kept.
func TestScripts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		asker bot.Request
		lines []string
	}{
		"digests": {handlerstest.Asker(), []string{
			"digest list", "digest subscribe topic:truce at:07:30 days:mon,thu", "digest subscribe by:Ostholm to:me", "digest subscribe at:25:00", "digest subscribe by:Drozhin",
			"digest list", "digest set d1 at:08:15 max:3 to:me", "digest set d1", "digest set d1 at:99", "digest pause d1", "digest list", "digest resume d1", "digest preview d2",
			"digest preview d9", "digest unsubscribe d1", "digest unsubscribe d1", "status",
		}},
		"machine": {handlerstest.Owner(), []string{
			"digest subscribe topic:dam", "watch add dam", "status",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), row.asker, row.lines...))
		})
	}
}

// TestMoreThanARankedDigestHas says of how many statements a digest has the foremost.
func TestMoreThanARankedDigestHas(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	var text strings.Builder
	for n := range 120 {
		fmt.Fprintf(&text, "“Gate %d has %d loose rivets,” said Mara Lund, an inspector.\n\n", n, 3*n+7)
	}
	file := filepath.Join(t.TempDir(), "gates.txt")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := handlerstest.Ingest(t.Context(), b, file); err != nil {
		t.Fatal(err)
	}
	card := b.NewMux().Answer(t.Context(), "digest show rivets", handlerstest.Asker())
	if !strings.Contains(card.Footer, "8 of 100 new statements, the foremost of 120, ") {
		t.Errorf("the footer is %q", card.Footer)
	}
}

// TestSubscribeInWords reads when a digest comes from the words at the end of a line.
func TestSubscribeInWords(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"digest subscribe daily at 8am":                     "everything, daily at 08:00",
		"digest subscribe at 17:30":                         "everything, weekdays at 17:30",
		"digest subscribe truce every weekday at 5:30 pm":   "truce, weekdays at 17:30",
		"digest subscribe truce every day":                  "truce, daily at 08:00",
		"digest subscribe the dam on mondays and thursdays": "the dam, mon,thu at 08:00",
		"digest subscribe every friday at 7":                "everything, fri at 07:00",
		"digest subscribe truce weekdays":                   "truce, weekdays at 08:00",
		"digest subscribe a truce at Norrhaven":             "a truce at Norrhaven, weekdays at 08:00",
		"digest subscribe talks on water":                   "talks on water, weekdays at 08:00",
		"digest subscribe every drop":                       "every drop, weekdays at 08:00",
		`digest subscribe "daily" at:09:00`:                 `"daily", weekdays at 09:00`,
		"digest subscribe daily at:09:00":                   "everything, daily at 09:00",
		"digest subscribe weekly":                           "name them, as in digest subscribe days:mon",
		"digest subscribe days:weekly":                      `"weekly" is no day`,
		"digest subscribe weekly shop":                      "weekly shop, weekdays at 08:00",
	} {
		b := handlerstest.New(t)
		card := b.NewMux().Answer(t.Context(), line, handlerstest.Asker())
		got := card.Notice
		if kept, err := b.Subscriptions.Subscriptions(t.Context(), bot.Place{}); err != nil {
			t.Fatal(err)
		} else if len(kept) == 1 {
			got = fmt.Sprintf("%s, %s at %s", cmp.Or(kept[0].Args["topic"], "everything"), kept[0].Days, kept[0].At)
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}
