package names

// Info is what the tables say of a word.
type Info struct {
	Class   Class
	Country uint16 // equal for Russia, Russian, Moscow; 0 if none
}

// Is reports whether the word can be one of the classes of c.
func (w Info) Is(c Class) bool { return w.Class&c != 0 }

// Class is what a word can be where persons are looked for. A word has several
// where it is ambiguous: Jordan is a country and a given name.
type Class uint32

// The classes.
const (
	MaleName     Class = 1 << iota // a given name that men bear
	FemaleName                     // a given name that women bear
	DoubtfulName                   // a given name that is an ordinary word too: Will, Mark, May
	FamilyName                     // a family name that comes first: Kim, Xi, Nguyen
	CountryWord                    // a country, its people or its capital
	PlaceWord                      // any other place
	Organisation                   // a body known by this word: NATO, Senate
	NamedThing                     // months, days, faiths, wars
	OrgNoun                        // ends the name of a body: Bank, University, Inc
	TitleWord                      // comes before a name: President, Sen
	RoleNoun                       // says what a person is: minister, envoy
	RoleModifier                   // comes before a role: former, prime, deputy
	Honorific                      // Mr, Dr: a title that is no role
	manWord                        // says that the bearer is a man: Mr, king, spokesman
	womanWord                      // says that the bearer is a woman: Ms, queen, spokeswoman
	Particle                       // inside a name: van, de, bin
	SuffixWord                     // after a name: Jr, III
	CommonWord                     // begins sentences, names nobody: Critics, Yet
	SpeechVerb                     // said, told
	PersonVerb                     // resigned, smiled: what persons do
	Preposition
	PronounWord
	phraseStart // begins an entry of several words
	Relation    // wife, son: a role that is borne towards somebody
	ClauseStart // begins a clause that has a subject of its own: that, while
	NounToo     // a verb that may be a plural noun: states, claims
	VerbWord    // another finite verb, auxiliary included
)

// GivenName marks given names, whoever bears them.
const GivenName = MaleName | FemaleName

// NotPerson marks words that name something else.
const NotPerson = CountryWord | PlaceWord | Organisation | NamedThing
