package discord_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAPostThatNobodyAskedForIsNobodysToDelete: turning its page makes nobody its owner.
func TestAPostThatNobodyAskedForIsNobodysToDelete(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
		card := f.config.Mux.Do(f.t.Context(), bot.Request{Call: call})
		at := bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}
		if err := f.bot.Post(f.t.Context(), bot.Posting{Place: at, Card: card, Call: call, Key: "k"}); err != nil {
			f.t.Fatal(err)
		}
		f.Press(boris, f.answer(channel, 1), "▶")
		f.Await("the next page", func() bool { return f.Answers(channel)[0].Edits == 1 })
		for _, row := range f.Answers(channel)[0].Components {
			if slices.ContainsFunc(row.Components, func(c discordtest.Component) bool { return c.Label == "Delete" }) {
				f.t.Error("who turned the page may delete the post")
			}
		}
	})
}

// TestAPostKeepsTheLimitsOfItsPlace: roles are of who asks; outlets and lists are of
// the place, and hold for what nobody asked for, too.
func TestAPostKeepsTheLimitsOfItsPlace(t *testing.T) {
	here := bot.Place{Workspace: discordtest.Guild, Channel: channel}
	toMe := bot.Place{Workspace: discordtest.Guild, User: anna.User}
	gazette := map[string][]string{channel: {"Gazette"}, discordtest.Guild: {"Herald"}}
	for _, row := range []struct {
		access  discord.Access
		at      bot.Place
		sources []string // nil if nothing may be shown
	}{
		{discord.Access{Roles: []string{"r"}, Sources: gazette}, here, []string{"Gazette"}},
		{discord.Access{Channels: []string{channel}, Roles: []string{"r"}, Sources: gazette}, toMe, []string{"Herald"}},
		{discord.Access{Servers: []string{"5"}, Roles: []string{"r"}}, here, nil},
		{discord.Access{Channels: []string{"5"}, Roles: []string{"r"}}, here, nil},
		{discord.Access{Servers: []string{"5"}}, toMe, nil},
		{discord.Access{Sources: gazette}, bot.Place{Workspace: discordtest.Guild, User: anna.User, Under: channel}, []string{"Gazette"}},
		{discord.Access{Sources: gazette}, bot.Place{Workspace: discordtest.Guild, Channel: "77", Under: channel}, []string{"Gazette"}},
		{discord.Access{Channels: []string{channel}}, bot.Place{Workspace: discordtest.Guild, Channel: "77", Under: channel}, []string{}},
		{discord.Access{Sources: gazette}, bot.Place{Workspace: "@" + anna.User, User: anna.User}, nil},
	} {
		bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access = row.access }, func(f *fixture) {
			f.run()
			r, err := f.bot.Asker(f.t.Context(), row.at)
			var refused *bot.PostError
			if errors.As(err, &refused) != (row.sources == nil) || err == nil && !slices.Equal(r.Sources, row.sources) {
				f.t.Errorf("%+v at %+v: sources %v, error %v", row.access, row.at, r.Sources, err)
			}
		})
	}
}
