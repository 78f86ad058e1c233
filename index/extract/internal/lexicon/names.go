package lexicon

import "github.com/briefing-bot/briefing-bot/index/internal/names"

// Info is what the tables say of a word.
type Info = names.Info

// Class is what a word can be where persons are looked for.
type Class = names.Class

// Name is a person that the team knows: the name to show and other spellings.
type Name = names.Name

// The classes of words, as package names has them.
const (
	MaleName     = names.MaleName
	FemaleName   = names.FemaleName
	DoubtfulName = names.DoubtfulName
	FamilyName   = names.FamilyName
	CountryWord  = names.CountryWord
	PlaceWord    = names.PlaceWord
	Organisation = names.Organisation
	NamedThing   = names.NamedThing
	OrgNoun      = names.OrgNoun
	TitleWord    = names.TitleWord
	RoleNoun     = names.RoleNoun
	RoleModifier = names.RoleModifier
	Honorific    = names.Honorific
	Particle     = names.Particle
	SuffixWord   = names.SuffixWord
	CommonWord   = names.CommonWord
	SpeechVerb   = names.SpeechVerb
	PersonVerb   = names.PersonVerb
	Preposition  = names.Preposition
	PronounWord  = names.PronounWord
	Relation     = names.Relation
	ClauseStart  = names.ClauseStart
	NounToo      = names.NounToo
	VerbWord     = names.VerbWord
	GivenName    = names.GivenName
	NotPerson    = names.NotPerson
)

// Words is what the lists say of each single word, by the folded word.
var Words = names.Words

// BoundParticles are written together with the name.
var BoundParticles = names.BoundParticles

// FamilyKey returns a family name folded, without a particle that hangs on to it.
func FamilyKey(word string) string { return names.FamilyKey(word) }

// Fold writes word in lower case and without diacritics to buf, without a closing full stop.
func Fold(buf []byte, word string) []byte { return names.Fold(buf, word) }

// Folded is Fold as a string.
func Folded(word string) string { return names.Folded(word) }

// PhoneticKey returns what the usual transliterations of one family name share.
func PhoneticKey(word string) string { return names.PhoneticKey(word) }

// VariantSpelling reports whether two folded family names are spellings of one.
func VariantSpelling(a, b string) bool { return names.VariantSpelling(a, b) }

// NearKeys reports whether two long phonetic keys differ in one place inside.
func NearKeys(x, y string) bool { return names.NearKeys(x, y) }

// SameGiven reports whether two folded given names may be one person's.
func SameGiven(a, b string) bool { return names.SameGiven(a, b) }

// InitialOf reports whether short is the initials of long or of its beginning.
func InitialOf(short, long string) bool { return names.InitialOf(short, long) }

// GenderOf returns the gender of those who bear a folded given name, or 0 if it tells none.
func GenderOf(given string) Class { return names.GenderOf(given) }

// GenderOfRole returns the gender of those who bear a title or role, or 0 if it tells none.
func GenderOfRole(info Info) Class { return names.GenderOfRole(info) }

// SurnameEnding reports whether a word ends as family names of some language do.
func SurnameEnding(word string) bool { return names.SurnameEnding(word) }

// CommonEnding reports whether an unknown word at a sentence's start may well be an ordinary one.
func CommonEnding(word string) bool { return names.CommonEnding(word) }

// MinVariant is how long a family name must be for another spelling to be taken for it.
const MinVariant = names.MinVariant
