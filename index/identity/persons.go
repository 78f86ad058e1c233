package identity

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/fold"
	"github.com/briefing-bot/briefing-bot/index/internal/names"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// People are the persons of all articles. They are immutable.
type People struct {
	of      column.Column[uint32] // of a name variant: its person
	persons column.Column[forms]
	keys    column.Strings
	names   column.Strings
	forms   column.Strings // variants of all persons, one after another
	words   column.Strings // of names, folded
	numbers column.Interner
	named   column.Column[forms]  // of each of words: its bearers
	bearers column.Column[uint32] // persons of all words, one after another
}

// forms is a range of an array, end exclusive.
type forms struct{ first, end uint32 }

// Person is one person, by whatever names.
type Person struct {
	Key      string
	Name     string
	Variants []string
}

// Len returns the number of persons.
func (u *People) Len() int { return u.keys.Len() }

// NameVariants returns the number of name variants whose person is known.
func (u *People) NameVariants() int { return u.of.Len() }

// Of returns the person of a name variant.
func (u *People) Of(variant uint32) uint32 { return *u.of.At(variant) }

// Key returns the key of a person.
func (u *People) Key(n uint32) string { return u.keys.At(n) }

// Keyed returns the persons with a key.
func (u *People) Keyed(key string) []uint32 {
	var out []uint32
	words := strings.Fields(key)
	if len(words) == 0 { // of names without a letter
		for n := range uint32(u.Len()) {
			if u.Key(n) == key {
				out = append(out, n)
			}
		}
		return out
	}
	for _, n := range u.bearersOf(words[0]) { // a key is a folded name
		if u.Key(n) == key {
			out = append(out, n)
		}
	}
	return out
}

// Name returns the full name of a person.
func (u *People) Name(n uint32) string { return u.names.At(n) }

// Variants returns the other forms of a person's name.
func (u *People) Variants(n uint32) []string {
	at := u.persons.At(n)
	if at.first == at.end {
		return nil
	}
	out := make([]string, 0, at.end-at.first)
	for i := at.first; i < at.end; i++ {
		out = append(out, u.forms.At(i))
	}
	return out
}

// Person returns a person.
func (u *People) Person(n uint32) Person { return Person{u.Key(n), u.Name(n), u.Variants(n)} }

// HasWord reports whether a folded word is part of a person's name.
func (u *People) HasWord(word string) bool {
	_, ok := u.numbers.Find(word, &u.words)
	return ok
}

// bearersOf returns the persons of whose name a folded word is part.
func (u *People) bearersOf(word string) []uint32 {
	n, ok := u.numbers.Find(word, &u.words)
	if !ok {
		return nil
	}
	at := u.named.At(n)
	return u.bearers.Range(at.first, at.end)
}

// With returns the persons with more name variants, each as a separate person.
func (u *People) With(more []Count) *People {
	d := newDraft(u.NameVariants() + len(more))
	for n := range uint32(u.Len()) {
		p := u.Person(n)
		d.numbers[p.Name] = n
		d.all = append(d.all, p)
	}
	for _, n := range u.of.All() {
		d.of = append(d.of, *n)
	}
	for _, b := range more {
		n := d.number(b.Name)
		for _, form := range b.Variants {
			d.variant(n, form)
		}
		d.of = append(d.of, n)
	}
	return d.people()
}

// Resolve decides which name variants are one person.
func Resolve(variants []Count, known []names.Name, rulings Rulings) *People {
	shown := Unify(variants, known, rulings)
	d := newDraft(len(variants))
	for i, name := range shown {
		n := d.number(name)
		d.of = append(d.of, n)
		for _, form := range append([]string{variants[i].Name}, variants[i].Variants...) {
			d.variant(n, form)
		}
	}
	return d.people()
}

// draft is people while they are put together.
type draft struct {
	of      []uint32
	all     []Person
	numbers map[string]uint32 // of full names
}

func newDraft(variants int) *draft {
	return &draft{of: make([]uint32, 0, variants), numbers: map[string]uint32{}}
}

// number returns the person of a shown name, an existing or a new one.
func (d *draft) number(name string) uint32 {
	n, ok := d.numbers[name]
	if !ok {
		n = uint32(len(d.all))
		d.numbers[name] = n
		d.all = append(d.all, Person{Key: text.NameKey(name), Name: name})
	}
	return n
}

// variant adds a form of a person's name.
func (d *draft) variant(n uint32, form string) {
	p := &d.all[n]
	if form != p.Name && !slices.Contains(p.Variants, form) {
		p.Variants = append(p.Variants, form)
	}
}

// people returns the persons with the words of their names.
func (d *draft) people() *People {
	u := &People{of: column.Of(d.of)}
	var bearers [][]uint32
	for n := range d.all {
		p := &d.all[n]
		slices.Sort(p.Variants)
		u.keys.Append(p.Key)
		u.names.Append(p.Name)
		first := uint32(u.forms.Len())
		for _, form := range p.Variants {
			u.forms.Append(form)
		}
		u.persons.Append(forms{first, uint32(u.forms.Len())})
		for _, form := range append([]string{p.Name}, p.Variants...) {
			for w := range strings.FieldsSeq(text.NameKey(form)) {
				word, added := u.numbers.Number(w, &u.words)
				if added {
					bearers = append(bearers, nil)
				}
				if list := bearers[word]; len(list) == 0 || list[len(list)-1] != uint32(n) {
					bearers[word] = append(list, uint32(n))
				}
			}
		}
	}
	for _, list := range bearers {
		first := uint32(u.bearers.Len())
		for _, n := range list {
			u.bearers.Append(n)
		}
		u.named.Append(forms{first, uint32(u.bearers.Len())})
	}
	return u
}

// Save writes the persons into a file.
func (u *People) Save(w *column.Writer) {
	u.of.Save(w, "people.of")
	u.persons.Save(w, "people")
	u.keys.Save(w, "people.keys")
	u.names.Save(w, "people.names")
	u.forms.Save(w, "people.forms")
	u.words.Save(w, "people.words")
	u.numbers.Save(w, "people.words.table", &u.words)
	u.named.Save(w, "people.named")
	u.bearers.Save(w, "people.bearers")
}

// Load returns the persons that Save wrote. They must not be used after the file is
// closed.
func Load(f *column.File) *People {
	u := &People{}
	u.of.Load(f, "people.of")
	u.persons.Load(f, "people")
	u.keys.Load(f, "people.keys")
	u.names.Load(f, "people.names")
	u.forms.Load(f, "people.forms")
	u.words.Load(f, "people.words")
	u.numbers.Load(f, "people.words.table")
	u.named.Load(f, "people.named")
	u.bearers.Load(f, "people.bearers")
	return u
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
	for _, n := range u.bearersOf(words[len(words)-1]) {
		if p := u.Person(n); fits(&p, words) {
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
	for n := range uint32(u.Len()) {
		if full := u.Name(n); Distance(typed, fold.String(full)) > 0 && SamePerson(name, full) {
			out = append(out, n)
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
