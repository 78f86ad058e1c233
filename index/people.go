package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/names"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// identities are the persons of all articles.
type identities struct {
	of    []uint32 // of a name variant: its person
	all   []person
	words map[string][]uint32 // persons of each word of a name, folded
}

type person struct {
	key      string
	name     string
	variants []string
	stats    personStats
}

// personStats counts repeats of a statement once.
type personStats struct {
	statements    int
	first, latest time.Time
}

// takeIdentities keeps the identities of the snapshot before if no name was
// added. Otherwise it resolves them or, if now is false, makes each new name a
// person of its own and leaves resolved false. It reports whether it resolved
// them.
func (v *snapshot) takeIdentities(before *snapshot, now bool, opts Options) (anew bool) {
	v.resolved = true
	switch {
	case before != nil && before.resolved && len(before.NameVariants) == len(v.NameVariants):
		v.identities = &identities{of: before.identities.of, all: slices.Clone(before.identities.all), words: before.identities.words}
	case now:
		v.identities, anew = unify(v.NameVariants, opts), true
	default:
		v.resolved = false
		v.identities = before.identities.with(v.NameVariants)
	}
	v.countStatements()
	return anew
}

// with returns u with those of variants that it lacks, each as a person of its own.
func (u *identities) with(variants []segment.NameVariant) *identities {
	out := &identities{of: slices.Clone(u.of), all: slices.Clone(u.all), words: map[string][]uint32{}}
	numbers := make(map[string]uint32, len(out.all))
	for n := range out.all {
		numbers[out.all[n].name] = uint32(n)
		out.all[n].variants = slices.Clone(out.all[n].variants)
	}
	for _, b := range variants[len(u.of):] {
		n := out.number(b.Name, numbers)
		for _, form := range b.Variants {
			out.variant(n, form)
		}
		out.of = append(out.of, n)
	}
	out.listWords()
	return out
}

// unify decides which name variants are one person.
func unify(variants []segment.NameVariant, opts Options) *identities {
	var known []names.Name
	for _, forms := range opts.Names {
		if len(forms) > 0 {
			known = append(known, names.Name{Full: forms[0], Forms: forms[1:]})
		}
	}
	counts := make([]identity.Count, len(variants))
	for i, b := range variants {
		counts[i] = identity.Count{Name: b.Name, Variants: b.Variants, Count: 1}
	}
	shown := identity.Unify(counts, known, identity.Rulings{Same: opts.Same, Apart: opts.Apart})
	p := &identities{of: make([]uint32, len(variants)), words: map[string][]uint32{}}
	numbers := map[string]uint32{}
	for i, name := range shown {
		p.of[i] = p.number(name, numbers)
		for _, form := range append([]string{variants[i].Name}, variants[i].Variants...) {
			p.variant(p.of[i], form)
		}
	}
	p.listWords()
	return p
}

// number returns the person of a shown name, an existing or a new one.
func (u *identities) number(name string, numbers map[string]uint32) uint32 {
	n, ok := numbers[name]
	if !ok {
		n = uint32(len(u.all))
		numbers[name] = n
		u.all = append(u.all, person{key: text.NameKey(name), name: name})
	}
	return n
}

// variant adds a form of a person's name unless it is known.
func (u *identities) variant(n uint32, form string) {
	p := &u.all[n]
	if form != p.name && !slices.Contains(p.variants, form) {
		p.variants = append(p.variants, form)
	}
}

// listWords lists persons under each word of their names.
func (u *identities) listWords() {
	for n := range u.all {
		p := &u.all[n]
		slices.Sort(p.variants)
		for _, form := range append([]string{p.name}, p.variants...) {
			for w := range strings.FieldsSeq(text.NameKey(form)) {
				if list := u.words[w]; len(list) == 0 || list[len(list)-1] != uint32(n) {
					u.words[w] = append(list, uint32(n))
				}
			}
		}
	}
}

