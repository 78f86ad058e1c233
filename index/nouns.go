package index

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What the place of a word tells of it stands in the high bits of a topic
// word's number.
const (
	nounPlace  = 1 << 31 // after an article, a possessive or a preposition, with no word after it
	verbPlace  = 1 << 30 // after a pronoun, to, or an auxiliary
	adjective  = 1 << 29 // after an article, before another word
	inSentence = 1 << 28 // not the first word of a sentence, so that its capital tells something
	wordMask   = inSentence - 1
)

var (
	determiners = setOf(`a an the this that these those his her its their our my your some any no every each both all
		of in on at for with from by about against between into over under after before during without across through`)
	verbLeaders = setOf(`i you he she it we they who to will would can could may might must shall should not never dont doesnt
		didnt wont cant cannot lets has have had been be is are was were am being`)
)

// topicWords are the words that carry a topic as printed, without possessive,
// each after a letter for its place; a full stop stands for each run of others.
func topicWords(text string, words []word) string {
	var b strings.Builder
	gap := true
	words = withoutJoined(words)
	for i, w := range words {
		if !carries(w) {
			if !gap {
				b.WriteString(" .")
			}
			gap = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte('@' + byte(placeOf(text, words, i)>>28))
		b.WriteString(strings.TrimSuffix(strings.TrimSuffix(w.Of(text), "'s"), "’s"))
		gap = false
	}
	return b.String()
}

func withoutJoined(words []word) []word {
	out := make([]word, 0, len(words))
	for _, w := range words {
		if !w.joined {
			out = append(out, w)
		}
	}
	return out
}

func carries(w word) bool { return !stopWords[w.form] && len(w.form) >= 3 && w.form[0] > '9' }

// placeOf is what the words around words[i] tell of it.
func placeOf(text string, words []word, i int) uint32 {
	w := words[i]
	if i == 0 || !adjacent(text, words[i-1], w) {
		return 0
	}
	place, before := uint32(inSentence), words[i-1]
	followed := i+1 < len(words) && carries(words[i+1]) && adjacent(text, w, words[i+1])
	possessive := strings.HasSuffix(before.Of(text), "'s") || strings.HasSuffix(before.Of(text), "’s")
	led := determiners[before.form] || possessive
	switch {
	case w.upper:
		return place | nounPlace
	case verbLeaders[before.form]:
		return place | verbPlace
	case led && followed && !plural(w.form):
		return place | adjective
	case participle(w.form):
		return place
	case led, strings.HasSuffix(w.Of(text), "’s"):
		return place | nounPlace
	case !followed && i > 1 && carries(before) && determiners[words[i-2].form] && adjacent(text, words[i-2], before):
		return place | nounPlace
	}
	return place
}

// participle says whether a word may be one, or an adverb, by its ending.
func participle(form string) bool {
	return strings.HasSuffix(form, "ed") || strings.HasSuffix(form, "ly")
}

// plural says whether a word may be one by its ending.
func plural(form string) bool {
	return strings.HasSuffix(form, "s") && !strings.HasSuffix(form, "ss") && !strings.HasSuffix(form, "us") && !strings.HasSuffix(form, "is")
}

// adjacent says whether only white space or a hyphen stands between two words.
func adjacent(text string, a, b word) bool {
	return b.Start >= a.End && strings.Trim(text[a.End:b.Start], " \n\t-‑") == ""
}

// wordUse is how the words of one stem are used.
type wordUse struct {
	nouns, verbs, adjectives, upper, lower int
	name                                   bool // of a person
}

// nounLike says whether a stem is used as a noun more than as anything else.
func (u *wordUse) nounLike() bool {
	return u.nouns > 0 && u.nouns > 2*u.verbs && u.nouns >= u.adjectives
}

// proper says whether a stem mostly has a capital within sentences.
func (u *wordUse) proper() bool { return u.upper > u.lower }

// uses are how the words of each stem are used, by the number of the stem.
func (v *view) uses() []wordUse {
	v.once.uses.Do(func() {
		out := make([]wordUse, len(v.words))
		for i := range v.statements {
			s := &v.statements[i]
			if v.isDead(s.article) {
				continue
			}
			for _, t := range v.topics[s.topic.first:s.topic.end] {
				out[v.stemOf(t)].count(t, v.upper[t&wordMask])
			}
		}
		for w := range out {
			out[w].name = len(v.who.words[v.words[w]]) > 0
		}
		v.used = out
	})
	return v.used
}

func (u *wordUse) count(t uint32, upper bool) {
	if t&nounPlace != 0 {
		u.nouns++
	}
	if t&verbPlace != 0 {
		u.verbs++
	}
	if t&adjective != 0 {
		u.adjectives++
	}
	if t&inSentence != 0 && upper {
		u.upper++
	}
	if t&inSentence != 0 && !upper {
		u.lower++
	}
}

// capital says whether a word as printed begins with one.
func capital(printed string) bool {
	r, _ := utf8.DecodeRuneInString(printed)
	return unicode.IsUpper(r)
}
