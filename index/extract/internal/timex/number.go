package timex

import "fmt"

// count is a number of units as the text gives it.
type count struct {
	n     int
	half  bool // and a half
	vague bool // several, a few, two or three
}

// number reads the number that begins at i: 30, seven, twenty-four, a couple
// of, two and a half, 2 1/2, half a.
func (f numbers) number(i int) (count, int, bool) {
	p := f.at(i)
	switch p.class {
	case numberDigits:
		if p.val < 0 {
			return count{}, i, false
		}
		return f.fraction(count{n: p.val}, i+1)
	case cardinal:
		n, next := f.cardinal(i)
		return f.fraction(count{n: n}, next)
	case vagueCount:
		return f.vagueNumber(i)
	case indefinite:
		return f.indefiniteNumber(i)
	}
	return count{}, i, false
}

func (f numbers) vagueNumber(i int) (count, int, bool) {
	if f.says(i, "couple") {
		return count{n: 2}, i + 2, f.says(i+1, "of") && f.is(i-1, relativeWord)
	}
	if f.says(i, "half") {
		if f.is(i+1, indefinite) {
			return count{half: true}, i + 2, true
		}
		return count{}, i, false
	}
	if f.says(i+1, "of") {
		return count{vague: true}, i + 2, f.says(i, "dozens", "scores", "hundreds", "thousands")
	}
	return count{vague: true}, i + 1, !f.says(i, "dozens", "scores", "hundreds", "thousands")
}

func (f numbers) indefiniteNumber(i int) (count, int, bool) {
	switch {
	case f.says(i+1, "couple"):
		if f.says(i+2, "of") {
			return count{n: 2}, i + 3, true
		}
		return count{n: 2}, i + 2, true
	case f.says(i+1, "few") || f.says(i+1, "several"):
		return count{vague: true}, i + 2, true
	case f.says(i+1, "half"):
		if f.is(i+2, markHyphen) {
			return count{half: true}, i + 3, true
		}
		return count{half: true}, i + 2, true
	case f.is(i+1, cardinal) && f.at(i+1).val >= 12:
		n, next := f.cardinal(i + 1)
		return count{n: n}, next, true
	}
	return f.fraction(count{n: 1}, i+1)
}

// cardinal reads number words: twenty-four, two hundred, a thousand.
func (f numbers) cardinal(i int) (n, next int) {
	total := 0
	for range 8 {
		v := f.at(i).val
		switch {
		case !f.is(i, cardinal):
			return total, i
		case v >= 100 && total > 0 && total < 1000:
			total *= v
		case v >= 100 && total == 0:
			total = v
		case total == 0 || total%100 == 0 || total%10 == 0 && total%100 >= 20 && v < 10:
			total += v
		default:
			return total, i
		}
		i++
		if f.is(i, markHyphen) && f.at(i).glued && f.is(i+1, cardinal) && total%100 >= 20 {
			i++
		}
	}
	return total, i
}

// fraction reads what follows a number: 1/2, and a half, or three, to four.
func (f numbers) fraction(c count, i int) (count, int, bool) {
	switch {
	case f.is(i, numberDigits) && f.is(i+1, markSlash) && f.is(i+2, numberDigits):
		c.half = f.at(i).val == 1 && f.at(i+2).val == 2
		return c, i + 3, true
	case f.says(i, "and") && f.is(i+1, indefinite) && f.says(i+2, "half"):
		c.half = true
		return c, i + 3, true
	case f.says(i, "and") && f.says(i+1, "half"):
		return c, i, false
	}
	return f.countRange(c, i)
}

