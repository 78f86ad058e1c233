package timex

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// titles are words before the name of a person.
var titles = wordlist.Set(wordFiles, "titles")

// noteNames finds the months and weekdays that the article uses as names of persons: Ms. April,
// Theresa May said, April Voss told.
func (f *dates) noteNames() {
	for i := range f.pieces {
		p := &f.pieces[i]
		if p.class == monthName && p.val >= 3 && p.val <= 8 && p.val != 7 && f.namesPerson(i) || p.class == weekdayName && (f.titled(i) || f.opensWithName(i)) {
			f.named |= nameBit(p.class, p.val)
		}
	}
}

func nameBit(c class, val int) uint32 {
	if c == weekdayName {
		val += 16
	}
	return 1 << val
}

// isNamed reports whether the article uses a month or a weekday as the name of a person.
func (f *dates) isNamed(c class, val int) bool { return f.named&nameBit(c, val) != 0 }

// opensWithName reports whether a sentence begins with the weekday at i as a given name: Friday Okoro
// scored; Wednesday Moss, 17, won.
func (f *dates) opensWithName(i int) bool {
	next := f.at(i + 1)
	if next.class != noDate || !capitalised(next.text) || next.glued || titles[next.text] || f.sentenceOf(f.at(i).token).First != f.at(i).token {
		return false
	}
	for j := max(0, i-nameReach); j < i; j++ {
		if f.at(j).text == next.text {
			return false // Monday Okoro pledged, who is known already
		}
	}
	return f.endsName(i+2) || f.is(i+2, markComma) && f.is(i+3, numberDigits) && f.is(i+4, markComma)
}

// nameReach is how many words back the surname after a weekday is looked for.
const nameReach = 300

// titled reports whether a title stands before piece i: Ms. April, Detective Friday.
func (f pieces) titled(i int) bool {
	j := i - 1
	if f.is(j, markStop) && f.at(j).glued {
		j--
	}
	return f.at(j).class == noDate && titles[f.at(j).text] && !f.says(j-1, "the")
}

// namesPerson reports whether the month at i is a person's name there.
func (f *dates) namesPerson(i int) bool {
	next, before := f.at(i+1), f.at(i-1)
	switch {
	case f.titled(i):
		return true
	case before.class == noDate && capitalised(before.text) && !titles[before.text] && len(before.text) > 2:
		return f.endsName(i+1) && !doc.AllCapitals(before.text)
	case next.class != noDate || !capitalised(next.text) || next.glued || titles[next.text] || f.abbreviated(i):
		return false
	case f.says(i-1, "in", "since", "during", "until", "till", "on") || f.is(i-1, relativeWord) || f.is(i-1, partWord) || f.is(i-1, definite) || f.is(i-1, indefinite) || f.is(i-1, numberDigits):
		return false
	}
	return f.endsName(i + 2)
}

// endsName reports whether a name ends before piece i: with a verb or a possessive.
func (f pieces) endsName(i int) bool {
	p := f.at(i)
	if p.class == markApostrophe {
		return f.says(i+1, "s")
	}
	return verbTense(p.text) == tensePast || f.says(i, "is", "has", "says", "who", "will", "tells")
}

// nameOfDay reports whether the weekday at i is a person's name there: Detective Friday; Friday said.
func (f *dates) nameOfDay(i int) bool {
	if f.titled(i) {
		return true
	}
	if !f.isNamed(weekdayName, f.at(i).val) || f.is(i-1, relativeWord) || f.is(i-1, partWord) {
		return false
	}
	return !f.says(i-1, "on", "since", "until", "till", "this", "every", "each", "by")
}

// proverbialDay reports whether the weekday at i is in a phrase that means no day of the
// calendar, or one of long ago: a Sunday suit, Black Monday, Sheffield Wednesday.
func (f *dates) proverbialDay(i int) bool {
	const sunday = 7
	if f.says(i-1, "black", "blue", "casual", "cyber", "giving", "girl", "man", "sheffield") {
		return true
	}
	return f.at(i).val == sunday && f.says(i+1, "best", "clothes", "dress", "driver", "drivers", "league", "leagues", "painter", "painters", "roast", "roasts",
		"school", "schools", "suit", "suits", "trading")
}