// countStatements counts what each person said, and when first and last.
func (v *snapshot) countStatements() {
	for i := range v.identities.all {
		v.identities.all[i].stats = personStats{}
	}
	seen := make(map[repeatKey]struct{}, len(v.Statements))
	for i := range v.Statements {
		s := &v.Statements[i]
		if s.NameVariant == segment.Nobody || v.IsDead(s.Article) {
			continue
		}
		stats := &v.identities.all[v.identities.of[s.NameVariant]].stats
		key := v.repeatKey(uint32(i))
		if _, again := seen[key]; !again {
			seen[key] = struct{}{}
			stats.statements++
		}
		stats.span(v.Articles[s.Article].Published)
	}
}

// span widens first and latest to a publication.
func (s *personStats) span(m article.Moment) {
	if m.IsZero() {
		return
	}
	if s.first.IsZero() || m.Time.Before(s.first) {
		s.first = m.Time
	}
	if m.Time.After(s.latest) {
		s.latest = m.Time
	}
}

// personOf returns the person of a statement, or -1 if the speaker is not certain.
func (v *snapshot) personOf(statement uint32) int {
	if b := v.Statements[statement].NameVariant; b != segment.Nobody {
		return int(v.identities.of[b])
	}
	return -1
}

// describe returns a person with the roles that articles of the scope print.
func (v *snapshot) describe(n uint32, scope Scope) Person {
	p := &v.identities.all[n]
	return Person{Key: p.key, Name: p.name, Variants: slices.Clone(p.variants), Statements: p.stats.statements,
		First: p.stats.first, Latest: p.stats.latest, Roles: v.rolesOf(n, scope)}
}

// rolesOf returns a person's roles in the articles of the scope, newest first, each
// wording once.
func (v *snapshot) rolesOf(n uint32, scope Scope) []Place {
	var found []segment.Role
	for _, r := range v.Roles {
		if v.identities.of[r.NameVariant] == n && !v.IsDead(r.Article) && scope.Shows(v.Sources[v.Articles[r.Article].Source]) {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b segment.Role) int {
		x, y := &v.Articles[a.Article], &v.Articles[b.Article]
		return cmp.Or(y.Published.Time.Compare(x.Published.Time), cmp.Compare(x.ID, y.ID), cmp.Compare(a.Span.Start, b.Span.Start))
	})
	var out []Place
	seen := map[string]bool{}
	for _, r := range found {
		if key := text.Fold(r.Text); !seen[key] {
			seen[key] = true
			a := &v.Articles[r.Article]
			out = append(out, Place{a.ID, a.Published.Time, r.Span})
		}
	}
	return out
}

// FindPeople returns the persons whom a typed name can mean: a full name,
// surname, variant or nickname, in any case, with or without accents and title;
// most statements first. Of each it returns what the articles of the scope have,
// and it leaves out those whom they do not name.
func (x *Index) FindPeople(ctx context.Context, scope Scope, name string) ([]Person, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	found := v.peopleNamed(x.listed(name))
	if len(found) == 0 {
		found = v.otherSpellings(name)
	}
	var out []Person
	for _, n := range found {
		p := v.describe(n, scope)
		known, err := x.restrict(ctx, v, scope, &p)
		if err != nil {
			return nil, err
		}
		if known {
			out = append(out, p)
		}
	}
	sortPeople(out)
	return out, nil
}

// KeyOf returns the key of the person with exactly that full name or variant,
// the one with most statements; "" if there is none.
func (x *Index) KeyOf(ctx context.Context, name string) (string, error) {
	v, err := x.acquire()
	if err != nil {
		return "", err
	}
	defer v.Release()
	best := -1
	for _, n := range v.peopleNamed(x.listed(name)) {
		p := &v.identities.all[n]
		exact := text.NameKey(p.name) == text.NameKey(name) || slices.ContainsFunc(p.variants, func(form string) bool { return text.NameKey(form) == text.NameKey(name) })
		if exact && (best < 0 || p.stats.statements > v.identities.all[best].stats.statements) {
			best = int(n)
		}
	}
	if best < 0 {
		return "", ctx.Err()
	}
	return v.identities.all[best].key, ctx.Err()
}

