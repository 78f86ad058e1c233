package extract

import "github.com/briefing-bot/briefing-bot/index/extract/internal/people"

// Name is a person that the team knows: the name to show and other spellings,
// as the names file lists them.
type Name = people.Name

// PersonCount is a person as one article, or several that agree, name them.
type PersonCount = people.PersonCount

// Rulings are people's decisions about which names are one person.
type Rulings = people.Rulings

// SamePerson reports whether two printed names can be one person's, judged by the
// names alone.
func SamePerson(a, b string) bool { return people.SamePerson(a, b) }

// Unify decides which of people are one person, and returns for each the name to
// show: equal for one person, different for two.
func Unify(persons []PersonCount, known []Name, rulings Rulings) []string {
	return people.Unify(persons, known, rulings)
}
