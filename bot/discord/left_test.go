package discord_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// TestAServerThatIsLeftIsForgottenAfterThirtyDays: an outage of Discord's is no
// leaving, and neither is one that is taken back.
func TestAServerThatIsLeftIsForgottenAfterThirtyDays(t *testing.T) {
	for name, c := range map[string]struct {
		play func(f *fixture)
		kept bool
	}{
		"left":   {func(f *fixture) { f.Kick(false) }, false},
		"outage": {func(f *fixture) { f.Kick(true) }, true},
		"left while the bot is off": {func(f *fixture) {
			f.end()
			f.Kick(false)
			f.run()
			f.Await("the list of servers", func() bool { return strings.Contains(f.log.Text(), "not in a server any more") })
		}, false},
		"back": {func(f *fixture) { f.Kick(false); time.Sleep(50 * time.Millisecond); f.Invite() }, true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, discordtest.Options{}, nil, func(f *fixture) {
				f.run()
				f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce")
				f.answer(channel, 1)
				c.play(f)
				f.Say(anna, "<@"+discordtest.BotUser+"> who-said truce") // events are taken in order
				f.answer(channel, 2)
				f.end()
				for i, kept := range []bool{true, c.kept} {
					days := 29 + 2*i
					store, err := state.Open(f.dir, state.Options{Now: func() time.Time { return time.Now().AddDate(0, 0, days) }})
					if err != nil {
						f.t.Fatal(err)
					}
					if days == 29 {
						if _, err := store.Set(f.t.Context(), "discord", discordtest.Guild, "", "zone", "Europe/Oslo"); err != nil {
							f.t.Fatal(err)
						}
					}
					if err := store.Sweep(f.t.Context()); err != nil {
						f.t.Fatal(err)
					}
					set, err := store.Settings(f.t.Context(), "discord", discordtest.Guild, "")
					if err != nil || strings.Contains(set["zone"], "Oslo") != kept {
						f.t.Errorf("after %d days: %v, %v", days, set, err)
					}
					if err := store.Close(); err != nil {
						f.t.Fatal(err)
					}
				}
			})
		})
	}
}
