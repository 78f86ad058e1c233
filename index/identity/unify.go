package identity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/names"
)

// Count is a person as one article, or several that agree, names them.
type Count struct {
	Name     string   // the fullest name there
	Variants []string // the other forms there
	Count    int      // how often: statements, mentions or articles, as the caller likes
}

// Rulings are what people decided about names; they win over every rule here,
// and over the names file.
type Rulings struct {
	Same  [][]string  // names of one person, the name to show first
	Apart [][2]string // two names that are two persons
}

// SamePerson reports whether two names as printed can be one person's, nothing else
// being known: equal but for capitals and diacritics; one family name in two
// transliterations and given names that are equal, initials or short forms of
// each other; or a family name alone and a full name with it.
func SamePerson(a, b string) bool {
	return names.Split(a).Fits(names.Split(b))
}

// Unify decides which persons of a briefing's articles are one, and returns for
// each of people the name to show: equal for one person, different for two.
//
// Full names are one person where they are equal or variant spellings of each
// other (Zelenskiy, Zelensky) with given names that fit (William, Bill, W.), unless
// two different persons fit. A family name alone joins the full name with it only
// if the briefing has one such person: with two Clintons, Clinton stays alone.
// An article that gives the full name too has decided by itself, for its Name is
// the full one, or has a title: Mrs Clinton is not Bill Clinton. Entries of known, the names file, are one person each and never
// joined to each other; rulings win over all. The shown name is known's or the
// ruling's, else the most counted full name, then the longer, then the first in
// the alphabet.
//
// The result depends on neither order nor time; it takes O(n log n) for n names.
func Unify(people []Count, known []names.Name, rulings Rulings) []string {
	u := newUnifier(people, known, rulings)
	u.rule()
	u.joinSpellings()
	u.joinGivenNames()
	u.joinFamilyNames()
	shown := u.shownNames()
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = shown[u.find(u.node[names.Folded(p.Name)])]
	}
	return out
}

// unifier joins distinct names to persons: a forest of disjoint sets.
type unifier struct {
	names   []names.Parts
	counts  []int
	node    map[string]int // by folded name
	parent  []int
	known   []int // of a root: its entry in the names file or ruling, or -1 if none
	shown   []string
	entries []names.Name
	rulings Rulings
	apart   map[int][]int // nodes that must not be joined
}

func newUnifier(people []Count, known []names.Name, rulings Rulings) *unifier {
	u := &unifier{node: make(map[string]int, len(people)), entries: known, rulings: rulings, apart: map[int][]int{}}
	order := make([]int, len(people))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(people[a].Name, people[b].Name) })
	for _, i := range order {
		u.counts[u.add(people[i].Name)] += max(1, people[i].Count)
	}
	return u
}

func (u *unifier) add(name string) int {
	key := names.Folded(name)
	if n, ok := u.node[key]; ok {
		return n
	}
	n := len(u.names)
	u.node[key] = n
	u.names = append(u.names, names.Split(name))
	u.counts, u.parent, u.known = append(u.counts, 0), append(u.parent, n), append(u.known, -1)
	return n
}

func (u *unifier) find(n int) int {
	for u.parent[n] != n {
		u.parent[n] = u.parent[u.parent[n]]
		n = u.parent[n]
	}
	return n
}

// join makes one person of two unless that was ruled out.
func (u *unifier) join(a, b int) {
	a, b = u.find(a), u.find(b)
	if a == b || u.known[a] >= 0 && u.known[b] >= 0 && u.known[a] != u.known[b] || u.ruledApart(a, b) {
		return
	}
	if a > b {
		a, b = b, a
	}
	u.parent[b] = a
	u.known[a] = max(u.known[a], u.known[b])
	if len(u.apart[b]) > 0 {
		u.apart[a] = append(u.apart[a], u.apart[b]...)
	}
}

func (u *unifier) ruledApart(a, b int) bool {
	return slices.ContainsFunc(u.apart[a], func(n int) bool { return u.find(n) == b }) ||
		slices.ContainsFunc(u.apart[b], func(n int) bool { return u.find(n) == a })
}

// rule joins what the rulings and the names file say, the rulings first.
func (u *unifier) rule() {
	for _, pair := range u.rulings.Apart {
		a, b := u.add(pair[0]), u.add(pair[1])
		u.apart[a], u.apart[b] = append(u.apart[a], b), append(u.apart[b], a)
	}
	for _, group := range u.rulings.Same {
		u.joinGroup(group)
	}
	for _, name := range u.entries {
		u.joinGroup(append([]string{name.Full}, name.Forms...))
	}
}

// joinGroup makes one person of names, to be shown by the first. Names that an
// earlier group has stay there.
func (u *unifier) joinGroup(group []string) {
	if len(group) == 0 || strings.TrimSpace(group[0]) == "" {
		return
	}
	first := u.add(group[0])
	if root := u.find(first); u.known[root] < 0 {
		u.known[root] = len(u.shown)
		u.shown = append(u.shown, group[0])
	}
	for _, name := range group[1:] {
		u.join(first, u.add(name))
	}
}

