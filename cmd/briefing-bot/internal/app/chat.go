package app

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
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
	return m
}

// Commands returns the catalogue of commands, for what only lists them.
func Commands() []bot.Command { return handlers.Commands() }
