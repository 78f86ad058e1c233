package text

import (
	"slices"
	"strings"
)

// How a word is used in its sentence is kept in the high bits of a topic word's
// number; WordMask selects the rest.
const (
	UsedAsNoun      = 1 << 31 // after a determiner, possessive or preposition, with no word after it
	UsedAsVerb      = 1 << 30 // after a pronoun, to, or an auxiliary
	UsedAsAdjective = 1 << 29 // after a determiner, before another word
	InSentence      = 1 << 28 // not the first word of a sentence, so that its capital means something
	WordMask        = InSentence - 1

	usageShift = 28
)

var (
	determiners = Set(`a an the this that these those his her its their our my your some any no every each both all
		of in on at for with from by about against between into over under after before during without across through`)
	verbLeaders = Set(`i you he she it we they who to will would can could may might must shall should not never dont doesnt
		didnt wont cant cannot lets has have had been be is are was were am being`)
)

// TopicUses returns how each of the words that carry a topic is used, in their order:
// the bits from InSentence up, shifted to the right. Whole hyphenated words, of which
// the parts remain, are left out.
func TopicUses(text string, words []Word) []uint8 {
	var out []uint8
	words = withoutJoined(words)
	for i, w := range words {
		if carries(w) {
			out = append(out, uint8(usageOf(text, words, i)>>usageShift))
		}
	}
	return out
}

// Usage returns the usage bits of one of TopicUses.
func Usage(use uint8) uint32 { return uint32(use) << usageShift }

// Bare returns a printed word without a possessive ending.
func Bare(printed string) string {
	return strings.TrimSuffix(strings.TrimSuffix(printed, "'s"), "’s")
}

// withoutJoined returns words without whole hyphenated ones, of which the parts remain.
func withoutJoined(words []Word) []Word {
	if !slices.ContainsFunc(words, func(w Word) bool { return w.Joined }) {
		return words
	}
	out := make([]Word, 0, len(words))
	for _, w := range words {
		if !w.Joined {
			out = append(out, w)
		}
	}
	return out
}

// carries reports whether a word carries a topic.
func carries(w Word) bool { return Carries(w.Form) }

// Carries reports whether a folded word carries a topic.
func Carries(form string) bool { return !IsStopWord(form) && len(form) >= 3 && form[0] > '9' }

// usageOf returns how words[i] is used, judged by the words around it.
func usageOf(text string, words []Word, i int) uint32 {
	w := words[i]
	if i == 0 || !adjacent(text, words[i-1], w) {
		return 0
	}
	place, before := uint32(InSentence), words[i-1]
	followed := i+1 < len(words) && carries(words[i+1]) && adjacent(text, w, words[i+1])
	possessive := strings.HasSuffix(before.Of(text), "'s") || strings.HasSuffix(before.Of(text), "’s")
	led := determiners[before.Form] || possessive
	switch {
	case w.Upper:
		return place | UsedAsNoun
	case verbLeaders[before.Form]:
		return place | UsedAsVerb
	case led && followed && !plural(w.Form):
		return place | UsedAsAdjective
	case participle(w.Form):
		return place
	case led, strings.HasSuffix(w.Of(text), "’s"):
		return place | UsedAsNoun
	case !followed && i > 1 && carries(before) && determiners[words[i-2].Form] && adjacent(text, words[i-2], before):
		return place | UsedAsNoun
	}
	return place
}

// participle reports whether a word may be a participle or an adverb by its ending.
func participle(form string) bool {
	return strings.HasSuffix(form, "ed") || strings.HasSuffix(form, "ly")
}

// plural reports whether a word may be a plural by its ending.
func plural(form string) bool {
	return strings.HasSuffix(form, "s") && !strings.HasSuffix(form, "ss") && !strings.HasSuffix(form, "us") && !strings.HasSuffix(form, "is")
}

// adjacent reports whether nothing but white space or a hyphen separates two words.
func adjacent(text string, a, b Word) bool {
	return b.Start >= a.End && strings.Trim(text[a.End:b.Start], " \n\t-‑") == ""
}
