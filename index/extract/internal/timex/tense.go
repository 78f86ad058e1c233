package timex

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/wordlist"
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
	futureVerbs = wordlist.Set(wordFiles, "future_verbs")
	pastVerbs   = wordlist.Set(wordFiles, "past_verbs")
)

// tense returns where the nearest verb, first to the left of piece i and then to
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

// scheduledVerbs are used in the present tense for what is to come: "the talks open on Thursday".
var scheduledVerbs = wordlist.Set(wordFiles, "scheduled_verbs")

// notScheduled before such a word make it an adjective or an infinitive.
var notScheduled = wordlist.Set(wordFiles, "not_scheduled")

// isAhead reports whether the words just before a date put it ahead, whatever the
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
var reportingVerbs = wordlist.Set(wordFiles, "reporting_verbs")

// tenseOf returns the tense of token j in its place: "is to meet" and "agreed to
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
var aheadOfTo = wordlist.Set(wordFiles, "ahead_of_to")

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