// countRange skips the second number of "two or three", "12 to 18", "10-15":
// the count is the lower one, as most of TimeBank has it.
func (f numbers) countRange(c count, i int) (count, int, bool) {
	if !f.says(i, "or", "to") && !(f.is(i, markHyphen) && f.is(i+1, numberDigits)) {
		return c, i, true
	}
	j := i + 1
	if f.is(j, markHyphen) && f.at(j).glued {
		j++
	}
	switch {
	case f.is(j, numberDigits) && f.at(j).val >= 0:
		return c, j + 1, true
	case f.is(j, cardinal):
		_, next := f.cardinal(j)
		return c, next, true
	}
	return c, i, true
}

// durationValue returns c units as a TIMEX3 duration: P3M, PT1H30M, PXD.
func durationValue(c count, u unit) string {
	prefix := "P"
	if u <= unitHour {
		prefix = "PT"
	}
	n, letters := c.n, unitLetters[u]
	switch u {
	case unitDecade:
		if !c.vague {
			n, letters = n*10, "Y"
		}
	case unitCentury:
		if !c.vague {
			n, letters = n*100, "Y"
		}
	case unitMillennium:
		if !c.vague {
			n, letters = n*1000, "Y"
		}
	case unitFortnight:
		n, letters = n*2, "W"
	}
	switch {
	case c.vague:
		return prefix + "X" + letters
	case c.half:
		return halfValue(prefix, n, u, letters)
	}
	return fmt.Sprintf("%s%d%s", prefix, n, letters)
}

var unitLetters = [...]string{"S", "M", "H", "D", "W", "M", "Q", "Y", "E", "C", "L", "WE", "W", "H", "X", "D"}

// halfValue returns n units and a half, the half in the next smaller unit.
func halfValue(prefix string, n int, u unit, letters string) string {
	half := map[unit]string{unitYear: "6M", unitHour: "30M", unitMinute: "30S", unitDay: "T12H", unitMonth: "15D", unitDecade: "5Y", unitCentury: "50Y"}[u]
	if u == unitDecade || u == unitCentury {
		years := map[unit]int{unitDecade: 10, unitCentury: 100}[u]
		return fmt.Sprintf("P%dY", n+years/2)
	}
	if half == "" {
		return fmt.Sprintf("%s%d.5%s", prefix, n, letters)
	}
	if n == 0 {
		return prefix + half
	}
	return fmt.Sprintf("%s%d%s%s", prefix, n, letters, half)
}

// isRate reports whether "a year" at i means every year: three times a day, 5% a
// year, $2 million a month.
func (f numbers) isRate(i int, u unit) bool {
	if u < unitHour || f.at(i).text == "A" {
		return false
	}
	for j := i - 1; j >= i-3 && j >= 0; j-- {
		p := f.at(j)
		if p.text == "%" || p.text == "$" || f.says(j, "times", "once", "twice", "percent", "million", "billion", "dollars", "barrels", "tons", "people") {
			return true
		}
		if p.class == numberDigits || p.class == linkWord || p.class == markComma {
			return p.class == numberDigits && j == i-1
		}
	}
	return false
}

// part reads first quarter, second half of a year that is known.
func (f pieces) part(i, year int) (calendar, int, bool) {
	n, j := f.at(i).val, i+1
	if f.is(j, markHyphen) && f.at(j).glued || f.says(j, "calendar") {
		j++
	}
	switch {
	case f.says(j, "quarter"), f.says(j, "quarters") && f.linkedOrdinal(i-1):
		c, ok := quarterOf(n, year)
		return c, j + 1, ok
	case (f.says(j, "half") || f.says(j, "halves") && f.linkedOrdinal(i-1)) && n <= 2:
		return calendar{grainHalf, civil(year, n*6-5, 1)}, j + 1, true
	}
	return calendar{}, i, false
}

// linkedOrdinal reports whether piece i links an ordinal to the one after it: first and second.
func (f pieces) linkedOrdinal(i int) bool {
	kind, _ := f.linkAt(i)
	return kind != linkNone && (f.is(i-1, ordinal) || f.is(i-1, numberSuffix))
}

// numbers reads numbers in digits and words, and what is counted.
type numbers struct{ pieces }
