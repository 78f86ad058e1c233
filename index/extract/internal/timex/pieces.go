package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// pieces are an article's pieces in text order.
type pieces []piece

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

// cutPieces cuts the tokens into pieces and looks each up.
func cutPieces(d *doc.Document) []piece {
	pieces := make([]piece, 0, len(d.Tokens)+len(d.Tokens)/16+1)
	end := -1
	for i, t := range d.Tokens {
		if d.StoppedAt(i) {
			break
		}
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

// at returns piece i, an empty one outside the text.
func (f pieces) at(i int) *piece {
	if i < 0 || i >= len(f) {
		return &piece{}
	}
	return &f[i]
}

func (f pieces) is(i int, c class) bool { return f.at(i).class == c }

// says reports whether piece i is one of the words, which are in lower case.
func (f pieces) says(i int, words ...string) bool {
	text := f.at(i).text
	for _, w := range words {
		if equalFoldASCII(text, w) {
			return true
		}
	}
	return false
}

// equalFoldASCII compares ASCII text with a word in lower case.
func equalFoldASCII(text, lower string) bool {
	if len(text) != len(lower) {
		return false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// timePreposition reports whether piece i leads on to a time.
func (f pieces) timePreposition(i int) bool {
	return f.is(i, relativeWord) || f.is(i, partWord) || f.is(i, markHyphen) || f.is(i, monthName) ||
		f.says(i, "in", "since", "of", "until", "till", "by", "from", "to", "through", "for", "during", "before", "after", "and", "or", "between", "as", "ended", "ending", "a", "on")
}

func ordinalSuffix(s string) bool {
	end := s[len(s)-2:]
	return end == "st" || end == "nd" || end == "rd" || end == "th"
}

// dayOfMonth reads the day at i, or 0 if there is none.
func (f pieces) dayOfMonth(i int) (day, next int) {
	p := f.at(i)
	if p.class == numberSuffix && !ordinalSuffix(p.text) || p.class != numberSuffix && p.class != numberDigits || p.val < 1 || p.val > 31 || len(p.text) > 4 {
		return 0, i
	}
	if n := f.at(i + 1); n.text == "%" || n.class == markColon && f.is(i+2, numberDigits) && f.at(i+2).glued || f.says(i+1, "percent", "million", "billion") {
		return 0, i
	}
	return p.val, i + 1
}

// abbreviated reports whether the month at i is short for its name and has its
// full stop.
func (f pieces) abbreviated(i int) bool {
	return f.is(i+1, markStop) && f.at(i+1).glued && len(f.at(i).text) <= 4 && !f.says(i, "may", "june", "july")
}

// hyphenAt returns where the first hyphen of s stands, or its length if there is none.
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
		if _, ok := parseQuarterCode(s); ok && p.class == numberSuffix {
			p.class = quarterCode
		}
		return p
	}
	if s[0] == 'Q' || s[0] == 'H' || s[0] == 'F' {
		if class, val := letterCode(s); class != noDate {
			p.class, p.val = class, val
			return p
		}
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

// needsCapital reports whether s is a time word with a capital only: march, may,
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

// letterCode reads the short forms of business pages that begin with a letter: Q1, H2, FY24.
func letterCode(s string) (class, int) {
	if _, ok := parseQuarterCode(s); ok {
		return quarterCode, 0
	}
	digits, ok := strings.CutPrefix(s, "FY")
	if !ok {
		return noDate, 0
	}
	if digits == "" {
		return fiscalCode, -1
	}
	if year := yearDigits(digits); year >= 0 {
		return fiscalCode, year
	}
	return noDate, 0
}

// quarterPart is what a short form such as 3Q24 names.
type quarterPart struct {
	n      int  // the quarter or half, from 1
	half   bool // a half rather than a quarter
	year   int  // its year, maybe of two digits, or -1
	fiscal bool
}

// parseQuarterCode reads Q1, 1Q, H2, 3Q24, Q1'24, 2024Q1, Q1FY25.
func parseQuarterCode(s string) (quarterPart, bool) {
	at := strings.IndexAny(s, "QH")
	if at < 0 || len(s) > 10 {
		return quarterPart{}, false
	}
	q := quarterPart{half: s[at] == 'H', year: -1}
	before, after := s[:at], s[at+1:]
	number, year := before, after
	if len(before) != 1 {
		if after == "" {
			return q, false
		}
		number, year = after[:1], after[1:]
		if before != "" {
			if year != "" {
				return q, false
			}
			year = before
		}
	}
	if number[0] < '1' || number[0] > '4' || q.half && number[0] > '2' {
		return q, false
	}
	q.n = int(number[0] - '0')
	if year == "" {
		return q, true
	}
	year, q.fiscal = strings.CutPrefix(year, "FY")
	year = strings.TrimPrefix(strings.TrimPrefix(year, "'"), "’")
	q.year = yearDigits(year)
	return q, q.year >= 0
}

// yearDigits returns the year that s writes in two or four digits, or -1.
func yearDigits(s string) int {
	if len(s) != 2 && len(s) != 4 {
		return -1
	}
	return digits(s)
}

// digits returns the number that s writes in digits alone, or -1.
func digits(s string) int {
	if s == "" || len(s) > 6 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
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

// capitalised reports whether a word begins with a capital letter.
func capitalised(word string) bool {
	return word != "" && word[0] >= 'A' && word[0] <= 'Z'
}

// in returns the quarter or half of a year.
func (q quarterPart) in(year int) calendar {
	if q.half {
		return calendar{grainHalf, civil(year, q.n*6-5, 1)}
	}
	return calendar{grainQuarter, civil(year, q.n*3-2, 1)}
}

// linkAt reads the link at piece i.
func (f pieces) linkAt(i int) (kind link, next int) {
	switch {
	case f.is(i, markHyphen), f.says(i, "to", "through", "until", "till"):
		return linkRange, i + 1
	case f.says(i, "and", "or"), f.is(i, markSlash) && f.at(i).glued && f.at(i+1).glued:
		return linkList, i + 1
	case f.is(i, markComma) && f.says(i+1, "and", "or"):
		return linkList, i + 2
	case f.is(i, markComma):
		return linkList, i + 1
	}
	return linkNone, i
}

// link is how an expression is joined to the one before it.
type link uint8

const (
	linkNone  link = iota
	linkList       // and, or, a comma
	linkRange      // to, until, a hyphen, and after between
)
