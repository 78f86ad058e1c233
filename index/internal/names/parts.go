package names

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/token"
)

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name struct {
	Full  string
	Forms []string
}

// Parts is a name in parts, all folded but Text. Titled is set for a family name with a title
// before it.
type Parts struct {
	Text, Given, Family, Suffix, Phonetic string
	Titled                                bool
}

// Split cuts a name in its parts, without titles before it: Family alone if it is one
// word.
func Split(name string) Parts {
	r := LookUp(name, token.Tokenize(name), func(int) bool { return false })
	if len(r.Tokens) == 0 {
		return Parts{Text: name}
	}
	first := 0
	for first+1 < len(r.Tokens) && (r.Info[first].Is(Honorific|TitleWord) && !r.Info[first].Is(GivenName) || first > 0 && r.Word(first) == ".") {
		first++
	}
	last := len(r.Tokens)
	p := Parts{Text: name}
	if r.OneWord(first, last) {
		p.Family, p.Titled = r.FamilyKey(last), first > 0
	} else {
		p.Given, p.Family, p.Suffix = r.Parts(first, last)
	}
	p.Phonetic = PhoneticKey(p.Family)
	return p
}

// Fits reports whether two names can be one person's, nothing else being known.
func (p Parts) Fits(q Parts) bool {
	if p.Family == "" || q.Family == "" {
		return Folded(p.Text) == Folded(q.Text)
	}
	if p.Family == q.Given && p.Given == q.Family {
		return true
	}
	return VariantSpelling(p.Family, q.Family) && p.Suffix == q.Suffix && SameGiven(p.Given, q.Given)
}

// OneWord reports whether the name from token first to last, exclusive, is a family name alone, its particles aside: Putin,
// van der Leyen.
func (r Run) OneWord(first, last int) bool {
	for i := first; i < last-1; i++ {
		if !r.Info[i].Is(Particle) {
			return false
		}
	}
	return true
}

// FamilyKey returns the folded word that a name of one word is found by, which ends
// before token last.
func (r Run) FamilyKey(last int) string { return FamilyKey(r.Word(last - 1)) }

// FamilyKey returns a family name folded, without a particle that hangs on to it.
func FamilyKey(word string) string {
	w := Folded(word)
	if at := strings.IndexByte(w, '-'); at > 0 && at < 4 && BoundParticles[w[:at]] {
		return w[at+1:]
	}
	return w
}

// Parts returns the folded given and family name of the name from token first to last,
// exclusive, which has several words, and its suffix such as Jr.
func (r Run) Parts(first, last int) (given, family, suffix string) {
	last--
	for last > first && (r.Info[last].Is(SuffixWord) && (last > first+1) || r.Word(last) == "," || r.Word(last) == ".") {
		if r.Info[last].Is(SuffixWord) {
			suffix = Folded(r.Word(last))
		}
		last--
	}
	given, family = Folded(r.Word(first)), FamilyKey(r.Word(last))
	if r.FamilyFirst(first, last) {
		var rest []string
		for i := first + 1; i <= last; i++ {
			rest = append(rest, Folded(r.Word(i)))
		}
		return strings.Join(rest, "-"), given, suffix
	}
	return given, family, suffix
}

// FamilyFirst reports whether a name is written family name first: Kim Jong Un,
// Xi Jinping, Moon Jae-in.
func (r Run) FamilyFirst(first, last int) bool {
	if first == last || last > first+3 || !r.Info[first].Is(FamilyName) {
		return false
	}
	for i := first + 1; i <= last; i++ {
		info := r.Info[i]
		if r.Tokens[i].Kind != token.Word || info.Is(GivenName) && info.Class&GivenName != GivenName {
			return false
		}
	}
	return !SurnameEnding(Folded(r.Word(last)))
}
