package names

import "embed"

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// wordLists are the lists of words in the folder words, and what each says of its
// words. A word may be in several. All are the project's own writing.
var wordLists = []struct {
	name  string
	class Class
}{
	{"honorifics_men", Honorific | TitleWord | manWord},
	{"honorifics_women", Honorific | TitleWord | womanWord},
	{"honorifics", Honorific | TitleWord},
	{"titles", TitleWord | RoleNoun},
	{"roles", RoleNoun},
	{"relations", Relation},
	{"men", manWord},
	{"women", womanWord},
	{"role_modifiers", RoleModifier},
	{"particles", Particle},
	{"suffixes", SuffixWord},
	{"family_names_first", FamilyName},
	{"bodies", OrgNoun},
	{"common_words", CommonWord},
	{"speech_verbs", SpeechVerb},
	{"person_verbs", PersonVerb},
	{"verbs", VerbWord},
	{"verbs_nouns_too", NounToo},
	{"prepositions", Preposition},
	{"clause_starts", ClauseStart},
	{"pronouns", PronounWord},
	{"doubtful_men", DoubtfulName | MaleName},
	{"doubtful_women", DoubtfulName | FemaleName},
	{"doubtful_others", DoubtfulName},
}
