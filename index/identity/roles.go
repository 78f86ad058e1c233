package identity

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// Role is a role as typed: the envoy, Quessar's foreign minister.
type Role struct {
	head  string   // the noun, folded: minister
	words []string // all others but articles and prepositions
	isNew bool     // the new one, or the next
}

// maxRoleWords is the maximum number of words of a typed role.
const maxRoleWords = 8

// ReadRole reads a role as typed; ok is false if it is none that could be printed.
func ReadRole(typed string) (r Role, ok bool) {
	words := roleWords(typed)
	if len(words) == 0 || len(words) > maxRoleWords {
		return r, false
	}
	head := headOf(words)
	for _, w := range head {
		r.isNew = r.isNew || later[w]
		if !little[w] && !afterNoun[w] {
			r.head = w
		}
	}
	for i, w := range words {
		switch {
		case later[w] && i < len(head):
		case w != r.head && !little[w]:
			r.words = append(r.words, w)
		}
	}
	return r, r.head != ""
}

// RoleFit grades how well a printed role matches a typed one.
type RoleFit uint8

// The fits, better ones greater.
const (
	NoRole   RoleFit = iota
	PastRole         // the former, acting, outgoing or future holder
	SameRole         // the holder
)

// Fits returns how a role as printed fits: its noun must be the one typed, so that the
// envoy's spokesman is no envoy, and the other words typed must be in it, a country
// perhaps as its adjective.
func (r Role) Fits(printed string) RoleFit {
	best := NoRole
	words := roleWords(printed)
	for len(words) > 0 {
		part := words
		if i := slices.Index(words, "and"); i >= 0 { // president and founder of the bank
			part, words = words[:i], words[i+1:]
		} else {
			words = nil
		}
		best = max(best, r.fitsPart(part))
	}
	return best
}

func (r Role) fitsPart(words []string) RoleFit {
	head := headOf(words)
	noun := len(head) - 1
	for noun > 0 && afterNoun[head[noun]] {
		noun--
	}
	if noun < 0 || head[noun] != r.head || r.isNew && !slices.ContainsFunc(head, func(w string) bool { return later[w] || succeeds[w] }) {
		return NoRole
	}
	for _, w := range r.words {
		if !slices.ContainsFunc(words, func(p string) bool { return p == w || sameCountry(p, w) }) {
			return NoRole
		}
	}
	fit := SameRole
	for _, w := range head {
		switch {
		case slices.Contains(r.words, w):
		case under[w]:
			return NoRole
		case past[w] && !(r.isNew && succeeds[w]):
			fit = PastRole
		}
	}
	return fit
}

// roleWords returns the words of a role, folded, each part of a word with a hyphen as one: ex mayor,
// mayor elect.
func roleWords(role string) []string {
	return strings.Fields(text.NameKey(hyphens.Replace(role)))
}

var hyphens = strings.NewReplacer("one-time", "onetime", "-", " ", "\u2010", " ", "\u2011", " ")

// headOf returns the words of a role up to the first that begins what it is of.
func headOf(words []string) []string {
	for i, w := range words {
		if i > 0 && of[w] {
			return words[:i]
		}
	}
	return words
}

// sameCountry reports whether one word can be the adjective of the other: Quessar,
// Quessari. The shorter one must be its beginning, but for a vowel.
func sameCountry(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	stem := strings.TrimRight(a, "aeiouy")
	return len(stem) >= 4 && len(b)-len(stem) <= 4 && strings.HasPrefix(b, stem)
}

var (
	little = set("a an the our their his her its my your this that of for to at in on from current present")
	of     = set("of for to at in on from with who whom which that under by")
	under  = set("deputy vice assistant associate under shadow junior sub")
	past   = set("former ex late acting then outgoing retired onetime ousted interim incoming designate elect")
	// The new head of roads is not whoever was head of roads so far, and may be the acting one.
	later     = set("new next")
	succeeds  = set("acting interim incoming designate elect")
	afterNoun = set("designate elect")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
