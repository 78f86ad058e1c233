package timex

import (
	"embed"
	"strings"
)

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// class says what a word can be in a time expression.
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
	unitName           // val a dateUnit
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
	frequencyWord // annually; val a dateUnit
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
	linkWord // of, in, to, and, or: matter only inside an expression
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
	for _, g := range lexiconGroups {
		for n, words := range g.words {
			for _, w := range strings.Fields(words) {
				m[w] = lexeme{g.class, g.first + n*g.step}
			}
		}
	}
	return m
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

// lexiconGroups lists the lexicon by class: the words of row n have the
// value first + n*step.
var lexiconGroups = []struct {
	class       class
	first, step int
	words       []string
}{
	{cardinal, 0, 1, strings.Split("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", " ")},
	{cardinal, 20, 10, strings.Split("twenty thirty forty fifty sixty seventy eighty ninety", " ")},
	{cardinal, 100, 900, []string{"hundred", "thousand"}},
	{cardinal, 12, 1, []string{"dozen"}},
	{vagueCount, 0, 0, []string{"several few many couple"}},
	{vagueCount, 0, 0, []string{"dozens scores hundreds thousands half"}},
	{ordinal, 1, 1, strings.Split("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", " ")},
	{monthName, 1, 1, []string{"january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec"}},
	{weekdayName, 1, 1, []string{"monday mondays mon", "tuesday tuesdays tue tues", "wednesday wednesdays wed", "thursday thursdays thu thur thurs", "friday fridays fri", "saturday saturdays sat", "sunday sundays sun"}},
	{unitName, 0, 1, strings.Split("- minute hour day week month quarter year decade century millennium weekend fortnight - period", " ")},
	{unitPlural, 0, 1, strings.Split("seconds minutes hours days weeks months quarters years decades centuries millennia weekends fortnights", " ")},
	{unitPlural, int(unitMinute), 0, []string{"mins"}},
	{unitPlural, int(unitHour), 0, []string{"hrs"}},
	{unitPlural, int(unitYear), 0, []string{"yrs"}},
	{seasonName, 0, 1, []string{"spring springtime", "summer summertime", "fall autumn", "winter wintertime"}},
	{daypartName, 0, 1, []string{"morning mornings", "afternoon afternoons", "evening evenings", "night nights", "noon midday", "daytime", "midnight"}},
	{dayWord, -1, 1, []string{"yesterday", "today", "tomorrow"}},
	{relativeWord, -1, 1, []string{"last past previous preceding prior", "this current same", "next coming following upcoming"}},
	{reference, 0, 1, []string{"now currently nowadays presently", "recently lately recent", "soon"}},
	{partWord, 0, 0, []string{"early late mid end beginning start middle close rest remainder"}},
	{approximation, 0, 0, []string{"about nearly almost around approximately roughly more less at up some sometime"}},
	{definite, 0, 0, []string{"the its his her their our your my these those that"}},
	{indefinite, 1, 0, []string{"a an another"}},
	{frequencyWord, int(unitHour), 0, []string{"hourly"}},
	{frequencyWord, int(unitDay), 0, []string{"daily nightly"}},
	{frequencyWord, int(unitWeek), 0, []string{"weekly"}},
	{frequencyWord, int(unitMonth), 0, []string{"monthly"}},
	{frequencyWord, int(unitYear), 0, []string{"annually yearly"}},
	{everyWord, 0, 0, []string{"every each per"}},
	{agoWord, -1, 2, []string{"ago earlier before", "later hence after"}},
	{holidayName, 0, 1, []string{"christmas", "easter", "thanksgiving", "halloween"}},
	{decadeName, 20, 10, []string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}},
	{fiscalWord, 0, 0, []string{"fiscal full calendar comparable latest tax academic"}},
	{zoneName, -480, 60, []string{"pst", "pdt mst", "mdt cst", "cdt est", "edt"}},
	{zoneName, 0, 60, []string{"gmt utc", "bst cet", "cest eet", "msk"}},
	{linkWord, 0, 0, []string{"of in to and or through from least most than on tonight then time moment future near new"}},
}
