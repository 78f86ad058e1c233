package discord_test

import (
	"context"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestAFormTakesWhatAnOptionCannot: a quotation of several lines, for a command
// that was chosen without it; what was typed beside it is kept.
func TestAFormTakesWhatAnOptionCannot(t *testing.T) {
	t.Parallel()
	for _, over := range []string{"check-quote", "briefing check-quote"} {
		bubble(t, discordtest.Options{}, nil, func(f *fixture) {
			f.run()
			d := f.Command(anna, over, options("by", "Ada Varga"))
			if d.Form == nil || len(d.Form.Fields) != 2 {
				f.t.Fatalf("%s: the form %v", over, d.Form)
			}
			text, by := d.Form.Fields[0], d.Form.Fields[1]
			if text.Style != 2 || !text.Required || by.Value != "Ada Varga" || by.Required {
				f.t.Errorf("%s: fields %+v and %+v", over, text, by)
			}
			if n := len(f.Answers(channel)); n != 0 {
				f.t.Errorf("%s: %d answers before it was sent", over, n)
			}
			if d = f.Send(anna, *d.Form, map[string]string{"text": "The pier\nis open."}); !d.Acked {
				f.t.Fatalf("%s: not acknowledged", over)
			}
			if m := f.answer(channel, 1); !strings.Contains(m.Words(), "The pier is open.") || !strings.Contains(m.Words(), "Ada Varga") || m.For != discordtest.Anna {
				f.t.Errorf("%s: answered %q for %q", over, m.Words(), m.For)
			}
			if d := f.Command(anna, over, options("text", "The pier is open.")); d.Form != nil {
				f.t.Errorf("%s: a form, though nothing is missing", over)
			}
			f.answer(channel, 2)
			f.clean()
		})
	}
}

// settingUp adds a command with a form to the Mux of a fixture.
func (f *fixture) settingUp() {
	f.config.Mux.Commands = append(f.config.Mux.Commands, bot.Command{Name: "digest subscribe", Summary: "Post what is new at a set time", Changes: true,
		Params: []bot.Param{{Name: "topic", Kind: bot.Text, Words: true}, {Name: "at", Kind: bot.Time, Help: "the local time of day, such as 08:00"},
			{Name: "days", Kind: bot.Days}, {Name: "to", Kind: bot.Choice, Choices: []string{"here", "me"}}},
		Form: []bot.FormField{{Param: "at", Label: "Time of day", Value: "08:00"}, {Param: "days", Label: "Days", Value: "weekdays"}, {Param: "topic", Label: "Topic"}, {Param: "to", Label: "Where", Value: "here"}},
		Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
			return bot.Card{Title: "Set up", Notice: r.Args["at"] + ", " + r.Args["days"] + ", " + r.Args["topic"] + ", " + r.Args["to"]}, nil
		}})
}

// shown returns the words of a message as people read them.
func shown(m discordtest.Message) string { return discordtest.Literal(m.Words()) }

// TestADigestIsSetUpByAForm checks that a field that is wrong says so beside it, with what
// was entered kept, until all are right.
func TestADigestIsSetUpByAForm(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.settingUp()
		f.run()
		d := f.Command(anna, "digest subscribe", nil)
		if d.Form == nil || len(d.Form.Fields) != 4 || d.Form.Field("at").Value != "08:00" || d.Form.Field("to").Entered() != "here" || d.Form.Field("at").Description != "the local time of day, such as 08:00" {
			f.t.Fatalf("the form %+v", d.Form)
		}
		f.Send(anna, *d.Form, map[string]string{"at": "noonish", "days": "mon,someday", "topic": "truce", "to": "me"})
		m := f.answer(channel, 1)
		if m.For != anna.User || !strings.Contains(shown(m), "Time of day: \"noonish\" is no time of day") || !strings.Contains(shown(m), "\"someday\" is no day") {
			f.t.Errorf("refused to %q with %q", m.For, m.Words())
		}
		again := f.Press(anna, m, "Correct it")
		if again.Form == nil {
			f.t.Fatal("no form after a refusal")
		}
		for name, want := range map[string]string{"at": "noonish", "days": "mon,someday", "topic": "truce", "to": "me"} {
			in := again.Form.Field(name)
			if wrong := strings.HasPrefix(in.Description, "⚠"); in.Entered() != want || wrong != (name == "at" || name == "days") {
				f.t.Errorf("%s is shown again as %+v", name, in)
			}
		}
		f.Send(anna, *again.Form, map[string]string{"at": "8am", "days": "mon-wed"})
		if m := f.answer(channel, 2); !strings.Contains(shown(m), "08:00, mon,tue,wed, truce, me") {
			f.t.Errorf("set up as %q", m.Words())
		}
		f.Command(anna, "digest subscribe", options("at", "7"))
		if m := f.answer(channel, 3); !strings.Contains(shown(m), "07:00, , ,") {
			f.t.Errorf("with an option: %q", m.Words())
		}
		f.clean()
	})
}

// TestAServerWithoutLabelsHasForms checks that it gets rows of text inputs, and is asked for
// labels once.
func TestAServerWithoutLabelsHasForms(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{NoLabels: true}, nil, func(f *fixture) {
		f.settingUp()
		f.run()
		for range 2 {
			d := f.Command(anna, "digest subscribe", nil)
			if d.Form == nil || d.Form.Field("to").Value != "here" || d.Form.Field("days").Label != "Days" {
				f.t.Fatalf("the form %+v", d.Form)
			}
			f.Send(anna, *d.Form, map[string]string{"topic": "truce"})
		}
		if m := f.answer(channel, 2); !strings.Contains(shown(m), "08:00, weekdays, truce, here") {
			f.t.Errorf("set up as %q", m.Words())
		}
		if n := strings.Count(f.log.Text(), "labels in forms"); n != 1 {
			f.t.Errorf("the log says %d times that labels are lacking", n)
		}
		f.clean()
	})
}

// TestAFormIsCorrectedOverHTTP plays the same where each answer is the reply to a delivery.
func TestAFormIsCorrectedOverHTTP(t *testing.T) {
	t.Parallel()
	overHTTP(t, func(f *fixture) {
		f.settingUp()
		f.run()
		d := f.Command(anna, "digest subscribe", nil)
		f.Send(anna, *d.Form, map[string]string{"at": "noonish"})
		again := f.Press(anna, f.answer(channel, 1), "Correct it")
		if again.Form == nil || again.Form.Field("at").Value != "noonish" {
			f.t.Fatalf("the form %+v", again.Form)
		}
		f.Send(anna, *again.Form, map[string]string{"at": "9"})
		if m := f.answer(channel, 2); !strings.Contains(shown(m), "09:00, weekdays") {
			f.t.Errorf("set up as %q", m.Words())
		}
		f.clean()
	})
}
