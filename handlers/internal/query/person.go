package query

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	p, err := d.Who(ctx, a.Request, name, func(full string) bot.Call { return a.Request.Call.With("by", full) })
	if err != nil {
		return err
	}
	a.By, a.ByNote, a.Query.By = p.Name, Note(p, name), []string{p.Key}
	return d.addNamesakes(ctx, a, name)
}

// addNamesakes adds the others whom a surname can mean that one person bears alone: of
// two Clintons, the one who is printed as Clinton may be either.
func (d Reader) addNamesakes(ctx context.Context, a *Parsed, name string) error {
	if !strings.EqualFold(a.By, name) || strings.Contains(name, " ") {
		return nil
	}
	found, err := d.FindPeople(ctx, a.Request, name)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range found {
		if p.Name != a.By && p.Statements > 0 && len(names) < maxNamesakes {
			names = append(names, p.Name)
			a.Namesakes = append(a.Namesakes, choose(p, func(full string) bot.Call { return a.Request.Call.With("by", full) }))
		}
	}
	if len(names) > 0 {
		a.Notices = append(a.Notices, fmt.Sprintf("Printed as %s alone. Others with this surname: %s.", a.By, wording.And(names)))
	}
	return nil
}

// maxNamesakes is the maximum number of namesakes listed.
const maxNamesakes = 3

// Note says how a name or role as typed means a person, "" if the name alone does.
func Note(p index.Person, typed string) string {
	switch p.Match {
	case index.MatchRole:
		return "“" + typed + "”"
	case index.MatchSpelling:
		return "typed “" + typed + "”"
	}
	if others := OtherSpellings(p); len(others) > 0 {
		return "also printed " + wording.And(others)
	}
	return ""
}

// mostSpellings is the maximum number of spellings listed for a name.
const mostSpellings = 3

// OtherSpellings returns the surnames under which a person is printed beside the one in
// the full name: Saldiev for Timur Saldiyev.
func OtherSpellings(p index.Person) []string {
	last := func(name string) string {
		words := strings.Fields(name)
		if len(words) == 0 {
			return ""
		}
		return words[len(words)-1]
	}
	var out []string
	for _, form := range p.Variants {
		other := last(form)
		if !strings.Contains(strings.ToLower(p.Name), strings.ToLower(other)) && !slices.Contains(out, other) && len(out) < mostSpellings {
			out = append(out, other)
		}
	}
	return out
}

// Who returns the person whom a name or a role means, as OnePerson does for names. The
// caller has to tell what Note says.
func (d Reader) Who(ctx context.Context, r Request, typed string, with func(string) bot.Call) (index.Person, error) {
	p, err := d.OnePerson(ctx, r, typed, with)
	if !errors.Is(err, ErrUnknownName) {
		return p, err
	}
	bearers, err2 := d.FindBearers(ctx, r, typed)
	switch {
	case err2 != nil:
		return p, err2
	case len(bearers) == 0:
		return p, err
	case len(bearers) == 1:
		return bearers[0], nil
	}
	return p, severalPeople(typed, bearers, with)
}

// FindBearers returns the persons of whom articles print a role, as far as r's place may
// know them: those who are quoted, or all if nobody is.
func (d Reader) FindBearers(ctx context.Context, r Request, role string) ([]index.Person, error) {
	found, err := d.Index.FindByRole(ctx, r.Scope, role)
	if err != nil {
		return nil, fmt.Errorf("find the bearer of a role: %w", err)
	}
	if quoted := slices.DeleteFunc(slices.Clone(found), func(p index.Person) bool { return p.Statements == 0 }); len(quoted) > 0 {
		return quoted, nil
	}
	return found, nil
}

// ErrUnknownName is the cause of the answer that nobody has a name.
var ErrUnknownName = errors.New("nobody has this name")

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
			"This is too long for a name: %s. A name has up to %d words; quote a name of several words in an option, as in by:\"Ole Brandt\".",
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
	return index.Person{}, severalPeople(name, found, with)
}

// maxChoices is the maximum number of people offered to choose from.
const maxChoices = 5

// severalPeople returns the question which of several people is meant.
func severalPeople(name string, found []index.Person, with func(string) bot.Call) error {
	e := &bot.Error{Message: fmt.Sprintf("%s can be several people. Whom do you mean?", name)}
	if n := len(found); n > maxChoices {
		e.Message = fmt.Sprintf("%s can be %d people. The most quoted of them:", name, n)
	}
	for _, p := range found[:min(maxChoices, len(found))] {
		e.Actions = append(e.Actions, choose(p, with))
	}
	return e
}

func (d Reader) noPerson(ctx context.Context, r Request, name string, with func(string) bot.Call) error {
	e := &bot.Error{Err: ErrUnknownName, Message: fmt.Sprintf("Nobody named %s in the briefing.", name)}
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
