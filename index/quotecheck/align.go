package quotecheck

import "github.com/briefing-bot/briefing-bot/index/article"

// pair is one step of an alignment; given or printed is -1 if that side lacks the
// other's word.
type pair struct{ given, printed int }

// alignment pairs the words of a text with those of the nearest part of a
// passage, with the fewest insertions, deletions and substitutions.
type alignment struct {
	given, printed []token
	pairs          []pair
	differences    int
}

// align finds the part of printed that is nearest to given (approximate string
// matching after Sellers 1980, over words).
func align(given, printed []token) alignment {
	a := alignment{given: given, printed: printed}
	if len(given) == 0 || len(printed) == 0 {
		a.differences = len(given)
		return a
	}
	rows := a.costs()
	end := a.end(rows)
	a.differences = int(rows[len(given)][end])
	a.trace(rows, end)
	a.takeMoved()
	return a
}

// maxMoved is how many words before the end one may have been moved from.
const maxMoved = 4

// takeMoved adds the printed word after the part where it is one of the last words given, moved: of
// "not one more crown" the article's "not one crown more" is the counterpart, not its first three words.
func (a *alignment) takeMoved() {
	next := -1
	for _, p := range a.pairs {
		if p.printed >= 0 {
			next = p.printed + 1
		}
	}
	if next < 0 || next >= len(a.printed) || a.printed[next].begins {
		return
	}
	for _, p := range a.pairs[max(0, len(a.pairs)-maxMoved):] {
		if p.printed < 0 && a.cost(p.given, next) == 0 {
			a.pairs = append(a.pairs, pair{-1, next})
			return
		}
	}
}

// end returns where the nearest part of printed ends: the first of several, but
// one that has a word for the last word of given if any has, so that a changed
// last word is shown beside the printed one. A word after an interruption does not
// stand in for another.
func (a *alignment) end(rows [][]uint16) int {
	n := len(a.given)
	last := rows[n]
	end, paired := 0, false
	for j := range last {
		pairs := j > 0 && last[j] == rows[n-1][j-1]+a.cost(n-1, j-1) && !(a.printed[j-1].begins && a.cost(n-1, j-1) > 0)
		if last[j] < last[end] || last[j] == last[end] && pairs && !paired {
			end, paired = j, pairs
		}
	}
	return end
}

// costs returns the matrix of the fewest differences between given[:i] and a part
// of printed that ends at j. It compares numbers instead of words, which is much
// faster.
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

// numbered returns a number for each word, the same for equal words.
func numbered(given, printed []token) (a, b []uint32) {
	numbers := map[string]uint32{}
	number := func(words []token) []uint32 {
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

// trace walks back from the best end, j, and collects the steps.
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

// near reports whether the two are the same words or one is an altered form of
// the other: at most one word in three differs, and at least three agree.
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

// parts returns the aligned parts of the printed text, in order. A new one begins
// with a token that does, because the text between is not compared.
func (a alignment) parts() []article.Span {
	var out []article.Span
	for _, p := range a.pairs {
		if p.printed < 0 {
			continue
		}
		if w := a.printed[p.printed]; len(out) == 0 || w.begins {
			out = append(out, w.Span)
		} else {
			out[len(out)-1].End = w.End
		}
	}
	return out
}

// words returns both sides word by word.
func (a alignment) words() (given, printed []Word) {
	for _, p := range a.pairs {
		same := p.given >= 0 && p.printed >= 0 && a.cost(p.given, p.printed) == 0
		if p.given >= 0 {
			given = append(given, Word{a.given[p.given].text, same})
		}
		if p.printed >= 0 {
			printed = append(printed, Word{a.printed[p.printed].text, same})
		}
	}
	return given, printed
}
