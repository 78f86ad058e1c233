package index

import (
	"context"
	"slices"
)

// maxScopeChecks is the maximum number of names that are looked up in the articles
// of a scope for each one that is wanted.
const maxScopeChecks = 4

// visibleTexts returns the first limit texts of a list that an article of the scope
// holds, each once.
func (v *snapshot) visibleTexts(ctx context.Context, scope Scope, list []spelt, limit int) ([]string, error) {
	if scope.ShowsEverything() {
		return texts(list, limit), nil
	}
	var out []string
	for _, name := range texts(list, maxScopeChecks*limit) {
		if len(out) == limit {
			break
		}
		visible, err := v.holdsName(ctx, scope, name)
		if err != nil {
			return nil, err
		}
		if visible {
			out = append(out, name)
		}
	}
	return out, nil
}

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
		return true, nil
	}
	groups, err := v.statementGroups(ctx, Query{Scope: scope, By: []string{p.Key}})
	if err != nil {
		return false, err
	}
	var stats personStats
	for _, g := range groups {
		stats.span(v.Articles[v.Statements[g.unit].Article].Published)
		for _, unit := range g.also {
			stats.span(v.Articles[v.Statements[unit].Article].Published)
		}
	}
	p.Statements, p.First, p.Latest = len(groups), stats.first, stats.latest
	known := p.Statements > 0
	var variants []string
	for _, form := range append([]string{p.Name}, p.Variants...) {
		held, err := v.holdsName(ctx, scope, form)
		if err != nil {
			return false, err
		}
		known = known || held
		if held && form != p.Name {
			variants = append(variants, form)
		}
	}
	p.Variants = variants
	return known, nil
}
