package discord_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestMentionsOfOurOwn: commands can be tapped, channels and people are named, moments are
// in the reader's zone, and nobody is notified.
func TestMentionsOfOurOwn(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		at := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
		for i, c := range f.config.Mux.Commands {
			if c.Name == "status" {
				f.config.Mux.Commands[i].Handle = func(_ context.Context, r bot.Request) (bot.Card, error) {
					return bot.Card{Notice: "Use " + r.CommandMention("who-said") + " or " + r.CommandMention("no-such"), Items: []bot.Item{{
						Label: "In " + r.ChannelMention(channel), Facts: []string{"by " + r.UserMention(boris.User), "next " + r.TimeMention(at, "Mon 2 Jan 15:04"), "in " + r.ChannelMention("C|7")}}}}, nil
				}
			}
		}
		f.run()
		registered, _ := f.Commands()
		id := ""
		for _, c := range registered {
			if c.Name == "who-said" {
				id = c.ID
			}
		}
		want := []string{"</who-said:" + id + ">", "/no-such", "<#" + channel + ">", "<@" + boris.User + ">", "<t:1793606400:f>", `\#C\|7`}
		for n, restart := range []bool{false, true} {
			if restart { // the commands are registered already
				f.end()
				f.run()
			}
			f.Command(anna, "status", nil)
			words := f.answer(channel, n+1).Words()
			for _, w := range want {
				if !strings.Contains(words, w) {
					f.t.Errorf("%q is not in %q", w, words)
				}
			}
		}
		f.clean()
	})
}
