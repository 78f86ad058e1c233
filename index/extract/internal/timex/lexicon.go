package timex

import (
	"embed"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// class is what a word can be in a time expression.
type class uint8

const (
	noDate       class = iota
	numberDigits       // 30, 1998; val is its value, -1 with a comma or a decimal point
	numberSuffix       // 19th, 1990s, 7pm; val as numberDigits
	cardinal           // seven
	vagueCount         // several
	ordinal            // third
	monthName          // val 1 to 12
	weekdayName        // val 1 (Monday) to 7
	unitName           // val a unit
	unitPlural
	seasonName    // val index into seasonCodes
	daypartName   // val index into daypartCodes
	dayWord       // yesterday -1, today 0, tomorrow 1
	relativeWord  // val -1, 0, 1: last, this, next
	reference     // now, recently: val index into referenceCodes
	partWord      // early, late, mid, end, beginning: part of a period
	approximation // about, nearly, at least
	definite      // the, its
	indefinite    // a, an
	frequencyWord // annually; val a unit
	everyWord
	agoWord // ago, earlier, later; val -1 or 1
	holidayName
	decadeName // nineties
	fiscalWord
	zoneName // EST; val minutes east of Greenwich
	markHyphen
	markComma
	markStop
	markSlash
	markColon
	markApostrophe
	linkWord    // of, in, to, and, or: matter only inside an expression
	quarterCode // Q1, 3Q, 1H24, 2024Q1
	fiscalCode  // FY2024, FY24; val its year, -1 for FY alone
)

// unit is a unit of time.
type unit int

const (
	unitSecond unit = iota
	unitMinute
	unitHour
	unitDay
	unitWeek
	unitMonth
	unitQuarter
	unitYear
	unitDecade
	unitCentury
	unitMillennium
	unitWeekend
	unitFortnight
	unitHalf
	unitPeriod
	unitNight
)

var (
	seasonCodes    = [...]string{"SP", "SU", "FA", "WI"}
	daypartCodes   = [...]string{"MO", "AF", "EV", "NI", "MI", "DT"} // with noon and midnight apart
	referenceCodes = [...]string{"PRESENT_REF", "PAST_REF", "FUTURE_REF"}
)

const (
	partMorning = iota
	partAfternoon
	partEvening
	partNight
	partNoon
	partDaytime
	partMidnight
)

// lexeme is an entry of the lexicon.
type lexeme struct {
	class class
	val   int
}

// lexicon holds every word, in lower case, that an expression can contain.
var lexicon = buildLexicon()

func buildLexicon() map[string]lexeme {
	m := map[string]lexeme{}
	var group struct {
		class      class
		next, step int
	}
	for line := range wordlist.Lines(wordFiles, "lexicon") {
		if name, ok := strings.CutPrefix(line, "["); ok {
			fields := strings.Fields(strings.TrimSuffix(name, "]"))
			group.class = lexiconClasses[fields[0]]
			group.next, group.step = number(fields[1]), number(fields[2])
			continue
		}
		for w := range strings.FieldsSeq(line) {
			m[w] = lexeme{group.class, group.next}
		}
		group.next += group.step
	}
	return m
}

// number returns a number of the lexicon's file, or 0 if it is none, which a test excludes.
func number(field string) int {
	n, err := strconv.Atoi(field)
	if err != nil {
		return 0
	}
	return n
}

// lengthsByFirst has, for each first letter, a bit for each length of a word in
// the lexicon: most words need no look-up.
var lengthsByFirst = lengthsByLetter(lexicon)

func lengthsByLetter(lexicon map[string]lexeme) (lengths [26]uint32) {
	for w := range lexicon {
		if c := w[0] - 'a'; c < 26 {
			lengths[c] |= 1 << len(w)
		}
	}
	return lengths
}

// lexiconClasses are the classes that the groups of the lexicon's file name.
var lexiconClasses = map[string]class{
	"cardinal":      cardinal,
	"vagueCount":    vagueCount,
	"ordinal":       ordinal,
	"monthName":     monthName,
	"weekdayName":   weekdayName,
	"unitName":      unitName,
	"unitPlural":    unitPlural,
	"seasonName":    seasonName,
	"daypartName":   daypartName,
	"dayWord":       dayWord,
	"relativeWord":  relativeWord,
	"reference":     reference,
	"partWord":      partWord,
	"approximation": approximation,
	"definite":      definite,
	"indefinite":    indefinite,
	"frequencyWord": frequencyWord,
	"everyWord":     everyWord,
	"agoWord":       agoWord,
	"holidayName":   holidayName,
	"decadeName":    decadeName,
	"fiscalWord":    fiscalWord,
	"zoneName":      zoneName,
	"linkWord":      linkWord,
}