// joinSpellings joins full names whose given names are equal and whose family
// names are variant spellings.
func (u *unifier) joinSpellings() {
	first := make(map[string]int, len(u.names))
	for n, p := range u.names {
		if p.Given == "" {
			continue
		}
		for _, key := range spellingKeys(p) {
			m, ok := first[key]
			switch {
			case !ok:
				first[key] = n
			case u.names[m].Fits(p):
				u.join(m, n)
			}
		}
	}
}

// spellingKeys returns keys of which variant spellings share at least one: the
// phonetic key, and, for long ones, what is left of it without any one letter.
func spellingKeys(p names.Parts) []string {
	tailKey := "|" + p.Given + "|" + p.Suffix
	keys := []string{p.Family + tailKey}
	if len(p.Family) < names.MinVariant {
		return keys
	}
	keys = append(keys, "~"+p.Phonetic+tailKey)
	if s := p.Phonetic; len(s) >= 8 && len(s) <= 24 {
		for i := 1; i < len(s); i++ {
			keys = append(keys, "~"+s[:i]+s[i+1:]+tailKey)
		}
	}
	return keys
}

// maxNamesakes bounds how many names of one family are compared with each other.
const maxNamesakes = 64

// joinGivenNames joins full names of one family name whose given names are short
// forms, initials or transliterations of each other, where only one person fits.
func (u *unifier) joinGivenNames() {
	for _, family := range u.families() {
		if len(family) > maxNamesakes {
			continue // too many of one name to tell short forms apart
		}
		for _, n := range family {
			if fit := u.onlyFit(n, family); fit >= 0 {
				u.join(n, fit)
			}
		}
	}
}

// onlyFit returns a name of the one other person in family whom name n fits, -1 where
// none or several do. The given name there must not be the shorter: Chris may be
// Christine's short form, which tells nothing of Christine's others.
func (u *unifier) onlyFit(n int, family []int) int {
	fit := -1
	for _, m := range family {
		if u.find(m) == u.find(n) || len(u.names[m].Given) < len(u.names[n].Given) || !u.names[n].Fits(u.names[m]) {
			continue
		}
		if fit >= 0 && u.find(fit) != u.find(m) {
			return -1
		}
		fit = m
	}
	return fit
}

// families returns the full names by the phonetic key of their family name.
func (u *unifier) families() [][]int {
	place := map[string]int{}
	var out [][]int
	for n, p := range u.names {
		if p.Given == "" || p.Family == "" {
			continue
		}
		i, ok := place[p.Phonetic]
		if !ok {
			i = len(out)
			place[p.Phonetic] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], n)
	}
	return out
}

// joinFamilyNames joins family names that stand alone to the only person who
// bears them. One with a title is not alone: articles print it where they name another
// bearer, too (Mrs Berg beside Nils Berg).
func (u *unifier) joinFamilyNames() {
	bearers := map[string][]int{} // by family name and by its phonetic key
	for n, p := range u.names {
		if p.Given == "" {
			continue
		}
		u.addBearer(bearers, p.Family, n)
		u.addBearer(bearers, "~"+p.Phonetic, n)
	}
	alone := map[string]int{}
	for n, p := range u.names {
		if p.Given != "" || p.Family == "" || p.Titled && u.known[u.find(n)] < 0 {
			continue
		}
		ids := bearers[p.Family]
		if len(ids) == 0 && len(p.Family) >= names.MinVariant {
			ids = bearers["~"+p.Phonetic]
		}
		if len(ids) == 1 {
			u.join(n, ids[0])
		} else if m, ok := alone[p.Phonetic]; ok && len(ids) == 0 && u.names[m].Fits(p) {
			u.join(m, n)
		}
		if _, ok := alone[p.Phonetic]; !ok {
			alone[p.Phonetic] = n
		}
	}
}

// addBearer notes a person under key once; two are as good as many.
func (u *unifier) addBearer(bearers map[string][]int, key string, n int) {
	ids := bearers[key]
	if len(ids) < 2 && !slices.ContainsFunc(ids, func(m int) bool { return u.find(m) == u.find(n) }) {
		bearers[key] = append(ids, n)
	}
}

// shownNames returns the name to show of each person, by root.
func (u *unifier) shownNames() map[int]string {
	best := map[int]int{}
	for n := range u.names {
		root := u.find(n)
		if m, ok := best[root]; !ok || u.better(n, m) {
			best[root] = n
		}
	}
	out := make(map[int]string, len(best))
	for root, n := range best {
		out[root] = u.names[n].Text
		if k := u.known[root]; k >= 0 {
			out[root] = u.shown[k]
		}
	}
	return out
}

func (u *unifier) better(n, m int) bool {
	a, b := u.names[n], u.names[m]
	if (a.Given == "") != (b.Given == "") {
		return a.Given != ""
	}
	if (u.counts[n] == 0) != (u.counts[m] == 0) {
		return u.counts[n] > 0
	}
	return cmp.Or(cmp.Compare(u.counts[m], u.counts[n]), cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text)) < 0
}
