package discord_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

var posting = bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}, Key: "k", Quiet: true, Publish: true}

// TestADigestIsAPostOfAForum: named by its title and window; it comes once, and is found
// for corrections.
func TestADigestIsAPostOfAForum(t *testing.T) {
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.MakeForum(channel)
		f.run()
		p := posting
		p.Card = bottest.CardOf("usual")
		f.Lose(1, "/channels/"+channel+"/threads")
		if err := f.bot.Post(f.t.Context(), p); err == nil {
			f.t.Error("a lost answer is no error")
		}
		p.Again = true
		if err := f.bot.Post(f.t.Context(), p); err != nil {
			f.t.Error(err)
		}
		names := f.ThreadNames()
		if len(names) != 1 || names[0] != "Who said what about truce · topic truce · 1–5 Mar 2031 (Europe/Stockholm)" {
			f.t.Errorf("the posts %q", names)
		}
		p.Card.Title, p.Key, p.Again = "Tomorrow", "l", false
		p.Card.Picture = bottest.CardOf("timeline").Picture
		if err := f.bot.Post(f.t.Context(), p); err != nil || len(f.ThreadNames()) != 2 {
			f.t.Errorf("%v, and the posts %q", err, f.ThreadNames())
		}
		kept, _, err := f.config.State.Quoted(f.t.Context())
		if err != nil || len(kept) != 1 {
			f.t.Fatalf("kept %+v, %v", kept, err)
		}
		shown, _, err := f.config.State.PostedAt(f.t.Context(), kept[0])
		if err != nil || shown.Room == "" {
			f.t.Fatalf("%+v, %v", shown, err)
		}
		shown.Card.Title = "Corrected"
		if err := f.bot.Edit(f.t.Context(), shown); err != nil {
			f.t.Error(err)
		}
		if m := f.Answers(shown.Room); len(m) != 1 || m[0].Edits != 1 {
			f.t.Errorf("corrected: %+v", m)
		}
		f.clean()
	})
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.MakeForum(channel)
		f.run()
		f.Answer(1, "/channels/"+channel+"/threads", http.StatusBadRequest, nil, `{"code":40067,"message":"A tag is required to create a forum post in this channel"}`)
		if err := f.bot.Post(f.t.Context(), posting); err == nil || !strings.Contains(err.Error(), "wants a tag") {
			f.t.Errorf("a forum that wants tags: %v", err)
		}
	})
}

// TestAQuietPost notifies nobody, and one in an announcement channel goes to its followers;
// that cannot be costs nothing.
func TestAQuietPost(t *testing.T) {
	for _, follows := range []bool{true, false} {
		bubble(t, discordtest.Options{}, nil, func(f *fixture) {
			if follows {
				f.MakeAnnouncements(channel)
			}
			f.run()
			p := posting
			p.Card = bottest.CardOf("usual")
			if err := f.bot.Post(f.t.Context(), p); err != nil {
				f.t.Fatal(err)
			}
			if m := f.answer(channel, 1); m.Flags&(1<<12) == 0 || m.Published != follows {
				f.t.Errorf("flags %d, published %v", m.Flags, m.Published)
			}
			p.Quiet, p.Publish, p.Key = false, false, "l"
			if err := f.bot.Post(f.t.Context(), p); err != nil {
				f.t.Fatal(err)
			}
			if m := f.answer(channel, 2); m.Flags != 0 || m.Published {
				f.t.Errorf("flags %d, published %v", m.Flags, m.Published)
			}
			f.clean()
		})
	}
}
