package index

import (
	"slices"
	"strings"

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
}

// with returns u with more name variants, each as a person of its own.
func (u *identities) with(more []identity.Count) *identities {
	out := &identities{of: slices.Clone(u.of), all: slices.Clone(u.all), words: map[string][]uint32{}}
	numbers := make(map[string]uint32, len(out.all))
	for n := range out.all {
		numbers[out.all[n].name] = uint32(n)
		out.all[n].variants = slices.Clone(out.all[n].variants)
	}
	for _, b := range more {
		n := out.number(b.Name, numbers)
		for _, form := range b.Variants {
			out.variant(n, form)
		}
		out.of = append(out.of, n)
	}
	out.listWords()
	return out
}

// resolve decides which name variants are one person.
func resolve(variants []identity.Count, known []names.Name, rulings identity.Rulings) *identities {
	shown := identity.Unify(variants, known, rulings)
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

// MaxNameWords is the maximum number of words of a name, with titles.
const MaxNameWords = 20

// peopleNamed finds persons by a whole form of their name; failing that by all
// of its words; failing that without the words before the last ones, which may
// be titles: President Putin.
func (u *identities) peopleNamed(name string) []uint32 {
	words := strings.Fields(text.NameKey(name))
	if len(words) > MaxNameWords {
		return nil
	}
	for first := range words {
		for _, fits := range []func(*person, []string) bool{wholeForm, allWords} {
			if found := u.fitting(words[first:], fits); len(found) > 0 {
				return found
			}
		}
		if first == 0 {
			if found := u.fitting(words, nicknamed); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// fitting returns the persons with the last of words in a name for whom fits holds.
func (u *identities) fitting(words []string, fits func(*person, []string) bool) []uint32 {
	var out []uint32
	for _, n := range u.words[words[len(words)-1]] {
		if p := &u.all[n]; fits(p, words) {
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

// otherSpellings returns the persons whose name is another transliteration of
// name: Zelensky for Zelenskiy. Typing errors are left to Near.
func (u *identities) otherSpellings(name string) []uint32 {
	var out []uint32
	typed := text.NameKey(name)
	for i := range u.all {
		p := &u.all[i]
		if nameDistance(typed, text.Fold(p.name)) > 0 && identity.SamePerson(name, p.name) {
			out = append(out, uint32(i))
		}
	}
	return out
}

// nameDistance returns the minimum distance of what was typed to a name or, if
// it is one word, to any word of the name; 0 if they are equal or too far
// apart.
func nameDistance(typed, name string) int {
	d := text.Distance(typed, name)
	if !strings.Contains(typed, " ") && strings.Contains(name, " ") {
		for w := range strings.FieldsSeq(name) {
			if e := text.Distance(typed, w); e >= 0 && (d < 0 || e < d) {
				d = e
			}
		}
	}
	return max(d, 0)
}
