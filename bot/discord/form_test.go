package discord_test

import (
	"strings"
	"testing"

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
			if d.Form == nil || len(d.Form.Rows) != 2 {
				f.t.Fatalf("%s: the form %v", over, d.Form)
			}
			text, by := d.Form.Rows[0].Fields[0], d.Form.Rows[1].Fields[0]
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
