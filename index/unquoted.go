package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Named is a person whom articles name and do not quote.
type Named struct {
	Name     string
	Articles int // that name the person, near-copies counted once
	// Elsewhere is the number of statements by the person in other articles of the
	// scope.
	Elsewhere int
	// Mention is where the newest of the articles names the person first.
	Mention Place
}

// Unquoted is who is named in the articles about a topic and quoted in none of them.
type Unquoted struct {
	People   []Named // those whom most articles name first
	Articles int     // that hold the topic
	Read     int     // of Articles, the newest ones: those that were read
	Unnamed  int     // statements of those read whose speaker is not certain
}

// maxUnquotedArticles is the maximum number of articles that Unquoted reads.
const maxUnquotedArticles = 500

// Unquoted returns the persons whom the articles that hold every term and phrase of q
// name, and to whom none of these articles gives any statement, about whatever and
// however doubtful its speaker. Since and Until are about publication; By, Kinds,
// Verb, Sort, Offset and Limit do not apply.
func (x *Index) Unquoted(ctx context.Context, q Query) (Unquoted, error) {
	v, err := x.acquire()
	if err != nil {
		return Unquoted{}, err
	}
	defer v.Release()
	held, err := v.mentioning(ctx, q)
	if err != nil {
		return Unquoted{}, err
	}
	window := v.filter(q).Window
	held = slices.DeleteFunc(held, func(a uint32) bool { return !window.Holds(v.ArticleDate(v.Articles.At(a))) })
	slices.SortFunc(held, func(a, b uint32) int {
		return cmp.Or(v.ArticleDate(v.Articles.At(b)).Compare(v.ArticleDate(v.Articles.At(a))), cmp.Compare(v.IDs.At(a), v.IDs.At(b)))
	})
	out := Unquoted{Articles: len(held)}
	held = held[:min(len(held), maxUnquotedArticles)]
	names, err := x.namesIn(ctx, v, held)
	if err != nil {
		return Unquoted{}, err
	}
	out.Read, out.Unnamed = len(held), names.unnamed
	out.People = names.unquoted()
	for i := range out.People {
		if out.People[i].Elsewhere, err = v.statementsOf(ctx, q.Scope, out.People[i].Name); err != nil {
			return Unquoted{}, err
		}
	}
	slices.SortStableFunc(out.People, func(a, b Named) int {
		return cmp.Or(b.Articles-a.Articles, b.Elsewhere-a.Elsewhere, cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// articleNames are the persons of some articles, each as one article names them.
type articleNames struct {
	people  []identity.Count
	quoted  []bool   // of each of people: the article has a statement by the person
	group   []uint32 // of each of people: the article's near-copies
	places  []Place  // of each of people: the first mention
	unnamed int      // statements whose speaker is not certain
	same    *identity.People
}

// namesIn returns the persons of articles, newest article first.
func (x *live) namesIn(ctx context.Context, v *snapshot, articles []uint32) (articleNames, error) {
	var out articleNames
	if x.opts.Record == nil {
		return out, nil
	}
	for _, a := range articles {
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		r, ok, err := x.opts.Record(ctx, v.IDs.At(a))
		if err != nil {
			return out, fmt.Errorf("read article %s: %w", v.IDs.At(a), err)
		}
		if ok {
			out.add(r, v.Articles.At(a).Group)
		}
	}
	out.same = identity.Resolve(out.people, known(x.opts.Names), v.rulings)
	return out, nil
}

func (n *articleNames) add(r article.Record, group uint32) {
	quoted := make([]bool, len(r.Annotation.People))
	for _, s := range r.Annotation.Statements {
		if s.Speaker != article.Nobody {
			quoted[s.Speaker] = true
		}
		if s.Speaker == article.Nobody || s.Confidence < CertainConfidence {
			n.unnamed++
		}
	}
	for i, p := range r.Annotation.People {
		if len(p.Mentions) == 0 {
			continue
		}
		n.people = append(n.people, identity.Count{Name: p.Name, Variants: p.Variants, Count: 1})
		n.quoted = append(n.quoted, quoted[i])
		n.group = append(n.group, group)
		n.places = append(n.places, Place{Article: r.ID, Published: r.Published.Time, Span: p.Mentions[0]})
	}
}

// unquoted returns the persons whom no article quotes, in the order of their first
// mention.
func (n *articleNames) unquoted() []Named {
	if n.same == nil {
		return nil
	}
	quoted := map[uint32]bool{}
	for i := range n.people {
		person := n.same.Of(uint32(i))
		quoted[person] = quoted[person] || n.quoted[i]
	}
	var out []Named
	at := map[uint32]int{}
	counted := map[[2]uint32]bool{}
	for i := range n.people {
		person := n.same.Of(uint32(i))
		if quoted[person] {
			continue
		}
		if _, ok := at[person]; !ok {
			at[person] = len(out)
			out = append(out, Named{Name: n.same.Name(person), Mention: n.places[i]})
		}
		if story := [2]uint32{person, n.group[i]}; !counted[story] {
			counted[story] = true
			out[at[person]].Articles++
		}
	}
	return out
}

// statementsOf returns the number of statements by the person with exactly that name,
// repeats counted once.
func (v *snapshot) statementsOf(ctx context.Context, scope Scope, name string) (int, error) {
	key := text.NameKey(name)
	for _, n := range v.identities.Named(name) {
		p := v.identities.Person(n)
		if text.NameKey(p.Name) != key && !slices.ContainsFunc(p.Variants, func(form string) bool { return text.NameKey(form) == key }) {
			continue
		}
		if scope.ShowsEverything() {
			return int(v.saidBy(n).statements), nil
		}
		found := 0
		err := v.eachStatement(ctx, Query{Scope: scope, By: []string{p.Key}}, func(uint32, []uint32) { found++ })
		return found, err
	}
	return 0, nil
}
