package index

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// bearer is a person as one or more articles name them.
type bearer struct {
	name     string
	variants []string
}

// people are the persons of all articles.
type people struct {
	of    []uint32 // of a bearer: its person
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

// takePeople takes who is who from the view before where no name was added.
// Otherwise it works it out anew, or, where now is false, only gives new names
// to persons with just those names: settled is false then. It says whether it
// worked it out anew.
func (v *view) takePeople(before *view, now bool, opts Options) (anew bool) {
	v.settled = true
	switch {
	case before != nil && before.settled && len(before.bearers) == len(v.bearers):
		v.who = &people{of: before.who.of, all: slices.Clone(before.who.all), words: before.who.words}
	case now:
		v.who, anew = unify(v.bearers, opts), true
	default:
		v.settled = false
		v.who = before.who.with(v.bearers)
	}
	v.countStatements()
	return anew
}

// with is u and those of bearers that it lacks, each who alone has just that name.
func (u *people) with(bearers []bearer) *people {
	out := &people{of: slices.Clone(u.of), all: slices.Clone(u.all), words: map[string][]uint32{}}
	numbers := make(map[string]uint32, len(out.all))
	for n := range out.all {
		numbers[out.all[n].name] = uint32(n)
		out.all[n].variants = slices.Clone(out.all[n].variants)
	}
	for _, b := range bearers[len(u.of):] {
		n := out.number(b.name, numbers)
		for _, form := range b.variants {
			out.variant(n, form)
		}
		out.of = append(out.of, n)
	}
	out.listWords()
	return out
}

// unify says which bearers are one person.
func unify(bearers []bearer, opts Options) *people {
	var known []extract.Name
	for _, forms := range opts.Names {
		if len(forms) > 0 {
			known = append(known, extract.Name{Full: forms[0], Forms: forms[1:]})
		}
	}
	counts := make([]extract.PersonCount, len(bearers))
	for i, b := range bearers {
		counts[i] = extract.PersonCount{Name: b.name, Variants: b.variants, Count: 1}
	}
	shown := extract.Unify(counts, known, extract.Rulings{Same: opts.Same, Apart: opts.Apart})
	p := &people{of: make([]uint32, len(bearers)), words: map[string][]uint32{}}
	numbers := map[string]uint32{}
	for i, name := range shown {
		p.of[i] = p.number(name, numbers)
		for _, form := range append([]string{bearers[i].name}, bearers[i].variants...) {
			p.variant(p.of[i], form)
		}
	}
	p.listWords()
	return p
}

// number is the person of a shown name, an old or a new one.
func (u *people) number(name string, numbers map[string]uint32) uint32 {
	n, ok := numbers[name]
	if !ok {
		n = uint32(len(u.all))
		numbers[name] = n
		u.all = append(u.all, person{key: text.NameKey(name), name: name})
	}
	return n
}

// variant adds a form of a person's name, each once.
func (u *people) variant(n uint32, form string) {
	p := &u.all[n]
	if form != p.name && !slices.Contains(p.variants, form) {
		p.variants = append(p.variants, form)
	}
}

// listWords lists persons under each word of their names.
func (u *people) listWords() {
	for n := range u.all {
		p := &u.all[n]
		slices.Sort(p.variants)
		for _, form := range append([]string{p.name}, p.variants...) {
			for _, w := range strings.Fields(text.NameKey(form)) {
				if list := u.words[w]; len(list) == 0 || list[len(list)-1] != uint32(n) {
					u.words[w] = append(list, uint32(n))
				}
			}
		}
	}
}

// countStatements counts what each person said, and when first and last.
func (v *view) countStatements() {
	for i := range v.who.all {
		v.who.all[i].stats = personStats{}
	}
	seen := make(map[repeatKey]struct{}, len(v.statements))
	for i := range v.statements {
		s := &v.statements[i]
		if s.bearer == nobody || v.isDead(s.article) {
			continue
		}
		stats := &v.who.all[v.who.of[s.bearer]].stats
		key := v.repeatKey(uint32(i))
		if _, again := seen[key]; !again {
			seen[key] = struct{}{}
			stats.statements++
		}
		stats.span(v.articles[s.article].published)
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

// personOf is the person of a statement, -1 where nobody is certain.
func (v *view) personOf(statement uint32) int {
	if b := v.statements[statement].bearer; b != nobody {
		return int(v.who.of[b])
	}
	return -1
}

// describe is a person with the roles that articles print.
func (v *view) describe(n uint32) Person {
	p := &v.who.all[n]
	return Person{Key: p.key, Name: p.name, Variants: slices.Clone(p.variants), Statements: p.stats.statements,
		First: p.stats.first, Latest: p.stats.latest, Roles: v.rolesOf(n)}
}

// rolesOf are a person's roles, newest first, each wording once.
func (v *view) rolesOf(n uint32) []Place {
	var found []roleColumn
	for _, r := range v.roles {
		if v.who.of[r.bearer] == n && !v.isDead(r.article) {
			found = append(found, r)
		}
	}
	slices.SortStableFunc(found, func(a, b roleColumn) int {
		x, y := &v.articles[a.article], &v.articles[b.article]
		return cmp.Or(y.published.Time.Compare(x.published.Time), cmp.Compare(x.id, y.id), cmp.Compare(a.span.Start, b.span.Start))
	})
	var out []Place
	seen := map[string]bool{}
	for _, r := range found {
		if key := text.Fold(r.text); !seen[key] {
			seen[key] = true
			a := &v.articles[r.article]
			out = append(out, Place{a.id, a.published.Time, r.span})
		}
	}
	return out
}

// FindPeople is who a name as typed can mean: full name, surname, variant or
// nickname, whatever its case and accents, with or without a title; most
// statements first. None where nobody bears it.
func (x *Index) FindPeople(ctx context.Context, name string) ([]Person, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
	found := v.peopleNamed(x.listed(name))
	if len(found) == 0 {
		found = v.otherSpellings(name)
	}
	var out []Person
	for _, n := range found {
		out = append(out, v.describe(n))
	}
	sortPeople(out)
	return out, nil
}

// KeyOf is the key of the person with exactly that full name or variant, the one
// with most statements; "" where there is none. It is quick.
func (x *Index) KeyOf(ctx context.Context, name string) (string, error) {
	v, err := x.view()
	if err != nil {
		return "", err
	}
	defer v.release()
	best := -1
	for _, n := range v.peopleNamed(x.listed(name)) {
		p := &v.who.all[n]
		exact := text.NameKey(p.name) == text.NameKey(name) || slices.ContainsFunc(p.variants, func(form string) bool { return text.NameKey(form) == text.NameKey(name) })
		if exact && (best < 0 || p.stats.statements > v.who.all[best].stats.statements) {
			best = int(n)
		}
	}
	if best < 0 {
		return "", ctx.Err()
	}
	return v.who.all[best].key, ctx.Err()
}

// listed is the full name of whom the team's list gives name as a form.
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

// otherSpellings are the persons whose name is another transliteration of
// name: Zelensky for Zelenskiy. A mere slip of the pen is for Near.
func (v *view) otherSpellings(name string) []uint32 {
	var out []uint32
	typed := text.NameKey(name)
	for i := range v.who.all {
		p := &v.who.all[i]
		if nameDistance(typed, text.Fold(p.name)) > 0 && extract.SamePerson(name, p.name) {
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

// MaxNameWords is how many words a name may have, its titles included.
const MaxNameWords = 20

// peopleNamed finds persons by a whole form of their name; failing that by all
// of its words; failing that without the words before the last ones, which may
// be titles: President Putin.
func (v *view) peopleNamed(name string) []uint32 {
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

// fitting are the living persons with the last of words in a name for whom fits holds.
func (v *view) fitting(words []string, fits func(*person, []string) bool) []uint32 {
	var out []uint32
	for _, n := range v.who.words[words[len(words)-1]] {
		if p := &v.who.all[n]; fits(p, words) {
			out = append(out, n)
		}
	}
	return out
}

// wholeForm says whether words are a full name that p goes by; a lone surname
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

// allWords says whether all words stand in one form of p's name.
func allWords(p *person, words []string) bool {
	for _, form := range append([]string{p.name}, p.variants...) {
		have := strings.Fields(text.NameKey(form))
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	return false
}

// nicknamed says whether words are p's name with a nickname for the first one.
func nicknamed(p *person, words []string) bool {
	have := strings.Fields(p.key)
	if len(words) < 2 || len(have) < 2 || have[len(have)-1] != words[len(words)-1] {
		return false
	}
	return sameGivenName(have[0], words[0])
}

// sameGivenName says whether one of two given names is short for the other.
func sameGivenName(a, b string) bool {
	return a == b || slices.Contains(strings.Fields(nicknames[a]), b) || slices.Contains(strings.Fields(nicknames[b]), a)
}

// nicknames are short forms of given names.
var nicknames = map[string]string{
	"alexander": "alex al sasha", "andrew": "andy drew", "anthony": "tony", "barbara": "barb", "benjamin": "ben",
	"bernard": "bernie", "charles": "charlie chuck", "christopher": "chris", "daniel": "dan danny", "david": "dave",
	"deborah": "deb debbie", "donald": "don donnie", "edward": "ed eddie ted", "elizabeth": "liz beth betty",
	"eugene": "gene", "frederick": "fred", "gerald": "jerry", "gregory": "greg", "henry": "hank harry", "hillary": "hill",
	"jacob": "jake", "james": "jim jimmy", "jeffrey": "jeff", "jennifer": "jen jenny", "john": "jack johnny", "joseph": "joe",
	"katherine": "kate kathy", "kenneth": "ken", "lawrence": "larry", "margaret": "maggie peggy", "matthew": "matt",
	"michael": "mike mick", "nicholas": "nick", "patrick": "pat paddy", "peter": "pete", "philip": "phil",
	"raymond": "ray", "richard": "dick rick rich", "robert": "bob bobby rob", "ronald": "ron", "samuel": "sam",
	"stephen": "steve", "steven": "steve", "susan": "sue", "theodore": "ted teddy", "thomas": "tom tommy", "timothy": "tim",
	"vladimir": "volodya", "volodymyr": "vova", "walter": "walt", "william": "bill billy will",
}

// Speakers counts the statements of a query by person, most first. Offset and
// Limit do not apply.
func (x *Index) Speakers(ctx context.Context, q Query) ([]Person, error) {
	v, err := x.view()
	if err != nil {
		return nil, err
	}
	defer v.release()
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
		counts[uint32(p)].span(v.articles[v.statements[g.unit].article].published)
	}
	out := make([]Person, 0, len(counts))
	for n, stats := range counts {
		p := &v.who.all[n]
		out = append(out, Person{Key: p.key, Name: p.name, Variants: slices.Clone(p.variants),
			Statements: stats.statements, First: stats.first, Latest: stats.latest})
	}
	sortPeople(out)
	return out, nil
}
