package discord_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestWhatIsSaidToOthers: a reply to an answer mentions the bot and is for whoever reads
// the channel. It is a question if its words name the bot, and in direct messages.
func TestWhatIsSaidToOthers(t *testing.T) {
	rows := []struct {
		why      string
		at       discordtest.Place
		reply    bool
		text     string
		answered bool
	}{
		{"thanks below an answer", anna, true, "thanks!", false},
		{"an opinion below an answer", boris, true, "who said that? I do not believe it", false},
		{"a picture below an answer", anna, true, "", false},
		{"blanks below an answer", anna, true, " \n", false},
		{"a mention of everybody", anna, true, "@everyone look at this", false},
		{"a reply that names the bot", anna, true, "and " + mention + "who-said ferry", true},
		{"a reply that names it as older clients do", anna, true, "<@!" + discordtest.BotUser + "> who-said ferry", true},
		{"a mention", anna, false, mention + "who-said ferry", true},
		{"a reply in direct messages", alone, true, "who-said ferry", true},
		{"a picture in direct messages, as a reply", alone, true, "", false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{}, nil, func(f *fixture) {
				f.run()
				if r.reply {
					f.Reply(r.at, r.text)
				} else {
					f.Say(r.at, r.text)
				}
				f.settle()
				if got := f.Answers(r.at.Channel); len(got) > 0 != r.answered {
					f.t.Errorf("%q is answered %+v", r.text, got)
				}
				f.clean()
			})
		})
	}
}

// TestMessagesThatAreDeletedTogether: a moderator's purge takes the answers along.
func TestMessagesThatAreDeletedTogether(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		first, second := f.Say(anna, mention+"who-said truce"), f.Say(boris, mention+"who-said ferry")
		f.answer(channel, 2)
		other := f.Say(anna, mention+"who-said buoys")
		f.answer(channel, 3)
		f.DeleteAtOnce(anna, first, second)
		f.settle()
		if got := f.Answers(channel); len(got) != 1 || got[0].ReplyTo != other {
			f.t.Errorf("these are left: %+v", got)
		}
	})
}

// TestRolesInAnotherForm: a server that sends roles whole is understood, and one that sends
// something else costs nobody an answer.
func TestRolesInAnotherForm(t *testing.T) {
	rows := []struct {
		why   string
		roles any
		may   bool
	}{
		{"IDs", []string{"6", "7"}, true}, {"whole roles", []any{map[string]any{"id": "7", "name": "press"}}, true},
		{"other roles", []any{map[string]any{"id": "8"}}, false}, {"numbers", []int{7}, false}, {"null", nil, false}, {"a word", "7", false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access.Roles = []string{"7"} }, func(f *fixture) {
				f.run()
				f.Emit("MESSAGE_CREATE", map[string]any{"id": "99", "channel_id": channel, "guild_id": discordtest.Guild, "type": 0, "content": mention + "who-said truce",
					"author": map[string]any{"id": anna.User}, "member": map[string]any{"roles": r.roles}, "mentions": []any{map[string]any{"id": discordtest.BotUser}}})
				if r.may {
					f.answer(channel, 1)
					return
				}
				if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "none of the roles") || !strings.Contains(m.Words(), "<#"+channel+">") {
					f.t.Errorf("answered %q", m.Words())
				}
			})
		})
	}
}

// TestNobodyFillsInAFormInVain checks that a user who may not ask gets a refusal and no form.
func TestNobodyFillsInAFormInVain(t *testing.T) {
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access.Roles = []string{"7"} }, func(f *fixture) {
		f.run()
		if d := f.Command(anna, "check-quote", nil); d.Form != nil || !d.Acked {
			f.t.Errorf("a form %v, acknowledged: %v", d.Form, d.Acked)
		}
		if m := f.answer(channel, 1); !strings.Contains(m.Words(), "none of the roles") || m.For != anna.User {
			f.t.Errorf("told %q for %q", m.Words(), m.For)
		}
		member := anna
		member.Roles = []string{"7"}
		if d := f.Command(member, "check-quote", nil); d.Form == nil {
			f.t.Error("no form for who may ask")
		}
	})
}

// TestARefusalWithoutDirectMessages checks that who takes no direct messages reads it in the
// channel, once.
func TestARefusalWithoutDirectMessages(t *testing.T) {
	bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access.Roles = []string{"7"} }, func(f *fixture) {
		f.run()
		f.refuses(1, alone.Channel, 50007)
		id := f.Say(anna, mention+"who-said truce")
		if m := f.answer(channel, 1); m.ReplyTo != id || !strings.Contains(m.Words(), "none of the roles") {
			f.t.Errorf("a reply to %q: %q", m.ReplyTo, m.Words())
		}
		f.settle()
		if here, direct := len(f.Answers(channel)), len(f.Answers(alone.Channel)); here != 1 || direct != 0 {
			f.t.Errorf("%d in the channel, %d directly", here, direct)
		}
		f.clean()
	})
}
