package admin

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// HideCommand returns the command that hides an outlet.
func HideCommand() bot.Command {
	return adminCommand("hide", "Hide the words of an outlet", "{source}", outletParam())
}

// AnswerHide hides an outlet in a workspace.
func (c Commands) AnswerHide(ctx context.Context, r query.Request) (bot.Card, error) {
	return c.setHidden(ctx, r, func(hidden []string, name string) []string {
		if slices.Contains(hidden, name) {
			return hidden
		}
		return append(hidden, name)
	})
}

// setHidden changes the list of hidden outlets of a workspace.
func (c Commands) setHidden(ctx context.Context, r query.Request, to func(hidden []string, name string) []string) (bot.Card, error) {
	if err := c.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	name, err := c.outlet(ctx, query.Plain(r.Args["source"]))
	if err != nil {
		return bot.Card{}, err
	}
	whole, err := c.Access.Of(ctx, r.Request, "")
	if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
		return bot.Card{}, err
	}
	card := bot.Card{Title: name, Read: map[string]string{"source": name}}
	return card, c.change(ctx, &card, r, "", access.Hidden, strings.Join(to(access.Lines(whole[access.Hidden]), name), "\n"))
}

func outletParam() bot.Param {
	return bot.Param{Name: "source", Kind: bot.Text, Words: true, Required: true, Help: "the outlet, as sources lists it", Completes: bot.CompleteSource}
}