// listed returns the full name of which the team's list gives name as a form, or name itself.
func (x *Index) listed(name string) string {
	key := text.NameKey(name)
	for _, forms := range x.opts.Names {
		for _, form := range forms {
			if text.NameKey(form) == key {
				return forms[0]
			}
		}
	}
	return name
}

// otherSpellings returns the persons whose name is another transliteration of
// name: Zelensky for Zelenskiy. Typing errors are left to Near.
func (v *snapshot) otherSpellings(name string) []uint32 {
	var out []uint32
	typed := text.NameKey(name)
	for i := range v.identities.all {
		p := &v.identities.all[i]
		if nameDistance(typed, text.Fold(p.name)) > 0 && identity.SamePerson(name, p.name) {
			out = append(out, uint32(i))
		}
	}
	return out
}

func sortPeople(out []Person) {
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Key, b.Key))
	})
}

// MaxNameWords is the maximum number of words of a name, with titles.
const MaxNameWords = 20

// peopleNamed finds persons by a whole form of their name; failing that by all
// of its words; failing that without the words before the last ones, which may
// be titles: President Putin.
func (v *snapshot) peopleNamed(name string) []uint32 {
	words := strings.Fields(text.NameKey(name))
	if len(words) > MaxNameWords {
		return nil
	}
	for first := range words {
		for _, fits := range []func(*person, []string) bool{wholeForm, allWords} {
			if found := v.fitting(words[first:], fits); len(found) > 0 {
				return found
			}
		}
		if first == 0 {
			if found := v.fitting(words, nicknamed); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// fitting returns the persons with the last of words in a name for whom fits holds.
func (v *snapshot) fitting(words []string, fits func(*person, []string) bool) []uint32 {
	var out []uint32
	for _, n := range v.identities.words[words[len(words)-1]] {
		if p := &v.identities.all[n]; fits(p, words) {
			out = append(out, n)
		}
	}
	return out
}

// wholeForm reports whether words are a full name that p goes by; a lone surname
// is never whole, for others may bear it.
func wholeForm(p *person, words []string) bool {
	if len(words) < 2 {
		return false
	}
	typed := strings.Join(words, " ")
	if p.key == typed {
		return true
	}
	return slices.ContainsFunc(p.variants, func(form string) bool { return text.NameKey(form) == typed })
}

// allWords reports whether all words stand in one form of p's name.
func allWords(p *person, words []string) bool {
	for _, form := range append([]string{p.name}, p.variants...) {
		have := strings.Fields(text.NameKey(form))
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	return false
}

// nicknamed reports whether words are p's name with a nickname for the first one.
func nicknamed(p *person, words []string) bool {
	have := strings.Fields(p.key)
	if len(words) < 2 || len(have) < 2 || have[len(have)-1] != words[len(words)-1] {
		return false
	}
	return have[0] == words[0] || names.ShortForms(have[0], words[0])
}

// Speakers counts the statements of a query by person, most first. Offset and
// Limit do not apply.
func (x *Index) Speakers(ctx context.Context, q Query) ([]Person, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	groups, err := x.statementGroups(ctx, v, q)
	if err != nil {
		return nil, err
	}
	counts := map[uint32]*personStats{}
	for _, g := range groups {
		p := v.personOf(g.unit)
		if p < 0 {
			continue
		}
		if counts[uint32(p)] == nil {
			counts[uint32(p)] = &personStats{}
		}
		counts[uint32(p)].statements++
		counts[uint32(p)].span(v.Articles[v.Statements[g.unit].Article].Published)
	}
	out := make([]Person, 0, len(counts))
	for n, stats := range counts {
		p := &v.identities.all[n]
		out = append(out, Person{Key: p.key, Name: p.name, Variants: slices.Clone(p.variants),
			Statements: stats.statements, First: stats.first, Latest: stats.latest})
	}
	sortPeople(out)
	return out, nil
}
