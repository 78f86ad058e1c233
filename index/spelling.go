package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/fold"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// spelt is a word or name of the index and its distance from what was typed.
type spelt struct {
	text     string
	distance int
	count    int
}

// Near returns up to limit words and outlets of the scope, or names if people
// is true, that are spelled like word, nearest first, then most frequent: at
// most two typing errors away, one in words of up to five letters.
func (x *Index) Near(ctx context.Context, scope Scope, word string, people bool, limit int) ([]string, error) {
	near, err := x.NearEach(ctx, scope, []string{word}, people, limit)
	if err != nil {
		return nil, err
	}
	return near[0], nil
}

// NearEach returns the result of Near for each of some words, in one pass over
// the words of the index.
func (x *Index) NearEach(ctx context.Context, scope Scope, words []string, people bool, limit int) ([][]string, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	typed := make([]string, len(words))
	for i, w := range words {
		typed[i] = text.NameKey(w)
	}
	near := make([][]spelt, len(words))
	round := 0
	v.eachName(people, func(name string, count int) {
		if round++; err != nil {
			return
		}
		err = segment.Stopped(ctx, round)
		folded := fold.String(name)
		for i, w := range typed {
			if d := identity.Distance(w, folded); d > 0 {
				near[i] = append(near[i], spelt{name, d, count})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	out := make([][]string, len(words))
	for i, list := range near {
		slices.SortFunc(list, func(a, b spelt) int {
			return cmp.Or(a.distance-b.distance, b.count-a.count, cmp.Compare(a.text, b.text))
		})
		if out[i], err = v.visibleTexts(ctx, scope, list, limit); err != nil {
			return nil, err
		}
	}
	return out, ctx.Err()
}

// eachName visits names of persons, or else topic words and outlets, with how
// often each occurs.
func (v *snapshot) eachName(people bool, visit func(name string, count int)) {
	if people {
		for n := range uint32(v.identities.Len()) {
			if said := v.saidBy(n).statements; said > 0 {
				visit(v.identities.Name(n), int(said))
			}
		}
		return
	}
	for i, count := range v.topicTable.WordCounts() {
		if count > 0 && i > 0 {
			visit(v.Words.At(uint32(i)), int(count))
		}
	}
	v.eachSource(visit)
}

func (v *snapshot) eachSource(visit func(name string, count int)) {
	for _, s := range v.sourceList() {
		if s.Name != "" {
			visit(s.Name, s.Articles)
		}
	}
}

// texts returns the first limit texts of a list, each once.
func texts(list []spelt, limit int) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if len(out) == limit {
			break
		}
		if !seen[s.text] {
			seen[s.text] = true
			out = append(out, s.text)
		}
	}
	return out
}

// Prefix returns names of persons, topic words or outlets (kind is person,
// topic or source) of the scope that begin with prefix, most frequent first.
func (x *Index) Prefix(ctx context.Context, scope Scope, kind, prefix string, limit int) ([]string, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	typed := fold.String(strings.TrimSpace(prefix))
	var found []spelt
	take := func(name string, count int) {
		if beginsWord(fold.String(name), typed) {
			found = append(found, spelt{name, 0, count})
		}
	}
	if kind == "source" {
		v.eachSource(take)
	} else {
		v.eachName(kind == "person", take)
	}
	slices.SortFunc(found, func(a, b spelt) int { return cmp.Or(b.count-a.count, cmp.Compare(a.text, b.text)) })
	if kind == "source" {
		found = slices.DeleteFunc(found, func(s spelt) bool { return !scope.Shows(s.text) })
		return texts(found, limit), nil
	}
	return v.visibleTexts(ctx, scope, found, limit)
}

// Naming is a person with a printed form of the name that begins as typed.
type Naming struct {
	Key     string // for Query.By
	Name    string // the full name
	Printed string // the form that begins so, "" if the full name does
}

// PeopleNamed returns the persons of the scope who are quoted and of whose name a
// printed form has a word that begins with prefix, most statements first.
func (x *Index) PeopleNamed(ctx context.Context, scope Scope, prefix string, limit int) ([]Naming, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	typed := fold.String(strings.TrimSpace(prefix))
	var found []spelt
	printed, keys := map[string]string{}, map[string]string{}
	for i := range uint32(v.identities.Len()) {
		said := int(v.saidBy(i).statements)
		if said == 0 {
			continue
		}
		p := v.identities.Person(i)
		form, ok := "", beginsWord(fold.String(p.Name), typed)
		if n := slices.IndexFunc(p.Variants, func(form string) bool { return beginsWord(fold.String(form), typed) }); !ok && n >= 0 {
			form, ok = p.Variants[n], true
		}
		if ok {
			found = append(found, spelt{p.Name, 0, said})
			printed[p.Name], keys[p.Name] = form, p.Key
		}
	}
	slices.SortFunc(found, func(a, b spelt) int { return cmp.Or(b.count-a.count, cmp.Compare(a.text, b.text)) })
	shown, err := v.visibleTexts(ctx, scope, found, limit)
	if err != nil {
		return nil, err
	}
	var out []Naming
	for _, name := range shown {
		form := printed[name]
		if form != "" && !scope.ShowsEverything() {
			if visible, err := v.holdsName(ctx, scope, form); err != nil || !visible {
				form = ""
			}
		}
		out = append(out, Naming{keys[name], name, form})
	}
	return out, ctx.Err()
}

// beginsWord reports whether name or one of its later words begins with prefix.
func beginsWord(name, prefix string) bool {
	if len(prefix) > len(name) {
		return false
	}
	return strings.HasPrefix(name, prefix) || strings.Contains(name, " "+prefix)
}

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
