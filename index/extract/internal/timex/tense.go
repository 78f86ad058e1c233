package timex

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
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
func (f *clauses) tense(i int) tense {
	token := f.at(i).token
	s := f.sentenceOf(token)
	f.verb = ""
	if f.isAhead(token) {
		return tenseFuture
	}
	scheduled := f.d.Word(token-1) != "for" // a campaign for April elections
	for j := token - 1; j >= s.First && j > token-tenseReach && f.d.Word(j) != ";"; j-- {
		if scheduled && j > token-scheduledReach && f.isScheduled(j, token) {
			return tenseFuture
		}
		if f.d.Word(j) == "of" && token-j < 5 && strings.EqualFold(f.d.Word(j-1), "ahead") {
			return tenseFuture
		}
		scheduled = scheduled && !laterThan[f.d.Word(j)] && f.d.Word(j) != ","
		if t := f.tenseOf(j); t != tenseUnknown {
			f.verb = f.d.Word(j)
			return t
		}
	}
	for j := token + 1; j < s.Last && j < token+tenseReach && f.d.Word(j) != ";"; j++ {
		if t := f.tenseOf(j); t != tenseUnknown {
			if token <= s.First+2 {
				f.verb = f.d.Word(j) // in May the court ruled; not September crude rose
			}
			return t
		}
	}
	return tenseUnknown
}

// onVerb reports whether the date at i follows its verb in the past tense, or since: opened on
// January 20.
func (f *clauses) onVerb(i int) bool {
	return f.says(i-1, "since") || f.says(i-1, "on") && f.happened() && f.at(i-2).text == f.verb
}

// nearVerb reports whether the date at i follows closely on its verb in the past tense, or since: took
// effect Jan. 1.
func (f *clauses) nearVerb(i int) bool {
	for j := i - 1; j >= i-3 && f.happened(); j-- {
		if f.at(j).text == f.verb {
			return true
		}
	}
	return f.onVerb(i)
}

// happened reports whether the verb that the last tense was read from tells what took place, rather
// than who said so.
func (f *clauses) happened() bool { return f.verb != "" && !reportingVerbs[f.verb] }

// scheduledVerbs are used in the present tense for what is to come: "the talks open on Thursday".
var scheduledVerbs = wordlist.Set(wordFiles, "scheduled_verbs")

// scheduledForms are such verbs in the third person, which hardly are anything else.
var scheduledForms = wordlist.Set(wordFiles, "scheduled_forms")

// scheduledReach is how many words may stand between such a verb and its date.
const scheduledReach = 9

// laterThan are words that date what they follow by something in the past: "comes after a vote in March".
var laterThan = wordlist.Set(wordFiles, "later_than")

// isScheduled reports whether token j is a verb in the present tense that puts a date after it
// ahead: "the law comes into force in March", "voters go to the polls in May".
func (f *clauses) isScheduled(j, date int) bool {
	word, before := f.d.Word(j), f.d.Word(j-1)
	switch {
	case word == "is" || word == "are":
		return j+1 == date || f.isCopula(j)
	case notScheduled[before]:
		return false
	case scheduledForms[word]:
		return !f.isCounted(j)
	}
	return scheduledVerbs[word] && (plural(before) || before == "and" || f.severalBefore(j))
}

// beforeNouns are words before such a form that make it a noun in the plural.
var beforeNouns = wordlist.Set(wordFiles, "before_nouns")

// isCounted reports whether such a form at token j is a noun in the plural: "by 61 votes", "cast votes",
// "after falls".
func (f *clauses) isCounted(j int) bool {
	before := f.d.Word(j - 1)
	switch {
	case !strings.HasSuffix(f.d.Word(j), "s"):
		return false
	case beforeNouns[before], verbTense(before) == tensePast:
		return true
	case lexicon[before].class == cardinal, before != "" && before[0] >= '0' && before[0] <= '9':
		return !capitalised(f.d.Word(j-2)) && f.d.Word(j-2) != "number"
	}
	return false
}

// severalBefore reports whether the words before token j name two: "the mayor and Ms. Strand meet".
func (f *clauses) severalBefore(j int) bool {
	if !capitalised(f.d.Word(j - 1)) {
		return false
	}
	for k := j - 2; k > j-6; k-- {
		switch word := f.d.Word(k); {
		case word == "and":
			return true
		case word == "to", word == ",":
			return false
		}
	}
	return false
}

// isCopula reports whether the date follows "is" or "are" at token j: "the vote is in May",
// "the deadline is 3 February".
func (f *clauses) isCopula(j int) bool {
	switch f.d.Word(j + 1) {
	case "in", "on", "for", "until", "out", "off", "back", "away", "up", "available":
		return true
	}
	return false
}

