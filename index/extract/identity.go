package extract

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/identity"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name = lexicon.Name

// PersonCount is a person as one article, or several that agree, name them.
type PersonCount = identity.Count

// Rulings are people's decisions about which names are one person.
type Rulings = identity.Rulings

// SamePerson reports whether two printed names can be one person's, judged by the
// names alone.
func SamePerson(a, b string) bool { return identity.SamePerson(a, b) }

// Unify decides which of persons are one, and returns for each the name to show:
// equal for one person, different for two.
func Unify(persons []PersonCount, known []Name, rulings Rulings) []string {
	return identity.Unify(persons, known, rulings)
}
