package query

import (
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
