package index

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/fold"
	"github.com/briefing-bot/briefing-bot/index/internal/names"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/statements"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// takeIdentities keeps the identities of the snapshot before if no name was
// added. Otherwise it resolves them or, if now is false, makes each new name a
// person of its own and leaves resolved false. It reports whether it resolved
// them.
func (v *snapshot) takeIdentities(before *snapshot, now bool, names [][]string) (anew bool) {
	v.resolved = true
	switch {
	case before != nil && before.resolved && before.identities.NameVariants() == v.NameVariants.Len():
		v.identities = before.identities
		if before.Snapshot == nil { // of the checkpoint
			v.totals = before.totals
		}
	case now:
		v.identities, anew = identity.Resolve(counted(&v.Columns, 0), known(names), v.rulings), true
	default:
		v.resolved = false
		v.identities = before.identities.With(counted(&v.Columns, before.identities.NameVariants()))
	}
	v.topicTable = topics.New(v.Snapshot, v.identities.HasWord)
	return anew
}

// counted returns the name variants from first on as identity takes them.
func counted(c *segment.Columns, first int) []identity.Count {
	out := make([]identity.Count, 0, c.NameVariants.Len()-first)
	for n := first; n < c.NameVariants.Len(); n++ {
		b := c.NameVariant(uint32(n))
		out = append(out, identity.Count{Name: b.Name, Variants: b.Variants, Count: 1})
	}
	return out
}

// known returns the team's list of names.
func known(list [][]string) []names.Name {
	var out []names.Name
	for _, forms := range list {
		if len(forms) > 0 {
			out = append(out, names.Name{Full: forms[0], Forms: forms[1:]})
		}
	}
	return out
}

// personTotal is what a person said, repeats once: how many statements, and the first
// and the latest article with a date that has one, plus 1, or 0.
type personTotal struct{ statements, first, latest uint32 }

// saidBy returns what a person said in all.
func (v *snapshot) saidBy(n uint32) *personTotal {
	v.once.people.Do(func() {
		if v.totals.Len() == 0 {
			v.totals = v.countStatements()
		}
	})
	return v.totals.At(n)
}

// countStatements counts what each person said, and when first and last.
func (v *snapshot) countStatements() column.Column[personTotal] {
	out := make([]personTotal, v.identities.Len())
	seen := make(map[statements.RepeatKey]struct{}, v.Statements.Len())
	for i, s := range v.Statements.All() {
		if s.NameVariant == segment.Nobody || v.IsDead(s.Article) {
			continue
		}
		total := &out[v.identities.Of(s.NameVariant)]
		key := v.said.RepeatKey(uint32(i))
		if _, again := seen[key]; !again {
			seen[key] = struct{}{}
			total.statements++
		}
		v.span(total, s.Article)
	}
	return column.Of(out)
}

// span widens the time of a personTotal to an article's publication.
func (v *snapshot) span(total *personTotal, article uint32) {
	a := v.Articles.At(article)
	if !a.Dated() {
		return
	}
	if total.first == 0 || a.Before(v.Articles.At(total.first-1)) {
		total.first = article + 1
	}
	if total.latest == 0 || v.Articles.At(total.latest-1).Before(a) {
		total.latest = article + 1
	}
}

// publishedIn returns when the article of a personTotal was published.
func (v *snapshot) publishedIn(article uint32) time.Time {
	if article == 0 {
		return time.Time{}
	}
	return v.Articles.At(article - 1).Published().Time
}

// personOf returns the person of a statement, or -1 if the speaker is not certain.
func (v *snapshot) personOf(statement uint32) int {
	if b := v.Statements.At(statement).NameVariant; b != segment.Nobody {
		return int(v.identities.Of(b))
	}
	return -1
}

// describe returns a person with the roles that articles of the scope print.
func (v *snapshot) describe(n uint32, scope Scope) Person {
	p, said := v.identities.Person(n), v.saidBy(n)
	return Person{Key: p.Key, Name: p.Name, Variants: p.Variants, Statements: int(said.statements),
		First: v.publishedIn(said.first), Latest: v.publishedIn(said.latest), Roles: v.rolesOf(n, scope)}
}

// personRoles are the roles of all persons, put together by person once for a snapshot.
type personRoles struct {
	order []uint32 // of all roles, those of a person together, as added
	ends  []uint32 // in order, of each person
}

// of returns the roles of a person.
func (r *personRoles) of(n uint32) []uint32 {
	start := uint32(0)
	if n > 0 {
		start = r.ends[n-1]
	}
	return r.order[start:r.ends[n]]
}

// rolesByPerson returns the roles of all persons.
func (v *snapshot) rolesByPerson() *personRoles {
	v.once.roles.Do(func() {
		next := make([]uint32, v.identities.Len()+1)
		for _, r := range v.Roles.All() {
			next[v.identities.Of(r.NameVariant)+1]++
		}
		for n := 1; n < len(next); n++ {
			next[n] += next[n-1]
		}
		v.roles.order = make([]uint32, v.Roles.Len())
		for i, r := range v.Roles.All() {
			at := &next[v.identities.Of(r.NameVariant)]
			v.roles.order[*at] = uint32(i)
			*at++
		}
		v.roles.ends = next[:v.identities.Len()]
	})
	return &v.roles
}

// printedRole is a wording of a person's role: where it is printed last, and how often.
type printedRole struct {
	newest uint32 // of all roles
	times  int
}

