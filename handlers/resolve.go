package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// findPeople returns the persons whom name means, as far as r's place may know them.
func (b *Briefing) findPeople(ctx context.Context, r request, name string) ([]index.Person, error) {
	found, err := b.Index.FindPeople(ctx, r.scope, name)
	if err != nil {
		return nil, fmt.Errorf("find person: %w", err)
	}
	return found, nil
}

// onePerson is the person whom name means; where it means several or nobody,
// the error offers them as calls made by with.
func (b *Briefing) onePerson(ctx context.Context, r request, name string, with func(string) bot.Call) (index.Person, error) {
	if n := len(strings.Fields(name)); n > index.MaxNameWords || len(name) > maxWord {
		return index.Person{}, &bot.Error{Usage: true, Message: fmt.Sprintf(
			"This is too long for a name: %s. A name has up to %d words; a name of several in an option stands in quotation marks, as in by:\"Ole Brandt\".",
			count(n, "word"), index.MaxNameWords)}
	}
	found, err := b.findPeople(ctx, r, name)
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
		return index.Person{}, b.noPerson(ctx, r, name, with)
	case 1:
		return found[0], nil
	}
	e := &bot.Error{Message: fmt.Sprintf("%s can be several people. Whom do you mean?", name)}
	for _, p := range found[:min(5, len(found))] {
		e.Actions = append(e.Actions, choose(p, with))
	}
	return index.Person{}, e
}

func (b *Briefing) noPerson(ctx context.Context, r request, name string, with func(string) bot.Call) error {
	e := &bot.Error{Message: fmt.Sprintf("Nobody named %s in the briefing.", name)}
	near, err := b.Index.Near(ctx, r.scope, name, true, 3)
	if err != nil {
		return fmt.Errorf("find near names: %w", err)
	}
	for _, n := range near {
		found, err := b.findPeople(ctx, r, n)
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
		e.Actions = append(e.Actions, run("Who is quoted", "people"))
	}
	return e
}

func choose(p index.Person, with func(string) bot.Call) bot.Action {
	return bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", p.Name, p.Statements), Call: with(p.Name)}
}
