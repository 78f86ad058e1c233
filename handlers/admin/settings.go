package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

// SettingsCommand returns the command that shows a channel's settings.
func SettingsCommand() bot.Command {
	return bot.Command{Name: "settings", Summary: "What this channel is set to"}
}

// AnswerSettings answers with the settings of a channel.
func (c Commands) AnswerSettings(ctx context.Context, r query.Request) (bot.Card, error) {
	if err := c.requireSettings(); err != nil {
		return bot.Card{}, err
	}
	here, err := c.Access.Of(ctx, r.Request, r.EffectiveChannel())
	hidden, err2 := c.Access.Hidden(ctx, r.Request)
	err = errors.Join(err, err2)
	lost := errors.Is(err, bot.ErrSettingsLost)
	if err != nil && !lost {
		return bot.Card{}, err
	}
	shown, err := c.shownOutlets(ctx, r.Scope)
	if err != nil {
		return bot.Card{}, err
	}
	card := bot.Card{Title: "This channel", Read: map[string]string{}, Text: []string{
		"Time zone: " + cmp.Or(here[access.Zone], r.In().String()) + ".", "It may see: " + shown + "."}}
	if here[access.Previews] == "off" {
		card.Text = append(card.Text, "Links to articles are not shown with what is said in them.")
	}
	settings, err := c.Access.Of(ctx, r.Request, "")
	if err != nil && !lost {
		return card, err
	}
	if allowed := access.Lines(settings[access.Subscribe]); len(allowed) > 0 {
		card.Text = append(card.Text, "Digests and watches are set up by: "+whoMay(r.Request, allowed)+".")
	}
	if lost {
		card.Notice = access.ErrUnknown().Error()
	}
	if len(hidden) > 0 && r.Admin {
		card.Text = append(card.Text, "Hidden everywhere: "+strings.Join(hidden, ", ")+".")
	}
	card.Actions = append(card.Actions, bot.Ask("Digests", "digest list"), bot.Ask("Watches", "watch list"))
	return card, nil
}

// whoMay names who may set up digests and watches.
func whoMay(r bot.Request, allowed []string) string {
	if slices.Contains(allowed, access.Managers) {
		return "administrators"
	}
	names := []string{"administrators"}
	for _, id := range allowed {
		names = append(names, r.UserMention(id))
	}
	return strings.Join(names, ", ")
}

// shownOutlets names the outlets of a scope for people.
func (c Commands) shownOutlets(ctx context.Context, scope index.Scope) (string, error) {
	if scope.ShowsEverything() {
		return "all outlets", nil
	}
	sources, err := c.Index.Sources(ctx, scope)
	if err != nil {
		return "", fmt.Errorf("list outlets: %w", err)
	}
	var names []string
	for _, s := range sources {
		names = append(names, s.Name)
	}
	return cmp.Or(strings.Join(names, ", "), "no outlet"), nil
}
