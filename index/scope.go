package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// maxScopeChecks is the maximum number of names that are looked up in the articles
// of a scope for each one that is wanted.
const maxScopeChecks = 4

// holdsName reports whether an article of the scope holds a name in text or title,
// or is of the outlet with that name.
func (v *snapshot) holdsName(ctx context.Context, scope Scope, name string) (bool, error) {
	if slices.ContainsFunc(v.sourceList(), func(s Source) bool { return s.Name == name && scope.Shows(name) }) {
		return true, nil
	}
	held, err := v.mentioning(ctx, Query{Scope: scope, Words: Words{Phrases: []string{name}}})
	return len(held) > 0, err
}

// restrict reduces a person to what the articles of the scope have, and reports
// whether that is anything.
func (v *snapshot) restrict(ctx context.Context, scope Scope, p *Person) (bool, error) {
	if scope.ShowsEverything() {
		if p.Statements > 0 || v.Alive.Articles == v.Articles.Len() {
			return true, nil
		}
		forms, err := v.heldForms(ctx, scope, p.Name, p.Variants) // removed articles alone may have named the person
		return len(forms) > 0, err
	}
	var stats personStats
	err := v.eachStatement(ctx, Query{Scope: scope, By: []string{p.Key}}, func(unit uint32, also []uint32) {
		stats.statements++
		stats.span(v.Articles.At(v.Statements.At(unit).Article).Published())
		for _, unit := range also {
			stats.span(v.Articles.At(v.Statements.At(unit).Article).Published())
		}
	})
	if err != nil {
		return false, err
	}
	p.Statements, p.First, p.Latest = stats.statements, stats.first, stats.latest
	forms, err := v.heldForms(ctx, scope, p.Name, p.Variants)
	if err != nil {
		return false, err
	}
	known := p.Statements > 0 || len(forms) > 0
	if len(forms) > 0 {
		p.Name = fullest(p.Name, forms)
	}
	p.Variants = slices.DeleteFunc(forms, func(form string) bool { return form == p.Name })
	return known, nil
}

// heldForms returns the forms of a name that articles of the scope hold.
func (v *snapshot) heldForms(ctx context.Context, scope Scope, name string, variants []string) ([]string, error) {
	var out []string
	for _, form := range append([]string{name}, variants...) {
		held, err := v.holdsName(ctx, scope, form)
		if err != nil {
			return nil, err
		}
		if held {
			out = append(out, form)
		}
	}
	return out, nil
}

// fullest returns name if forms has it, else the longest form.
func fullest(name string, forms []string) string {
	if slices.Contains(forms, name) {
		return name
	}
	return slices.MaxFunc(forms, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(b, a)) })
}

// printedNames are the names to show of persons in a scope, some of whose full names
// articles of other outlets alone may print.
type printedNames struct {
	v     *snapshot
	scope Scope
	full  map[uint32]bool // persons whose full name a statement's article has
}

func (v *snapshot) printedIn(scope Scope) *printedNames {
	return &printedNames{v: v, scope: scope, full: map[uint32]bool{}}
}

// note notes how the articles of a statement and its repeats name the speaker.
func (p *printedNames) note(person, statement uint32, repeats ...uint32) {
	if p.scope.ShowsEverything() || p.full[person] {
		return
	}
	name := p.v.identities.Name(person)
	hasFull := func(statement uint32) bool {
		n := p.v.Statements.At(statement).NameVariant
		if n == segment.Nobody {
			return false
		}
		named := p.v.NameVariant(n)
		return named.Name == name || slices.Contains(named.Variants, name)
	}
	p.full[person] = hasFull(statement) || slices.ContainsFunc(repeats, hasFull)
}

// of returns the name to show of a person: the full name if an article of the scope has
// it, else the longest form that one has.
func (p *printedNames) of(ctx context.Context, person uint32) (string, error) {
	who := p.v.identities.Person(person)
	if p.scope.ShowsEverything() || p.full[person] {
		return who.Name, nil
	}
	forms, err := p.v.heldForms(ctx, p.scope, who.Name, who.Variants)
	if err != nil || len(forms) == 0 {
		return who.Name, err
	}
	return fullest(who.Name, forms), nil
}
