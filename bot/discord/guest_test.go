package discord_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestWhatPeopleHaveWithThem: a quotation can be checked, and statements found, wherever
// somebody is; everything else is for servers with the bot.
func TestWhatPeopleHaveWithThem(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		var personal []string
		all, _ := f.Commands()
		for _, c := range all {
			switch {
			case slices.Equal(c.Installs, []int{0, 1}) && slices.Equal(c.Contexts, []int{0, 1, 2}):
				personal = append(personal, c.Name)
			case !slices.Equal(c.Installs, []int{0}) || slices.Contains(c.Contexts, 2):
				f.t.Errorf("%s: installs %v, contexts %v", c.Name, c.Installs, c.Contexts)
			}
		}
		slices.Sort(personal)
		if want := []string{"Check this quote", "Who else said this?", "check-quote", "who-said"}; !slices.Equal(personal, want) {
			f.t.Errorf("people have %q with them, want %q", personal, want)
		}
		f.clean()
	})
}

// TestAGuestSeesWhatDirectMessagesMay: in a server or a group that the bot is not in, the
// answer is for who asked alone, with the outlets of direct messages and no rights.
func TestAGuestSeesWhatDirectMessagesMay(t *testing.T) {
	server := discordtest.Place{Guild: discordtest.Elsewhere, Channel: channel, User: anna.User, Guest: true, Manages: true}
	group := discordtest.Place{Channel: channel, User: anna.User, Guest: true}
	direct := map[string][]string{discord.DirectSources: {"Gazette"}, discordtest.Elsewhere: {"Lantern"}}
	rows := []struct {
		why     string
		at      discordtest.Place
		access  discord.Access
		command string
		want    string
	}{
		{"another server", server, discord.Access{}, "sources", `Outlets [] for @` + anna.User},
		{"a group", group, discord.Access{}, "sources", `Outlets [] for @` + anna.User},
		{"outlets of direct messages", server, discord.Access{Sources: direct}, "sources", `Outlets [Gazette] for`},
		{"outlets of direct messages in a group", group, discord.Access{Sources: direct}, "sources", `Outlets [Gazette] for`},
		{"no outlets for direct messages", server, discord.Access{Sources: map[string][]string{channel: {"Gazette"}}}, "sources", "is not set"},
		{"a list of servers", server, discord.Access{Servers: []string{discordtest.Guild}}, "sources", "only in the servers"},
		{"a manager of the other server", server, discord.Access{}, "admin", "for administrators"},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{}, func(c *discord.Config) { c.Access = r.access }, func(f *fixture) {
				f.run()
				f.Command(r.at, r.command, nil)
				m := f.answer(channel, 1)
				if words := strings.ReplaceAll(m.Words(), `\`, ""); !strings.Contains(words, r.want) || m.For != anna.User {
					f.t.Errorf("answered %q for %q", m.Words(), m.For)
				}
				f.clean()
			})
		})
	}
}

// TestAGuestsAnswerStaysPrivate: its pages and rows are for who asked, and it cannot be shared.
func TestAGuestsAnswerStaysPrivate(t *testing.T) {
	for _, at := range []discordtest.Place{{Guild: discordtest.Elsewhere, Channel: channel, User: anna.User, Guest: true}, {Channel: channel, User: anna.User, Guest: true}} {
		bubble(t, discordtest.Options{TokenLife: 0}, nil, func(f *fixture) {
			f.run()
			f.Command(at, "who-said", options("topic", "truce"))
			m := f.answer(channel, 1)
			if slices.Contains(m.Labels(), "Share") {
				f.t.Error("it can be shared")
			}
			f.Press(at, m, "▶")
			f.Await("the next page", func() bool { return strings.Contains(f.Answers(channel)[0].Words(), "from 4 of 9") })
			f.Press(at, f.Answers(channel)[0], "Context")
			f.Press(at, f.Answers(channel)[0], "👍")
			f.settle()
			for _, m := range f.Answers(channel) {
				if m.For != anna.User {
					f.t.Errorf("for all to see: %q", m.Words())
				}
			}
			if n := len(f.Answers(channel)); n != 3 {
				f.t.Errorf("%d answers", n)
			}
			f.clean()
		})
	}
}
