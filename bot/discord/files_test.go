package discord_test

import (
	"context"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestARefusedFileSwitchesFilesOffForNobody: what Discord refuses of one answer says
// nothing of the next; each has its own message.
func TestARefusedFileSwitchesFilesOffForNobody(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.answers("the question", 1)
	asked := f.Answers(channel)[0]
	for i, row := range []struct {
		status int
		body   string
		want   string
		files  int
	}{
		{413, `{"code":40005,"message":"Request entity too large"}`, "too large", 0},
		{413, "<html>Request Entity Too Large</html>", "too large", 0},
		{400, `{"code":50035,"message":"Invalid Form Body"}`, "Exported as", 1}, // as plain text
		{400, `{"code":50046,"message":"Invalid Asset"}`, "Exported as", 1},
		{0, "", "Exported as", 1},
	} {
		if row.status != 0 {
			f.Answer(1, "/webhooks/", row.status, nil, row.body)
		}
		f.Press(anna, asked, "Export")
		if m := f.answer(channel, i+2); !strings.Contains(m.Words(), row.want) || len(m.Files) != row.files {
			t.Errorf("%d %s: %q with the files %v", row.status, row.body, m.Words(), m.Files)
		}
	}
	if text := f.log.Text(); strings.Contains(text, "what=attachments") {
		t.Error("files are switched off")
	}
	f.clean()
}

// TestAServerThatTakesNoFiles is known by its refusal, which has no code of Discord's.
func TestAServerThatTakesNoFiles(t *testing.T) {
	t.Parallel()
	f := start(t)
	f.answers("the question", 1)
	f.Answer(1, "/webhooks/", 400, nil, "no multipart here")
	f.Press(anna, f.Answers(channel)[0], "Export")
	if m := f.answer(channel, 2); !strings.Contains(m.Words(), "takes no files") {
		t.Errorf("the export is answered %q", m.Words())
	}
	if text := f.log.Text(); strings.Count(text, "what=attachments") != 1 {
		t.Error("the log does not say that the server takes no files")
	}
}

// TestAFileThatIsTooLargeIsNotSent: it is measured before, and the asker reads what to do.
func TestAFileThatIsTooLargeIsNotSent(t *testing.T) {
	t.Parallel()
	f := prepare(t, discordtest.Options{}, nil)
	f.config.Mux.Commands = append(f.config.Mux.Commands, bot.Command{Name: "huge", Summary: "Much", Params: []bot.Param{{Name: "limit", Kind: bot.Number, Min: 1, Max: 50}},
		Handle: func(_ context.Context, r bot.Request) (bot.Card, error) {
			c := bot.Card{Title: "Much", Total: 1, Actions: []bot.Action{{Kind: bot.Export, Label: "Export", Call: r.Call}}}
			if r.Args["limit"] != "" { // the whole of it
				c.Items = []bot.Item{{Quote: bot.Excerpt{Text: strings.Repeat("words ", 2<<20)}}}
			}
			return c, nil
		}})
	f.run()
	f.Command(anna, "huge", nil)
	f.Press(anna, f.answer(channel, 1), "Export")
	if m := f.answer(channel, 2); !strings.Contains(m.Words(), "too large") || !strings.Contains(m.Words(), "Narrow the question") || len(m.Files) != 0 {
		t.Errorf("the export is answered %q with the files %v", m.Words(), m.Files)
	}
	f.clean()
}
