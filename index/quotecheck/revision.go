package quotecheck

import (
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Revision is how the wording of a statement differs from an earlier one.
type Revision struct {
	New     []article.Span // words of the later wording that the earlier lacks, in order
	Dropped int            // words of the earlier wording that the later lacks
	Same    int            // words that both have in this order
}

// Differs reports whether the two wordings are not the same words.
func (r Revision) Differs() bool { return len(r.New) > 0 || r.Dropped > 0 }

// Revise compares a later wording with an earlier one. It reports false if too few
// words agree for the two to be wordings of one statement: of the words with more
// than three letters in the shorter of them at least half, and two, must be in
// the longer in the same order.
func Revise(earlier, later string) (Revision, bool) {
	before, after := allWords(earlier), allWords(later)
	short, long := after, before
	if len(short) > len(long) {
		short, long = long, short
	}
	same := map[int]bool{} // of after
	telling := 0
	for _, p := range align(short, long).pairs {
		if p.given < 0 || p.printed < 0 || short[p.given].key != long[p.printed].key {
			continue
		}
		at := p.given
		if len(after) > len(before) {
			at = p.printed
		}
		same[at] = true
		if after[at].tells() {
			telling++
		}
	}
	most := 0
	for _, w := range short {
		if w.tells() {
			most++
		}
	}
	r := Revision{Same: len(same), Dropped: len(before) - len(same)}
	for i, w := range after {
		if !same[i] {
			r.New = append(r.New, w.Span)
		}
	}
	return r, telling >= 2 && 2*telling >= most
}

// tells reports whether a word is long enough to tell of what is spoken.
func (t token) tells() bool { return utf8.RuneCountInString(t.key) > 3 }
