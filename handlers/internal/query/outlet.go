package query

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// readSource finds the outlets that source: means, within those that the place may see.
func (d Reader) readSource(ctx context.Context, a *Parsed) error {
	name := Plain(a.Request.Args["source"])
	if name == "" {
		return nil
	}
	sources, err := d.Index.Sources(ctx, a.Request.Scope)
	if err != nil {
		return fmt.Errorf("list outlets: %w", err)
	}
	var exact, part, all []string
	for _, s := range sources {
		all = append(all, s.Name)
		switch {
		case strings.EqualFold(s.Name, name):
			exact = append(exact, s.Name)
		case strings.Contains(strings.ToLower(s.Name), strings.ToLower(name)):
			part = append(part, s.Name)
		}
	}
	if a.Query.Sources = exact; len(exact) == 0 {
		a.Query.Sources = part
	}
	if a.Source = strings.Join(a.Query.Sources, ", "); a.Source == "" {
		return NoSource(name, all, a.Request.Call)
	}
	return nil
}

// NoSource returns the answer that no outlet has a name, with the nearest of all as a
// button.
func NoSource(name string, all []string, call bot.Call) error {
	e := &bot.Error{Message: fmt.Sprintf("No outlet %s in the briefing.", name)}
	if near, ok := bot.Nearest(name, all); ok {
		e.Message += fmt.Sprintf(" Did you mean %s?", near)
		e.Actions = append(e.Actions, bot.Action{Kind: bot.Run, Label: near, Call: call.With("source", near)})
	}
	e.Actions = append(e.Actions, bot.Ask("Outlets", "sources"))
	return e
}
