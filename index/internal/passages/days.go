package passages

import (
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// day is a day, or a month, that a question names: 7 October 2023. A year or day that is not
// named is 0. Its words are those from first to last, end exclusive.
type day struct {
	year, day   int
	month       time.Month
	first, last int
}

// daysIn returns the days and the months of a year that words name.
func daysIn(words []text.Word) []day {
	var out []day
	for i, w := range words {
		month := months[w.Form]
		if month == 0 || !w.Upper {
			continue
		}
		d := day{month: month, first: i, last: i + 1}
		if d.day = dayNumber(words, i+1); d.day > 0 {
			d.last++
		} else if d.day = dayNumber(words, i-1); d.day > 0 {
			d.first--
		}
		if d.last < len(words) {
			if n, err := strconv.Atoi(words[d.last].Form); err == nil && n >= 1500 && n < 2200 {
				d.year = n
				d.last++
			}
		}
		if d.day > 0 || d.year > 0 {
			out = append(out, d)
		}
	}
	return out
}

// dayNumber returns the day of a month that word i is, as 7 or 7th, 0 if it is none.
func dayNumber(words []text.Word, i int) int {
	if i < 0 || i >= len(words) {
		return 0
	}
	word := words[i].Form
	for _, ending := range [...]string{"st", "nd", "rd", "th"} {
		word = strings.TrimSuffix(word, ending)
	}
	if n, err := strconv.Atoi(word); err == nil && n <= 31 {
		return max(n, 0)
	}
	return 0
}

var months = func() map[string]time.Month {
	out := map[string]time.Month{}
	for m := time.January; m <= time.December; m++ {
		out[strings.ToLower(m.String())] = m
	}
	return out
}()

// holds reports whether something was published on d.
func (d day) holds(published article.Moment) bool {
	if published.Precision < article.Day {
		return false
	}
	year, month, n := published.Time.Date()
	return month == d.month && (d.day == 0 || d.day == n) && (d.year == 0 || d.year == year)
}