// plural reports whether a word may be the subject of a verb in the plural.
func plural(word string) bool {
	switch word {
	case "they", "They", "we", "We", "people", "People", "who":
		return true
	}
	return len(word) > 3 && word[len(word)-1] == 's' && !strings.HasSuffix(word, "ss")
}

// notScheduled before such a word make it an adjective or an infinitive.
var notScheduled = wordlist.Set(wordFiles, "not_scheduled")

// movedVerbs put off what then has the date after "to" or "until".
var movedVerbs = wordlist.Set(wordFiles, "moved_verbs")

// isAhead reports whether the words just before a date put it ahead, whatever the
// verbs further off say: "asked them to return by the weekend", "open on Thursday".
func (f *clauses) isAhead(token int) bool {
	if f.d.Word(token+1) == "deadline" && f.d.Word(token-2) != "by" {
		return true
	}
	j := token - 1
	if f.d.Word(j) == "the" {
		j--
	}
	switch f.d.Word(j) {
	case "effective":
		return true
	case "to", "till":
		return f.isMoved(j)
	case "by", "before", "until":
		return f.d.Word(j-2) == "to" || f.isMoved(j)
	case "on":
		return scheduledVerbs[f.d.Word(j-1)] && !notScheduled[f.d.Word(j-2)] && !f.isCounted(j-1)
	}
	return false
}

// movedReach is how many words may stand between a verb that moves a date and the preposition
// before the new one: postponed the first sailing of the ferry until.
const movedReach = 9

// isMoved reports whether what the preposition at token j leads to is the new date of
// something: "put off to", "delays the ferry until", "pushed the vote back to".
func (f *clauses) isMoved(j int) bool {
	if before := f.d.Word(j - 1); before == "back" || before == "forward" {
		return true
	}
	for k := j - 1; k > max(j-movedReach, f.sentenceOf(j).First-1); k-- {
		word := f.d.Word(k)
		switch {
		case movedVerbs[word], word == "off" && putVerbs[f.d.Word(k-1)], word == "over" && f.d.Word(k-1) == "held":
			return true
		case putVerbs[word]:
			return f.d.Word(j-1) == "off" // put the vote off
		case word == "," || word == ";" || otherClauseWords[word] || verbTense(word) != tenseUnknown:
			return false
		}
	}
	return false
}

// putVerbs with "off" move a date.
var putVerbs = map[string]bool{"put": true, "puts": true, "putting": true}

// reportingVerbs tell of words, which may well be of what is to come.
var reportingVerbs = wordlist.Set(wordFiles, "reporting_verbs")

// tenseOf returns the tense of token j in its place: "is to meet" and "agreed to
// meet" look ahead, "be named" is as its auxiliary says.
func (f *clauses) tenseOf(j int) tense {
	word := f.d.Word(j)
	switch {
	case word == "to":
		if f.d.Word(j-2) == "been" {
			return tensePast
		}
		if aheadOfTo[f.d.Word(j-1)] {
			return tenseFuture
		}
	case word == "held" && (f.d.Word(j-1) == "is" || f.d.Word(j-1) == "are"):
		return tenseUnknown
	case strings.HasSuffix(word, "ed"):
		switch before := f.d.Word(j - 1); {
		case before == "a" || before == "an" || before == "the" || before == "still":
			return tenseUnknown // an attribute
		case word == "agreed" && f.d.Word(j+1) != "to":
			return tensePast
		case before == "be" || before == "being" || strings.HasSuffix(word, "eed"):
			return tenseUnknown
		case before == "been":
			return tensePast
		case (before == "is" || before == "are") && !futureVerbs[word]:
			return tenseUnknown // whenever it may be: polls are opened in May
		}
	case pastVerbs[word] && (f.d.Word(j-1) == "be" || f.d.Word(j-1) == "being"):
		return tenseUnknown
	case word == "set" && f.d.Word(j+1) != "for" && f.d.Word(j+1) != "to":
		return tenseUnknown // a record set on Friday
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

// sentenceOf returns the sentence that holds a token.
func (f *clauses) sentenceOf(token int) doc.Range {
	all := f.d.Sentences
	for f.sentence < len(all)-1 && all[f.sentence].Last <= token {
		f.sentence++
	}
	for f.sentence > 0 && all[f.sentence].First > token {
		f.sentence--
	}
	if len(all) == 0 {
		return doc.Range{}
	}
	return all[f.sentence]
}