// rolesOf returns a person's roles in the articles of the scope, newest first, each
// wording once.
func (v *snapshot) rolesOf(n uint32, scope Scope) []Role {
	keep := v.filter(Query{Scope: scope})
	var found []printedRole
	byText, byWording := map[uint32]int{}, map[string]int{} // places in found
	for _, i := range v.rolesByPerson().of(n) {
		r := v.Roles.At(i)
		if !keep.Article(r.Article) {
			continue
		}
		place, known := byText[r.Text]
		if !known {
			wording := fold.String(v.RoleTexts.At(r.Text))
			if place, known = byWording[wording]; !known {
				place = len(found)
				byWording[wording] = place
				found = append(found, printedRole{newest: i})
			}
			byText[r.Text] = place
		}
		of := &found[place]
		of.times++
		if v.compareRoles(i, of.newest) < 0 {
			of.newest = i
		}
	}
	slices.SortFunc(found, func(a, b printedRole) int { return v.compareRoles(a.newest, b.newest) })
	var out []Role
	for _, of := range found {
		r := v.Roles.At(of.newest)
		out = append(out, Role{Place{v.IDs.At(r.Article), v.Articles.At(r.Article).Published().Time, r.Span.Bytes()}, of.times})
	}
	return out
}

// compareRoles orders roles by publication, the newest first, then by article and place.
func (v *snapshot) compareRoles(i, j uint32) int {
	a, b := v.Roles.At(i), v.Roles.At(j)
	x, y := v.Articles.At(a.Article), v.Articles.At(b.Article)
	switch {
	case y.Before(x):
		return -1
	case x.Before(y):
		return 1
	}
	return cmp.Or(cmp.Compare(v.IDs.At(a.Article), v.IDs.At(b.Article)), cmp.Compare(a.Span.First, b.Span.First), cmp.Compare(i, j))
}

// FindPeople returns the persons whom a typed name can mean: a full name,
// surname, variant or nickname, in any case, with or without accents and title;
// most statements first. Of each it returns what the articles of the scope have,
// and it leaves out those whom they do not name.
func (x *Index) FindPeople(ctx context.Context, scope Scope, name string) ([]Person, error) {
	return x.findPeople(ctx, scope, name, func(*snapshot, uint32) bool { return true })
}

// FindKeyed returns those of FindPeople who have a key. It takes a fraction of the time where
// others share a part of the name.
func (x *live) FindKeyed(ctx context.Context, scope Scope, name, key string) ([]Person, error) {
	return x.findPeople(ctx, scope, name, func(v *snapshot, n uint32) bool { return v.identities.Key(n) == key })
}

// findPeople returns those of FindPeople who are wanted.
func (x *live) findPeople(ctx context.Context, scope Scope, name string, wanted func(v *snapshot, n uint32) bool) ([]Person, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	found, match := v.identities.Named(x.listed(name)), MatchName
	if len(found) == 0 {
		found, match = v.identities.OtherSpellings(name), MatchSpelling
	}
	found = slices.DeleteFunc(found, func(n uint32) bool { return !wanted(v, n) })
	return v.described(ctx, scope, found, match)
}

// FindByRole returns the persons of whom articles of the scope print a role: the envoy,
// Quessar's foreign minister; most statements first. Former and acting holders count
// only if there is no other.
func (x *Index) FindByRole(ctx context.Context, scope Scope, role string) ([]Person, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	typed, ok := identity.ReadRole(role)
	if !ok {
		return nil, nil
	}
	byText, best := make([]identity.RoleFit, v.RoleTexts.Len()), identity.NoRole
	for n, printed := range v.RoleTexts.All() { // each stands in many articles
		if err := segment.Stopped(ctx, n); err != nil {
			return nil, err
		}
		byText[n] = typed.Fits(printed)
		best = max(best, byText[n])
	}
	if best == identity.NoRole {
		return nil, nil
	}
	keep := v.filter(Query{Scope: scope})
	best = identity.NoRole
	fits := map[uint32]identity.RoleFit{}
	for i, r := range v.Roles.All() {
		if err := segment.Stopped(ctx, i); err != nil {
			return nil, err
		}
		if fit := byText[r.Text]; fit > identity.NoRole && keep.Article(r.Article) {
			n := v.identities.Of(r.NameVariant)
			fits[n], best = max(fits[n], fit), max(best, fit)
		}
	}
	var found []uint32
	for n, fit := range fits {
		if fit == best {
			found = append(found, n)
		}
	}
	return v.described(ctx, scope, found, MatchRole)
}

// described returns persons as the articles of the scope know them, most statements
// first; those whom they do not name are left out.
func (v *snapshot) described(ctx context.Context, scope Scope, found []uint32, match Match) ([]Person, error) {
	var out []Person
	for _, n := range found {
		p := v.describe(n, scope)
		p.Match = match
		known, err := v.restrict(ctx, scope, &p)
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
	for _, n := range v.identities.Named(x.listed(name)) {
		p := v.identities.Person(n)
		exact := text.NameKey(p.Name) == text.NameKey(name) || slices.ContainsFunc(p.Variants, func(form string) bool { return text.NameKey(form) == text.NameKey(name) })
		if exact && (best < 0 || v.saidBy(n).statements > v.saidBy(uint32(best)).statements) {
			best = int(n)
		}
	}
	if best < 0 {
		return "", ctx.Err()
	}
	return v.identities.Key(uint32(best)), ctx.Err()
}

// listed returns the full name of which the team's list gives name as a form, or name itself.
func (x *live) listed(name string) string {
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

func sortPeople(out []Person) {
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(b.Statements-a.Statements, cmp.Compare(a.Key, b.Key))
	})
}
