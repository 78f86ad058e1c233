package identity

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/names"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// People are the persons of all articles. They are immutable.
type People struct {
	Of    []uint32 // of a name variant: its person
	All   []Person
	Words map[string][]uint32 // persons of each word of a name, folded
}

// Person is one person, by whatever names.
type Person struct {
	Key      string
	Name     string
	Variants []string
}

// With returns the persons with more name variants, each as a separate person.
func (u *People) With(more []Count) *People {
	out := &People{Of: slices.Clone(u.Of), All: slices.Clone(u.All), Words: map[string][]uint32{}}
	numbers := make(map[string]uint32, len(out.All))
	for n := range out.All {
		numbers[out.All[n].Name] = uint32(n)
		out.All[n].Variants = slices.Clone(out.All[n].Variants)
	}
	for _, b := range more {
		n := out.number(b.Name, numbers)
		for _, form := range b.Variants {
			out.variant(n, form)
		}
		out.Of = append(out.Of, n)
	}
	out.listWords()
	return out
}

// Resolve decides which name variants are one person.
func Resolve(variants []Count, known []names.Name, rulings Rulings) *People {
	shown := Unify(variants, known, rulings)
	p := &People{Of: make([]uint32, len(variants)), Words: map[string][]uint32{}}
	numbers := map[string]uint32{}
	for i, name := range shown {
		p.Of[i] = p.number(name, numbers)
		for _, form := range append([]string{variants[i].Name}, variants[i].Variants...) {
			p.variant(p.Of[i], form)
		}
	}
	p.listWords()
	return p
}

// number returns the person of a shown name, an existing or a new one.
func (u *People) number(name string, numbers map[string]uint32) uint32 {
	n, ok := numbers[name]
	if !ok {
		n = uint32(len(u.All))
		numbers[name] = n
		u.All = append(u.All, Person{Key: text.NameKey(name), Name: name})
	}
	return n
}

// variant adds a form of a person's name unless it is known.
func (u *People) variant(n uint32, form string) {
	p := &u.All[n]
	if form != p.Name && !slices.Contains(p.Variants, form) {
		p.Variants = append(p.Variants, form)
	}
}

// listWords lists persons under each word of their names.
func (u *People) listWords() {
	for n := range u.All {
		p := &u.All[n]
		slices.Sort(p.Variants)
		for _, form := range append([]string{p.Name}, p.Variants...) {
			for w := range strings.FieldsSeq(text.NameKey(form)) {
				if list := u.Words[w]; len(list) == 0 || list[len(list)-1] != uint32(n) {
					u.Words[w] = append(list, uint32(n))
				}
			}
		}
	}
}

// MaxNameWords is the maximum number of words of a name, with titles.
const MaxNameWords = 20

// Named returns the persons with a whole form of a name; failing that by all
// of its words; failing that without the words before the last ones, which may
// be titles: President Putin.
func (u *People) Named(name string) []uint32 {
	words := strings.Fields(text.NameKey(name))
	if len(words) > MaxNameWords {
		return nil
	}
	for first := range words {
		for _, fits := range []func(*Person, []string) bool{wholeForm, allWords} {
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
func (u *People) fitting(words []string, fits func(*Person, []string) bool) []uint32 {
	var out []uint32
	for _, n := range u.Words[words[len(words)-1]] {
		if p := &u.All[n]; fits(p, words) {
			out = append(out, n)
		}
	}
	return out
}

// wholeForm reports whether words are a full name that p goes by; a lone surname
// is never whole, for others may bear it.
func wholeForm(p *Person, words []string) bool {
	if len(words) < 2 {
		return false
	}
	typed := strings.Join(words, " ")
	if p.Key == typed {
		return true
	}
	return slices.ContainsFunc(p.Variants, func(form string) bool { return text.NameKey(form) == typed })
}

// allWords reports whether all words stand in one form of p's name.
func allWords(p *Person, words []string) bool {
	for _, form := range append([]string{p.Name}, p.Variants...) {
		have := strings.Fields(text.NameKey(form))
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(have, w) }) {
			return true
		}
	}
	return false
}

// nicknamed reports whether words are p's name with a nickname for the first one.
func nicknamed(p *Person, words []string) bool {
	have := strings.Fields(p.Key)
	if len(words) < 2 || len(have) < 2 || have[len(have)-1] != words[len(words)-1] {
		return false
	}
	return have[0] == words[0] || names.ShortForms(have[0], words[0])
}

// OtherSpellings returns the persons whose name is another transliteration of
// name: Zelensky for Zelenskiy. Typing errors are left to Near.
func (u *People) OtherSpellings(name string) []uint32 {
	var out []uint32
	typed := text.NameKey(name)
	for i := range u.All {
		p := &u.All[i]
		if Distance(typed, text.Fold(p.Name)) > 0 && SamePerson(name, p.Name) {
			out = append(out, uint32(i))
		}
	}
	return out
}

// Distance returns the minimum distance of what was typed to a name or, if
// it is one word, to any word of the name; 0 if they are equal or too far
// apart.
func Distance(typed, name string) int {
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
