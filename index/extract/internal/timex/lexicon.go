package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// piece is a token, or a part of one between hyphens, seen as material of
// a time expression: "30-day" is a number, a hyphen and a unit.
type piece struct {
	article.Span
	text  string
	token int // index into document.tokens
	val   int
	class class
	glued bool // no blank before it
}

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

// cutPieces cuts the tokens into pieces and looks each up.
func cutPieces(d *doc.Document) []piece {
	pieces := make([]piece, 0, len(d.Tokens)+len(d.Tokens)/16+1)
	end := -1
	for i, t := range d.Tokens {
		glued := t.Start == end
		end = t.End
		word := d.Text[t.Start:t.End]
		if t.Kind == doc.Mark {
			pieces = append(pieces, piece{t.Span, word, i, 0, markClass(word), glued})
			continue
		}
		for at := t.Start; at < t.End; {
			stop := at + hyphenAt(d.Text[at:t.End])
			if stop > at {
				pieces = append(pieces, wordPiece(d.Text[at:stop], at, i, glued))
			}
			if stop < t.End {
				_, size := utf8.DecodeRuneInString(d.Text[stop:])
				pieces = append(pieces, piece{article.Span{Start: stop, End: stop + size}, d.Text[stop : stop+size], i, 0, markHyphen, true})
				stop += size
			}
			at, glued = stop, true
		}
	}
	return pieces
}

// hyphenAt is where the first hyphen of s stands, its length where there is none.
func hyphenAt(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '-' || s[i] == 0xe2 && strings.HasPrefix(s[i:], "‑") {
			return i
		}
	}
	return len(s)
}

func markClass(s string) class {
	switch s {
	case "-", "–", "‑":
		return markHyphen
	case ",":
		return markComma
	case ".":
		return markStop
	case "/":
		return markSlash
	case ":":
		return markColon
	case "'", "’", "‘", "`":
		return markApostrophe
	}
	return noDate
}

func wordPiece(s string, at, token int, glued bool) piece {
	p := piece{article.Span{Start: at, End: at + len(s)}, s, token, 0, noDate, glued}
	if s[0] >= '0' && s[0] <= '9' {
		p.class, p.val = numberClass(s)
		return p
	}
	var low [16]byte
	if len(s) > len(low) {
		return p
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	if c := low[0] - 'a'; c < 26 && lengthsByFirst[c]&(1<<len(s)) == 0 {
		return p
	}
	l := lexicon[string(low[:len(s)])]
	p.class, p.val = l.class, l.val
	if needsCapital(p.class, s) {
		r, _ := utf8.DecodeRuneInString(s)
		if !unicode.IsUpper(r) {
			p.class = noDate
		}
	}
	return p
}

// needsCapital says whether s is a time word with a capital only: march, may,
// sun, sat and the other short forms.
func needsCapital(c class, s string) bool {
	switch c {
	case monthName:
		return len(s) <= 5
	case weekdayName:
		return len(s) <= 5
	case zoneName, holidayName:
		return true
	}
	return false
}

// numberClass reads a token that begins with a digit.
func numberClass(s string) (class, int) {
	n, i := 0, 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		if i >= 6 {
			return numberDigits, -1
		}
		n = n*10 + int(s[i]-'0')
		i++
	}
	switch {
	case i == len(s):
		return numberDigits, n
	case s[i] == ',' || s[i] == '.':
		return numberDigits, -1
	}
	return numberSuffix, n
}
