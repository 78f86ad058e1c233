package discord_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestWhoManagesAServerByMention: a message's event has roles and no permissions.
func TestWhoManagesAServerByMention(t *testing.T) {
	owner, manager, member := anna, anna, boris
	owner.User, manager.Roles, member.Roles = discordtest.Owner, []string{"77"}, []string{"78"}
	rows := []struct {
		why  string
		who  discordtest.Place
		role string // that the server has
		bits string
		may  bool
	}{
		{"its owner", owner, "78", "0", true},
		{"Manage Server", manager, "77", "32", true},
		{"Administrator", manager, "77", "8", true},
		{"another permission", manager, "77", "2048", false},
		{"a role that somebody else has", member, "77", "32", false},
		{"everybody's role", member, discordtest.Guild, "40", true},
		{"a number that cannot be read", manager, "77", "many", false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{}, nil, func(f *fixture) {
				f.SetRole(r.role, r.bits)
				f.run()
				f.Say(r.who, mention+"admin")
				at := map[bool]string{true: channel, false: discordtest.DirectChannel(r.who.User)} // refusals are private
				if got := f.answer(at[r.may], 1).Words(); strings.Contains(got, "You are one") != r.may {
					f.t.Errorf("answered %q", got)
				}
				f.SetRole(r.role, "0")
				f.settle()
				f.Say(r.who, mention+"admin")
				still := r.who.User == discordtest.Owner
				nth := 1
				if still == r.may {
					nth = 2
				}
				if got := f.answer(at[still], nth).Words(); strings.Contains(got, "You are one") != still {
					f.t.Errorf("after the role lost its permissions: %q", got)
				}
				f.clean()
			})
		})
	}
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.SetRole("77", "32")
		f.run()
		f.SetRole("77", "32") // roles are asked for again
		f.Answer(1, "/guilds/"+discordtest.Guild, 403, nil, `{"code":50001,"message":"Missing Access"}`)
		f.Say(manager, mention+"admin")
		if got := f.answer(discordtest.DirectChannel(manager.User), 1).Words(); !strings.Contains(got, "for administrators") {
			f.t.Errorf("a server that does not say: %q", got)
		}
	})
}

// TestWhoMayDeleteAPost: who set it up and who manages the server; direct messages are
// their reader's.
func TestWhoMayDeleteAPost(t *testing.T) {
	manager := boris
	manager.Manages = true
	rows := []struct {
		why string
		who discordtest.Place
		may bool
	}{{"who set it up", anna, true}, {"somebody else", boris, false}, {"who manages the server", manager, true}}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{}, nil, func(f *fixture) {
				f.run()
				f.post(bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel})
				f.OnMessage(r.who, "Delete this answer", f.answer(channel, 1))
				f.settle()
				last := f.Answers(channel)[len(f.Answers(channel))-1]
				if gone := len(f.Answers(channel)) == 1; gone != r.may || r.may != strings.Contains(last.Words(), "Deleted") || last.For != r.who.User {
					f.t.Errorf("gone: %v, and told %q", gone, last.Words())
				}
			})
		})
	}
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.post(bot.Place{Platform: "discord", Workspace: discordtest.Guild, User: boris.User})
		direct := discordtest.Alone(boris.User)
		f.OnMessage(direct, "Delete this answer", f.answer(direct.Channel, 1))
		f.settle()
		if all := f.Answers(direct.Channel); len(all) != 1 || !strings.Contains(all[0].Words(), "Deleted") {
			f.t.Errorf("in direct messages these are left: %+v", all)
		}
	})
}

// post posts what anna set up.
func (f *fixture) post(at bot.Place) {
	f.t.Helper()
	if err := f.bot.Post(f.t.Context(), bot.Posting{Place: at, Card: bottest.CardOf("usual"), Key: "k", By: anna.User}); err != nil {
		f.t.Error(err)
	}
}

// TestRolesReachTheCommands: digests can be for some of them alone.
func TestRolesReachTheCommands(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		var roles []string
		for i, c := range f.config.Mux.Commands {
			if c.Name == "status" {
				f.config.Mux.Commands[i].Handle = func(_ context.Context, r bot.Request) (bot.Card, error) {
					roles = r.Roles
					return bot.Card{Title: "Status"}, nil
				}
			}
		}
		f.run()
		member := anna
		member.Roles = []string{"77", "78"}
		f.Say(member, mention+"status")
		f.answer(channel, 1)
		if !slices.Equal(roles, member.Roles) {
			f.t.Errorf("by mention: %q", roles)
		}
		f.Command(anna, "status", nil)
		f.answer(channel, 2)
		if len(roles) != 0 {
			f.t.Errorf("of a member without roles: %q", roles)
		}
		f.Command(member, "status", nil)
		f.answer(channel, 3)
		if !slices.Equal(roles, member.Roles) {
			f.t.Errorf("by command: %q", roles)
		}
	})
}

// TestWhetherThePlaceOfADigestTakesPosts is known before the digest is due.
func TestWhetherThePlaceOfADigestTakesPosts(t *testing.T) {
	rows := []struct {
		status int // of Discord's answer, 0 for the usual one
		code   int
		want   string
	}{{0, 0, ""}, {403, 50013, "Send Messages"}, {403, 50001, "View Channel"}, {404, 10003, "View Channel"}, {400, 50083, "archived"}, {500, 0, ""}, {400, 50024, ""}}
	for _, r := range rows {
		bubble(t, discordtest.Options{}, nil, func(f *fixture) {
			f.run()
			if r.status != 0 {
				f.Answer(1, "/channels/"+channel+"/typing", r.status, nil, fmt.Sprintf(`{"code":%d,"message":"no"}`, r.code))
			}
			err := f.bot.CanPost(f.t.Context(), bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel})
			if r.want == "" && err != nil || r.want != "" && (err == nil || !strings.Contains(err.Error(), r.want)) {
				f.t.Errorf("%d, %d: %v", r.status, r.code, err)
			}
		})
	}
}
