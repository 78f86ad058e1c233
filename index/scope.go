package index

import (
	"context"
	"slices"
	"strings"
)

// Scope is the set of outlets that whoever asks may see. Every query carries one,
// and the zero Scope has no outlet: a query without a scope finds nothing, and
// neither does one whose scope is unknown since settings were lost. Case in the
// names of outlets does not matter.
type Scope struct {
	open  bool     // every outlet that names does not have, rather than only those
	names []string // in lower case, sorted, each once
}

// Everything returns the scope of every outlet.
func Everything() Scope { return Scope{open: true} }

// Only returns the scope of the named outlets.
func Only(outlets ...string) Scope { return Scope{names: foldNames(outlets)} }

// foldNames returns names in the form that a Scope compares.
func foldNames(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, strings.ToLower(n))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Except returns s without the named outlets.
func (s Scope) Except(outlets ...string) Scope {
	names := foldNames(outlets)
	if s.open {
		return Scope{open: true, names: foldNames(append(names, s.names...))}
	}
	return Scope{names: slices.DeleteFunc(slices.Clone(s.names), func(n string) bool { return slices.Contains(names, n) })}
}

// Within returns the outlets of s that the named ones include.
func (s Scope) Within(outlets ...string) Scope {
	return Scope{names: slices.DeleteFunc(foldNames(outlets), func(n string) bool { return !s.Shows(n) })}
}

// Shows reports whether articles of an outlet are visible.
func (s Scope) Shows(outlet string) bool {
	_, named := slices.BinarySearch(s.names, strings.ToLower(outlet))
	return named != s.open
}

// ShowsEverything reports whether every outlet is visible.
func (s Scope) ShowsEverything() bool { return s.open && len(s.names) == 0 }

// String returns a name of s that no other scope has.
func (s Scope) String() string {
	names := strings.Join(s.names, "\n")
	switch {
	case s.ShowsEverything():
		return "everything"
	case s.open:
		return "everything but\n" + names
	}
	return "only\n" + names
}

// maxScopeChecks is the maximum number of names that are looked up in the articles
// of a scope for each one that is wanted.
const maxScopeChecks = 4

// visibleTexts returns the first limit texts of a list that an article of the scope
// holds, each once.
func (x *Index) visibleTexts(ctx context.Context, v *snapshot, scope Scope, list []spelt, limit int) ([]string, error) {
	if scope.ShowsEverything() {
		return texts(list, limit), nil
	}
	var out []string
	for _, name := range texts(list, maxScopeChecks*limit) {
		if len(out) == limit {
			break
		}
		visible, err := x.holdsName(ctx, v, scope, name)
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
func (x *Index) holdsName(ctx context.Context, v *snapshot, scope Scope, name string) (bool, error) {
	if slices.ContainsFunc(v.sourceList(), func(s Source) bool { return s.Name == name && scope.Shows(name) }) {
		return true, nil
	}
	n, err := x.mentions(ctx, v, Query{Scope: scope, Words: Words{Phrases: []string{name}}})
	return n > 0, err
}

// restrict reduces a person to what the articles of the scope have, and reports
// whether that is anything.
func (x *Index) restrict(ctx context.Context, v *snapshot, scope Scope, p *Person) (bool, error) {
	if scope.ShowsEverything() {
		return true, nil
	}
	groups, err := x.statementGroups(ctx, v, Query{Scope: scope, By: []string{p.Key}})
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
		held, err := x.holdsName(ctx, v, scope, form)
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
