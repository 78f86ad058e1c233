package app

import (
	"context"
	"path/filepath"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/handlers"
)

// ChatMux reads lines here and lets the backend answer, so that a chat works
// beside serve too.
func ChatMux(c config.Config, d control.Backend) *bot.Mux {
	m := &bot.Mux{Commands: handlers.Commands(), Timeout: c.Answers.Timeout}
	for i, command := range m.Commands {
		m.Commands[i].Handle = func(ctx context.Context, r bot.Request) (bot.Card, error) {
			return d.Answer(ctx, control.Question{Call: &r.Call, Zone: r.In().String()})
		}
		params := append([]bot.Param{}, command.Params...)
		for k, p := range params {
			if p.Completes == "" {
				continue
			}
			params[k].Suggest = func(ctx context.Context, _ bot.Request, prefix string) []bot.Suggestion {
				found, err := d.Suggest(ctx, control.Completion{Command: command.Name, Param: p.Name, Prefix: prefix})
				if err != nil {
					return nil // a failed completion suggests nothing
				}
				return found
			}
		}
		m.Commands[i].Params = params
	}
	m.Words = func(_ bot.Request, placeholder string) string { return exampleWord(d, placeholder) }
	return m
}

// exampleWord returns a word of the briefing for an example, "" if there is none: the first
// completion of an empty argument.
func exampleWord(d control.Backend, placeholder string) string {
	param := map[string]string{"person": "by", "topic": "topic"}[placeholder]
	if param == "" {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // examples are no request's own
	defer cancel()
	found, err := d.Suggest(ctx, control.Completion{Command: "who-said", Param: param})
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[0].Value
}

// About returns which briefing a folder holds, for who asks in a terminal.
func About(c config.Config) string {
	if m, err := datadir.ReadMarker(filepath.Dir(c.Data)); err == nil && m.Demo {
		return "The sample: invented articles about an invented river. Your own: briefing-bot ingest FOLDER"
	}
	return "Data folder: " + c.Data
}

// Commands returns the catalogue of commands, for what only lists them.
func Commands() []bot.Command { return handlers.Commands() }
