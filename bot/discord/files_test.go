package discord_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// TestARefusedFileSwitchesFilesOffForNobody: what Discord refuses of one answer says
// nothing of the next; each has its own message.
func TestARefusedFileSwitchesFilesOffForNobody(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
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
			time.Sleep(2 * time.Second) // no double click
			f.Press(anna, asked, "Export")
			if m := f.answer(channel, i+2); !strings.Contains(m.Words(), row.want) || len(m.Files) != row.files {
				f.t.Errorf("%d %s: %q with the files %v", row.status, row.body, m.Words(), m.Files)
			}
		}
		if text := f.log.Text(); strings.Contains(text, "what=attachments") {
			f.t.Error("files are switched off")
		}
		f.clean()
	})
}

// TestAServerThatTakesNoFiles is known by its refusal, which has no code of Discord's.
func TestAServerThatTakesNoFiles(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
		f.run()
		f.answers("the question", 1)
		f.Answer(1, "/webhooks/", 400, nil, "no multipart here")
		f.Press(anna, f.Answers(channel)[0], "Export")
		if m := f.answer(channel, 2); !strings.Contains(m.Words(), "takes no files") {
			f.t.Errorf("the export is answered %q", m.Words())
		}
		if text := f.log.Text(); strings.Count(text, "what=attachments") != 1 {
			f.t.Error("the log does not say that the server takes no files")
		}
	})
}

// TestAFileThatIsTooLargeIsNotSent: it is measured before, and the asker reads what to do.
func TestAFileThatIsTooLargeIsNotSent(t *testing.T) {
	t.Parallel()
	bubble(t, discordtest.Options{}, nil, func(f *fixture) {
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
			f.t.Errorf("the export is answered %q with the files %v", m.Words(), m.Files)
		}
		f.clean()
	})
}

// TestAnAnswerDoesNotWaitForItsFile: where files fail and nothing else does, the answer goes
// out without, and soon; the next one does not try for long, and Discord is asked again.
func TestAnAnswerDoesNotWaitForItsFile(t *testing.T) {
	rows := []struct {
		why    string
		status int
		body   string
		fails  int // calls with files, of the first answer
		lacks  bool
	}{
		{"a server that ends in an error", 500, "<html>Internal Server Error</html>", 2, true},
		{"one that knows no description of an attachment", 400, `{"code":50035,"message":"Invalid Form Body"}`, 1, false},
		{"one that knows no attachment", 400, `{"code":50046,"message":"Invalid Asset"}`, 1, false},
		{"one that takes no multipart", 415, "", 1, true},
		{"a fault that passes", 503, "down", 1, false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			bubble(t, discordtest.Options{FailFiles: r.fails, FileStatus: r.status, FileBody: r.body}, nil, func(f *fixture) {
				f.run()
				began := time.Now()
				f.Command(anna, "timeline", options("topic", "ferry"))
				m := f.answer(channel, 1)
				if took := time.Since(began); took > 2*time.Second {
					f.t.Errorf("answered after %v", took)
				}
				if len(m.Embeds) == 0 || len(m.Components) == 0 {
					f.t.Errorf("it lost its form: %q", m.Words())
				}
				if passed := r.status == 503; (len(m.Files) > 0) != passed || strings.Contains(m.Words(), `Harbour Gazette\: 3, 0, 7`) == passed {
					f.t.Errorf("with the files %v: %q", m.Files, m.Words())
				}
				if lacks := strings.Contains(f.log.Text(), "what=attachments"); lacks != r.lacks {
					f.t.Errorf("the log says that the server takes no files: %v", lacks)
				}
				f.Say(anna, mention+"timeline ferry")
				if m := f.answer(channel, 2); (len(m.Files) == 0) != r.lacks {
					f.t.Errorf("the next answer has the files %v", m.Files)
				}
				f.settle()
				if n := len(f.Answers(channel)); n != 2 {
					f.t.Errorf("%d answers", n)
				}
			})
		})
	}
}

// TestAnExportThatIsNotTaken checks that the user who pressed Export soon gets the reason.
func TestAnExportThatIsNotTaken(t *testing.T) {
	bubble(t, discordtest.Options{FailFiles: 9, FileStatus: 500}, nil, func(f *fixture) {
		f.run()
		f.Command(anna, "who-said", options("topic", "ferry"))
		f.Press(anna, f.answer(channel, 1), "Export")
		began := time.Now()
		if m := f.answer(channel, 2); !strings.Contains(m.Words(), "does not take files at the moment") || time.Since(began) > 2*time.Second {
			f.t.Errorf("after %v: %q", time.Since(began), m.Words())
		}
	})
}

// TestAPostDoesNotWaitForItsFile: a digest with a picture is tried again by who posts it.
func TestAPostDoesNotWaitForItsFile(t *testing.T) {
	bubble(t, discordtest.Options{FailFiles: 9, FileStatus: 500}, nil, func(f *fixture) {
		f.run()
		p := bot.Posting{Place: bot.Place{Platform: "discord", Workspace: discordtest.Guild, Channel: channel}, Card: bottest.CardOf("timeline"), Key: "k"}
		if err := f.bot.Post(f.t.Context(), p); err == nil {
			f.t.Error("the first try succeeded")
		}
		p.Again = true
		if err := f.bot.Post(f.t.Context(), p); err != nil {
			f.t.Errorf("the second try: %v", err)
		}
		if n := len(f.Answers(channel)); n != 1 {
			f.t.Errorf("%d posts", n)
		}
	})
}
