package discord_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// onMessage calls a command on what somebody wrote, and returns the answer.
func onMessage(t *testing.T, name string, m discordtest.Message) (out discordtest.Message) {
	t.Helper()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.OnMessage(anna, name, m)
		out = f.answer(channel, 1)
		if out.For != anna.User {
			f.t.Errorf("the answer is for %q", out.For)
		}
		f.clean()
	})
	return out
}

// TestWhatIsCheckedOfAMessage: its quotations without markup, mentions and links; the
// reader's own words stay outside.
func TestWhatIsCheckedOfAMessage(t *testing.T) {
	rows := []struct{ why, content, want string }{
		{"a quotation and a question", "“Thirst does not negotiate,” she said. Does she?", "text “Thirst does not negotiate,” she said. Does she? by"},
		{"a quoted line with markup, a name and a link", "> Thirst does **not** negotiate\n— Tarrouche https://x.example/a_b", "text “Thirst does not negotiate” — Tarrouche by"},
		{"all that follows is quoted", "Listen:\n>>> Thirst does not\n__negotiate__", "text Listen: “Thirst does not negotiate” by"},
		{"a masked link, a mention and a time", "<@5> “[Thirst](https://x.example) does not negotiate” <t:1700000000:R> <:fist:7>", "text “Thirst does not negotiate” by"},
		{"a spoiler, code and escapes", "||“Thirst does not `negotiate`\\!”||", "text “Thirst does not negotiate!” by"},
		{"underscores within a word", "the file two_capitals says “Thirst does _not_ negotiate”", "text the file two_capitals says “Thirst does not negotiate” by"},
		{"words without marks", "Thirst does not negotiate", "text Thirst does not negotiate by"},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			m := discordtest.Message{ID: "5", Channel: channel, Content: r.content, Author: discordtest.User{ID: boris.User}}
			words := strings.NewReplacer(`\`, "").Replace(onMessage(t, "Check this quote", m).Words())
			if !strings.Contains(words, r.want) {
				t.Errorf("%q is checked as %q", r.content, words)
			}
		})
	}
	who := onMessage(t, "Who else said this?", discordtest.Message{ID: "5", Channel: channel, Content: "He: “a lasting truce” – wow", Author: discordtest.User{ID: boris.User}})
	if !strings.Contains(who.Words(), `about "a lasting truce"`) {
		t.Errorf("asked %q", who.Words())
	}
	none := onMessage(t, "Check this quote", discordtest.Message{ID: "5", Channel: channel, Content: "<:fist:7> https://x.example", Author: discordtest.User{ID: boris.User}})
	if !strings.Contains(none.Words(), "no words in that message") {
		t.Errorf("told %q", none.Words())
	}
}

// TestACommandOnAnAnswerOffersItsRows: each by number and speaker.
func TestACommandOnAnAnswerOffersItsRows(t *testing.T) {
	rows := []struct {
		command, press, want string
		offered              int
	}{
		{"Check this quote", "3 · Tomas Okello quoting the harbour council", `that any truce would depend on “the two buoys … at the northern mouth”`, 3},
		{"Who else said this?", "2", `about "a lasting truce, and soon"`, 3},
		{"Show context", "1 · Ilse Varga, the foreign minister of Norland", "Context of", 3},
	}
	for _, r := range rows {
		t.Run(r.command, func(t *testing.T) {
			bubble(t, discordtest.Options{}, nil, func(f *fixture) {
				f.run()
				f.Say(boris, mention+"who-said truce")
				f.OnMessage(anna, r.command, f.answer(channel, 1))
				offer := f.answer(channel, 2)
				labels := slices.DeleteFunc(offer.Labels(), func(l string) bool { return l == "Delete" })
				if len(labels) != r.offered || !strings.Contains(offer.Words(), "3 rows") || offer.For != anna.User {
					f.t.Fatalf("offered %q below %q for %q", labels, offer.Words(), offer.For)
				}
				if !slices.Contains(labels, r.press) {
					f.t.Fatalf("offered %q", labels)
				}
				f.Press(anna, offer, r.press)
				if m := f.answer(channel, 3); !strings.Contains(strings.ReplaceAll(m.Words(), `\`, ""), r.want) || m.For != anna.User {
					f.t.Errorf("answered %q", m.Words())
				}
				f.clean()
			})
		})
	}
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.Say(boris, mention+"check-quote truce")
		f.OnMessage(anna, "Show context", f.answer(channel, 1))
		if m := f.answer(channel, 2); !strings.Contains(m.Words(), "Context of") {
			f.t.Errorf("an answer of one row: %q", m.Words())
		}
	})
}
