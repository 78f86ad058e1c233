package handlers

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// placed is a word with its place in a text.
type placed struct {
	article.Span
	text string // as written
	key  string // lower case, straight apostrophes: what is compared
}

// wordsIn cuts the range of text into words; marks and blanks do not count.
func wordsIn(text string, where article.Span) []placed {
	var out []placed
	start := -1
	flush := func(end int) {
		if start >= 0 {
			s := article.Span{Start: start, End: end}
			key := plainMarks.Replace(strings.ToLower(s.Of(text)))
			out = append(out, placed{s, s.Of(text), key})
		}
		start = -1
	}
	for i, r := range text[where.Start:where.End] {
		at := where.Start + i
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
		if !letter && start >= 0 && strings.ContainsRune("'’-‑.,", r) {
			next, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(r) : where.End])
			letter = unicode.IsLetter(next) || unicode.IsDigit(next)
		}
		switch {
		case letter && start < 0:
			start = at
		case !letter:
			flush(at)
		}
	}
	flush(where.End)
	return out
}

// plainMarks folds the marks within words that do not tell words apart.
var plainMarks = strings.NewReplacer("’", "'", "‘", "'", "‑", "-")

// countWords returns how many words a text has.
func countWords(text string) int { return len(wordsIn(text, article.Span{End: len(text)})) }

// pair is one step of an alignment: given or printed is -1 where the other side
// has a word more.
type pair struct{ given, printed int }

// alignment lays a text against the part of a passage that is nearest to it,
// word by word, with the fewest insertions, deletions and substitutions.
type alignment struct {
	given, printed []placed
	pairs          []pair
	differences    int
}

// align finds the part of printed that is nearest to given (approximate string
// matching after Sellers 1980, over words).
func align(given, printed []placed) alignment {
	a := alignment{given: given, printed: printed}
	if len(given) == 0 || len(printed) == 0 {
		a.differences = len(given)
		return a
	}
	rows := a.costs()
	last := rows[len(given)]
	end := 0
	for j := range last {
		if last[j] < last[end] {
			end = j
		}
	}
	a.differences = int(last[end])
	a.trace(rows, end)
	return a
}

// costs is the matrix of the least differences of given[:i] against a part of
// printed that ends at j. Words are compared by number, which is much quicker.
func (a *alignment) costs() [][]uint16 {
	given, printed := numbered(a.given, a.printed)
	width := len(printed) + 1
	cells := make([]uint16, (len(given)+1)*width)
	rows := make([][]uint16, len(given)+1)
	for i := range rows {
		rows[i] = cells[i*width : (i+1)*width]
		rows[i][0] = uint16(i)
	}
	for i := 1; i < len(rows); i++ {
		before, row, word := rows[i-1], rows[i], given[i-1]
		for j := 1; j < width; j++ {
			change := before[j-1]
			if printed[j-1] != word {
				change++
			}
			row[j] = min(change, before[j]+1, row[j-1]+1)
		}
	}
	return rows
}

// numbered gives equal words of both sides one number.
func numbered(given, printed []placed) (a, b []uint32) {
	numbers := map[string]uint32{}
	number := func(words []placed) []uint32 {
		out := make([]uint32, len(words))
		for i, w := range words {
			n, ok := numbers[w.key]
			if !ok {
				n = uint32(len(numbers))
				numbers[w.key] = n
			}
			out[i] = n
		}
		return out
	}
	return number(given), number(printed)
}

func (a *alignment) cost(i, j int) uint16 {
	if a.given[i].key == a.printed[j].key {
		return 0
	}
	return 1
}

// trace walks back from the best end and keeps the steps.
func (a *alignment) trace(rows [][]uint16, j int) {
	for i := len(a.given); i > 0; {
		switch {
		case j > 0 && rows[i][j] == rows[i-1][j-1]+a.cost(i-1, j-1):
			i, j = i-1, j-1
			a.pairs = append(a.pairs, pair{i, j})
		case rows[i][j] == rows[i-1][j]+1:
			i--
			a.pairs = append(a.pairs, pair{i, -1})
		default:
			j--
			a.pairs = append(a.pairs, pair{-1, j})
		}
	}
	for i, k := 0, len(a.pairs)-1; i < k; i, k = i+1, k-1 {
		a.pairs[i], a.pairs[k] = a.pairs[k], a.pairs[i]
	}
}

// near says whether the two are the same words, or one is an altered form of
// the other: at most one word in three differs, and three or more agree.
func (a alignment) near() bool {
	same := 0
	for _, p := range a.pairs {
		if p.given >= 0 && p.printed >= 0 && a.cost(p.given, p.printed) == 0 {
			same++
		}
	}
	if a.differences == 0 {
		return same > 0
	}
	return same >= 3 && 3*a.differences <= len(a.given)
}

// span is the aligned part of the printed text.
func (a alignment) span() article.Span {
	out := article.Span{Start: -1}
	for _, p := range a.pairs {
		if p.printed < 0 {
			continue
		}
		if out.Start < 0 {
			out.Start = a.printed[p.printed].Start
		}
		out.End = a.printed[p.printed].End
	}
	return out
}

// difference shows both sides word by word.
func (a alignment) difference() *bot.Difference {
	d := &bot.Difference{}
	for _, p := range a.pairs {
		same := p.given >= 0 && p.printed >= 0 && a.cost(p.given, p.printed) == 0
		if p.given >= 0 {
			d.Given = append(d.Given, bot.Word{Text: a.given[p.given].text, Same: same})
		}
		if p.printed >= 0 {
			d.Printed = append(d.Printed, bot.Word{Text: a.printed[p.printed].text, Same: same})
		}
	}
	return d
}
