package query

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// ReadSpeaker finds the one person that by: means.
func (d Reader) ReadSpeaker(ctx context.Context, a *Parsed) error {
	name := Plain(a.Request.Args["by"])
	if name == "" {
		return nil
	}
	p, err := d.OnePerson(ctx, a.Request, name, func(full string) bot.Call { return a.Request.Call.With("by", full) })
	if err != nil {
		return err
	}
	a.By, a.Query.By = p.Name, []string{p.Key}
	return nil
}

// FindPeople returns the persons whom name means, as far as r's place may know them.
func (d Reader) FindPeople(ctx context.Context, r Request, name string) ([]index.Person, error) {
	found, err := d.Index.FindPeople(ctx, r.Scope, name)
	if err != nil {
		return nil, fmt.Errorf("find person: %w", err)
	}
	return found, nil
}

// OnePerson returns the person whom name means; where it means several or nobody,
// the error offers them as calls made by with.
func (d Reader) OnePerson(ctx context.Context, r Request, name string, with func(string) bot.Call) (index.Person, error) {
	if n := len(strings.Fields(name)); n > index.MaxNameWords || len(name) > maxWord {
		return index.Person{}, &bot.Error{Usage: true, Message: fmt.Sprintf(
			"This is too long for a name: %s. A name has up to %d words; a name of several in an option stands in quotation marks, as in by:\"Ole Brandt\".",
			wording.Count(n, "word"), index.MaxNameWords)}
	}
	found, err := d.FindPeople(ctx, r, name)
	if err != nil {
		return index.Person{}, err
	}
	for _, p := range found {
		if strings.EqualFold(p.Name, name) {
			return p, nil
		}
	}
	switch len(found) {
	case 0:
		return index.Person{}, d.noPerson(ctx, r, name, with)
	case 1:
		return found[0], nil
	}
	e := &bot.Error{Message: fmt.Sprintf("%s can be several people. Whom do you mean?", name)}
	for _, p := range found[:min(5, len(found))] {
		e.Actions = append(e.Actions, choose(p, with))
	}
	return index.Person{}, e
}

func (d Reader) noPerson(ctx context.Context, r Request, name string, with func(string) bot.Call) error {
	e := &bot.Error{Message: fmt.Sprintf("Nobody named %s in the briefing.", name)}
	near, err := d.Index.Near(ctx, r.Scope, name, true, 3)
	if err != nil {
		return fmt.Errorf("find near names: %w", err)
	}
	for _, n := range near {
		found, err := d.FindPeople(ctx, r, n)
		if err != nil {
			return err
		}
		for _, p := range found[:min(1, len(found))] {
			e.Actions = append(e.Actions, choose(p, with))
		}
	}
	if len(e.Actions) > 0 {
		e.Message = fmt.Sprintf("Nobody named %s. Did you mean %s?", name, e.Actions[0].Label)
	} else {
		e.Actions = append(e.Actions, bot.Ask("Who is quoted", "people"))
	}
	return e
}

func choose(p index.Person, with func(string) bot.Call) bot.Action {
	return bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", p.Name, p.Statements), Call: with(p.Name)}
}
