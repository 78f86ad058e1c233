package discord_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// refuses lets Discord refuse the next n messages to a channel with a code.
func (f *fixture) refuses(n int, channel string, code int) {
	f.Answer(n, "/channels/"+channel+"/messages", 403, nil, fmt.Sprintf(`{"code":%d,"message":"no"}`, code))
}

// TestAnAnswerTakesTheFormThatTheChannelAllows: without its picture, without its embeds,
// and it names the permission that is missing.
func TestAnAnswerTakesTheFormThatTheChannelAllows(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for i, row := range []struct {
			line          string
			refused       int
			embeds, files bool
			names, shows  string
		}{
			{"timeline truce", 0, true, true, "", ""},
			{"timeline truce", 1, true, false, "Attach Files", "delegations met"},
			{"timeline truce", 2, false, false, "Embed Links", "delegations met"},
			{"who-said truce", 1, false, false, "Embed Links", "a lasting **truce**, and soon"},
		} {
			f.refuses(row.refused, channel, 50013)
			f.Say(anna, mention+row.line)
			m := f.answer(channel, i+1)
			if len(m.Embeds) > 0 != row.embeds || len(m.Files) > 0 != row.files || !strings.Contains(m.Content, row.names) || !strings.Contains(m.Words(), row.shows) {
				f.t.Errorf("%s, refused %d times: %d embeds, the files %v, %q", row.line, row.refused, len(m.Embeds), m.Files, m.Words())
			}
			if strings.Contains(row.line, "who-said") && len(m.Components) == 0 {
				f.t.Error("an answer without embeds lost its buttons")
			}
		}
		f.clean()
	})
}

// TestAThreadNeedsItsOwnPermission: Send Messages is not enough there.
func TestAThreadNeedsItsOwnPermission(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.set("threads", "on")
		f.run()
		within := anna
		within.Channel = f.Say(anna, mention+"who-said truce")
		f.answer(within.Channel, 1)
		f.refuses(2, within.Channel, 50013)
		f.Say(within, mention+"who-said truce")
		if m := f.answer(alone.Channel, 1); !strings.Contains(m.Words(), "Send Messages in Threads") || !strings.Contains(m.Words(), "<#"+within.Channel+">") {
			f.t.Errorf("told %q", m.Words())
		}
		f.clean()
	})
}

// TestWhoTakesNoDirectMessagesIsToldWhereThatCanBe: in the channel, without the answer.
func TestWhoTakesNoDirectMessagesIsToldWhereThatCanBe(t *testing.T) {
	t.Parallel()
	bubble(t, expiring, nil, func(f *fixture) {
		f.run()
		f.refuses(1, alone.Channel, 50007)
		f.asksTooLong()
		m := f.answer(channel, 1)
		if !strings.Contains(m.Words(), "Privacy Settings") || !strings.Contains(m.Words(), "<@"+anna.User+">") || strings.Contains(m.Words(), "Slow but there") {
			f.t.Errorf("told %q", m.Words())
		}
		f.refuses(1, alone.Channel, 50007)
		err := f.bot.Post(f.t.Context(), bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, User: anna.User}, Card: bot.Card{Title: "News"}, Key: "k"})
		var refused *bot.PostError
		if !errors.As(err, &refused) || !strings.Contains(refused.Mend, "Privacy Settings") {
			f.t.Errorf("a post ended with %v", err)
		}
		f.clean()
	})
}

// TestAPostToSomebodyWhoIsGone is refused for good, so that what they subscribed to is paused.
func TestAPostToSomebodyWhoIsGone(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		for _, code := range []int{10013, 50033} {
			f.Answer(1, "/users/@me/channels", http.StatusBadRequest, nil, fmt.Sprintf(`{"code":%d,"message":"no"}`, code))
			err := f.bot.Post(f.t.Context(), bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, User: anna.User}, Card: bot.Card{Title: "News"}, Key: "k"})
			if refused, ok := errors.AsType[*bot.PostError](err); !ok || !strings.Contains(refused.Mend, "account is gone") {
				f.t.Errorf("code %d: %v", code, err)
			}
		}
	})
}
