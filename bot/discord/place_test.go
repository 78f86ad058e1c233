package discord_test

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAThreadIsHeldToItsChannel: the outlets, the list and the settings of a channel
// hold in its threads, whether Discord says which channel that is or is asked.
func TestAThreadIsHeldToItsChannel(t *testing.T) {
	const thread = "777000000000000001"
	in := discordtest.Place{Guild: discordtest.Guild, Channel: thread, Under: channel, User: discordtest.Anna}
	bubble(t, discordtest.Options{}, func(c *discord.Config) {
		c.Access = discord.Access{Channels: []string{channel}, Sources: map[string][]string{channel: {"Gazette"}}}
	}, func(f *fixture) {
		f.Answer(2, "/channels/"+thread, 503, nil, `{}`)
		f.run()
		id := f.Say(in, "<@"+discordtest.BotUser+"> sources")
		if a := f.answer(thread, 1); !strings.Contains(a.Words(), "Gazette") || a.ReplyTo != id {
			f.t.Errorf("a mention in a thread: %q, a reply to %q", a.Words(), a.ReplyTo)
		}
		f.Command(in, "sources", nil)
		if a := f.answer(thread, 2); !strings.Contains(a.Words(), "Gazette") {
			f.t.Errorf("a command in a thread: %q", a.Words())
		}
		other := in
		other.Channel, other.Under = "777000000000000002", "777000000000000003"
		f.Say(other, "<@"+discordtest.BotUser+"> sources")
		if a := f.answer(alone.Channel, 1); !strings.Contains(a.Words(), "<#"+other.Channel+">") || !strings.Contains(a.Words(), "not on this bot's list") {
			f.t.Errorf("a thread of another channel: %q", a.Words())
		}
		f.clean()
	})
}

// TestAThreadThatCannotBePlacedShowsNothing: where Discord does not tell which channel
// a thread belongs to, what it may see is not known.
func TestAThreadThatCannotBePlacedShowsNothing(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		in := anna
		in.Channel = "777000000000000001"
		f.Answer(3, "/channels/"+in.Channel, 503, nil, `{}`)
		f.Say(in, "<@"+discordtest.BotUser+"> who-said truce")
		if a := f.answer(alone.Channel, 1); !strings.Contains(a.Words(), "Ask again in a minute") {
			f.t.Errorf("answered %q", a.Words())
		}
		f.Say(in, "<@"+discordtest.BotUser+"> who-said truce")
		if a := f.answer(in.Channel, 1); !strings.Contains(a.Words(), "Who said what") {
			f.t.Errorf("a minute later: %q", a.Words())
		}
	})
}

// TestADigestToSomebodyStaysWhatItWas: the buttons of a post in direct messages work,
// with the outlets of the channel that it was set up in.
func TestADigestToSomebodyStaysWhatItWas(t *testing.T) {
	bubble(t, discordtest.Options{}, func(c *discord.Config) {
		c.Access = discord.Access{Servers: []string{discordtest.Guild}, Sources: map[string][]string{channel: {"Gazette"}}}
	}, func(f *fixture) {
		f.run()
		call := bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}}
		at := bot.Place{Platform: "discord", Workspace: discordtest.Guild, User: discordtest.Anna, Under: channel}
		card := f.config.Mux.Do(f.t.Context(), bot.Request{Call: call})
		if err := f.bot.Post(f.t.Context(), bot.Posting{Place: at, Card: card, Call: call, Key: "k"}); err != nil {
			f.t.Fatal(err)
		}
		mine := discordtest.DirectChannel(discordtest.Anna)
		for offset := range 2 {
			f.Press(alone, f.answer(mine, 1), "▶")
			f.Await("the next page", func() bool { return f.Answers(mine)[0].Edits == offset+1 })
			if a := f.Answers(mine)[0]; !strings.Contains(a.Words(), "Gazette") {
				f.t.Errorf("page %d: %q", offset+2, a.Words())
			}
		}
		messages, _, err := f.config.State.Quoted(f.t.Context())
		if err != nil || len(messages) != 1 || messages[0].Place != at {
			f.t.Fatalf("remembered %+v, %v", messages, err)
		}
		shown, _, err := f.config.State.PostedAt(f.t.Context(), messages[0])
		if err != nil {
			f.t.Fatal(err)
		}
		shown.Card.Notice = "Edited."
		if err := f.bot.Edit(f.t.Context(), shown); err != nil {
			f.t.Fatal(err)
		}
		if a := f.answer(mine, 1); !strings.Contains(a.Words(), "Edited.") {
			f.t.Errorf("after an edit: %q", a.Words())
		}
		f.clean()
	})
}
