package identity_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/identity"
)

func resolved(rulings identity.Rulings, all ...string) *identity.People {
	var counts []identity.Count
	for _, name := range all {
		counts = append(counts, identity.Count{Name: name, Count: 1})
	}
	return identity.Resolve(counts, nil, rulings)
}

// namesOf returns the names of persons, in order, separated by commas.
func namesOf(p *identity.People, found []uint32) string {
	var out []string
	for _, n := range found {
		out = append(out, p.Name(n))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestResolve(t *testing.T) {
	p := resolved(identity.Rulings{}, "William Hargreave", "Bill Hargreave", "Mara Quist", "Quist")
	if p.Len() != 2 || p.Of(0) != p.Of(1) || p.Of(2) != p.Of(3) || p.Of(0) == p.Of(2) {
		t.Fatalf("%d persons, of the names %v", p.Len(), []uint32{p.Of(0), p.Of(1), p.Of(2), p.Of(3)})
	}
	if who := p.Person(p.Of(0)); who.Key != "william hargreave" || who.Name != "William Hargreave" || !slices.Equal(who.Variants, []string{"Bill Hargreave"}) {
		t.Errorf("%+v", who)
	}
	apart := resolved(identity.Rulings{Apart: [][2]string{{"William Hargreave", "Bill Hargreave"}}}, "William Hargreave", "Bill Hargreave")
	if apart.Len() != 2 {
		t.Errorf("two that were ruled apart are %d persons", apart.Len())
	}
}

// TestNamed asks for persons as people type their names.
func TestNamed(t *testing.T) {
	p := resolved(identity.Rulings{}, "William Hargreave", "Mara Quist", "Erik Quist", "Éva Ødegård", "Volodymyr Zelenskiy")
	for _, c := range []struct{ typed, want string }{
		{"William Hargreave", "William Hargreave"},
		{"hargreave", "William Hargreave"},
		{"Bill Hargreave", "William Hargreave"},
		{"President Hargreave", "William Hargreave"},
		{"Quist", "Erik Quist, Mara Quist"},
		{"mara quist", "Mara Quist"},
		{"Eva Odegard", "Éva Ødegård"},
		{"Robert Hargreave", "William Hargreave"}, // the words before a surname may be a title
		{"Hargreaves", ""},
		{"", ""},
		{strings.Repeat("Very ", identity.MaxNameWords) + "Quist", ""},
	} {
		if got := namesOf(p, p.Named(c.typed)); got != c.want {
			t.Errorf("%q means %q, want %q", c.typed, got, c.want)
		}
	}
	for typed, want := range map[string]string{"Zelensky": "Volodymyr Zelenskiy", "Zelenskiy": "", "Quust": ""} {
		if got := namesOf(p, p.OtherSpellings(typed)); got != want {
			t.Errorf("%q is another spelling of %q, want %q", typed, got, want)
		}
	}
}

// TestWith adds names before anybody has decided who they are.
func TestWith(t *testing.T) {
	p := resolved(identity.Rulings{}, "William Hargreave")
	q := p.With([]identity.Count{{Name: "William Hargreave", Variants: []string{"Hargreave"}}, {Name: "Bill Hargreave"}})
	if q.Len() != 2 || !slices.Equal([]uint32{q.Of(0), q.Of(1), q.Of(2)}, []uint32{0, 0, 1}) || !slices.Equal(q.Person(0).Variants, []string{"Hargreave"}) {
		t.Errorf("%+v", q)
	}
	if p.Len() != 1 || len(p.Person(0).Variants) != 0 || p.NameVariants() != 1 {
		t.Errorf("the persons before were changed: %+v", p)
	}
	if got := namesOf(q, q.Named("Hargreave")); got != "Bill Hargreave, William Hargreave" {
		t.Errorf("Hargreave means %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		want        int
	}{
		{"quist", "mara quist", 0}, // a word of the name as it is
		{"quiist", "mara quist", 1},
		{"mara quiist", "mara quist", 1},
		{"berg", "mara quist", 0},
	} {
		if got := identity.Distance(c.typed, c.name); got != c.want {
			t.Errorf("Distance(%q, %q) is %d, want %d", c.typed, c.name, got, c.want)
		}
	}
}
