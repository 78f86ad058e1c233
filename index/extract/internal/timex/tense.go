package timex

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// tense is what the verbs around a date say of its side of the present.
type tense int8

const (
	tenseUnknown tense = iota
	tensePast
	tenseFuture
)

// tenseReach is how many words on either side are looked at.
const tenseReach = 14

var (
	futureVerbs = doc.WordSet(`will shall would may might could expected expects expect plans plan planned planning scheduled due
		intends intend hopes upcoming must should 'll tomorrow set likely`)
	pastVerbs = doc.WordSet(`said was were had did told met went came took made gave saw got began became left found held won lost
		ran rose fell grew sold bought paid sent wrote spoke led kept built broke chose drew drove flew hit put read struck
		shot swept taught thought threw wore been sank spent stood fought brought
		bought caught knew blew rode gave ate stole fed fled meant dealt felt kept slept lent bore hung dug won woke sat`)
)

// tense says where the nearest verb, first to the left of piece i and then to
// its right within the sentence, puts it.
func (f *finder) tense(i int) tense {
	token := f.at(i).token
	s := f.sentenceOf(token)
	f.verb = ""
	if f.isAhead(token) {
		return tenseFuture
	}
	for j := token - 1; j >= s.First && j > token-tenseReach; j-- {
		if t := f.tenseOf(j); t != tenseUnknown {
			f.verb = f.d.Word(j)
			return t
		}
	}
	for j := token + 1; j < s.Last && j < token+tenseReach; j++ {
		if t := f.tenseOf(j); t != tenseUnknown {
			return t
		}
	}
	return tenseUnknown
}

// scheduledVerbs stand in the present for what is to come: "the talks open on Thursday".
var scheduledVerbs = doc.WordSet(`open opens begin begins start starts resume resumes end ends close closes meet meets vote votes leave leaves
	arrive arrives depart departs return returns convene convenes reconvene reconvenes`)

// notScheduled before such a word make it an adjective or an infinitive.
var notScheduled = doc.WordSet(`to was were been is are be being remained remain remains stayed stay the a an`)

// isAhead says whether the words just before a date put it ahead, whatever the
// verbs further off say: "asked them to return by the weekend", "open on Thursday".
func (f *finder) isAhead(token int) bool {
	j := token - 1
	if f.d.Word(j) == "the" {
		j--
	}
	switch f.d.Word(j) {
	case "by", "before", "until":
		return f.d.Word(j-2) == "to"
	case "on":
		return scheduledVerbs[f.d.Word(j-1)] && !notScheduled[f.d.Word(j-2)]
	}
	return false
}

// reportingVerbs tell of words, which may well be of what is to come.
var reportingVerbs = doc.WordSet(`said told announced reported added called completed posted`)

// tenseOf is the tense of token j in its place: "is to meet" and "agreed to
// meet" look ahead, "be named" is as its auxiliary says.
func (f *finder) tenseOf(j int) tense {
	word := f.d.Word(j)
	switch {
	case word == "to":
		if f.d.Word(j-2) == "been" {
			return tensePast
		}
		if aheadOfTo[f.d.Word(j-1)] {
			return tenseFuture
		}
	case strings.HasSuffix(word, "ed"):
		switch before := f.d.Word(j - 1); {
		case before == "a" || before == "an" || before == "the" || before == "still":
			return tenseUnknown // an attribute
		case before == "be" || before == "being" || strings.HasSuffix(word, "eed"):
			return tenseUnknown
		case before == "been":
			return tensePast
		}
	case word == "due" && f.d.Word(j-1) == "been":
		return tensePast
	}
	return verbTense(word)
}

// aheadOfTo are words that put the infinitive which follows into the future.
var aheadOfTo = doc.WordSet(`is are agreed wants want hopes hope seeks ready vowed promised likely decided threatened offered
	pledged intends plans agree set due scheduled expected`)

func verbTense(word string) tense {
	if len(word) < 2 || word[0] < 'a' || word[0] > 'z' {
		if !strings.HasSuffix(word, "'ll") && !strings.HasSuffix(word, "’ll") {
			return tenseUnknown
		}
		return tenseFuture
	}
	switch {
	case futureVerbs[word] || strings.HasSuffix(word, "'ll") || strings.HasSuffix(word, "’ll"):
		return tenseFuture
	case pastVerbs[word] || len(word) > 4 && strings.HasSuffix(word, "ed"):
		return tensePast
	}
	return tenseUnknown
}
