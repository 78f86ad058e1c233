package topics

import "github.com/briefing-bot/briefing-bot/index/internal/text"

// wordUse counts how the words of one stem are used.
type wordUse struct {
	nouns, verbs, adjectives, upper, lower int
	name                                   bool // of a person
}

// nounLike reports whether a stem is used as a noun more than as anything else.
func (u *wordUse) nounLike() bool {
	return u.nouns > 0 && u.nouns > 2*u.verbs && u.nouns >= u.adjectives
}

// proper reports whether a stem mostly has a capital within sentences.
func (u *wordUse) proper() bool { return u.upper > u.lower }

// count counts one word, with the bits of its use.
func (u *wordUse) count(t uint32, upper bool) {
	if t&text.UsedAsNoun != 0 {
		u.nouns++
	}
	if t&text.UsedAsVerb != 0 {
		u.verbs++
	}
	if t&text.UsedAsAdjective != 0 {
		u.adjectives++
	}
	if t&text.InSentence != 0 && upper {
		u.upper++
	}
	if t&text.InSentence != 0 && !upper {
		u.lower++
	}
}
