// Package quotecheck decides whether a quotation was printed: exactly, with words
// left out, altered, or not at all, and whether the person asked about said it. It
// compares words only; callers search the index for candidates and know who is
// one person. Start reading at Search.
package quotecheck

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Verdict is the result of checking a quotation.
type Verdict string

// The verdicts, in the form that programs read.
const (
	Exact        Verdict = "exact"         // the article has the words in this order, none left out
	Trimmed      Verdict = "trimmed"       // it has, but for the gaps that the quotation marks with an ellipsis
	Altered      Verdict = "altered"       // some words differ
	OtherSpeaker Verdict = "other-speaker" // the article has the words, and somebody else is quoted with them
	Absent       Verdict = "absent"        // no article has the words or nearly the words
)

// Result is the verdict on a quotation, with what led to it.
type Result struct {
	Verdict Verdict
	// Words is the verdict on the words alone: Exact, Trimmed, Altered or Absent.
	Words Verdict
	Match Match
	// Copies are the IDs of other articles that show the same words.
	Copies []string
	// Speaker is the name of the person who says the words, "" if that is not certain
	// or if they are joined from several persons'.
	Speaker string
	// Confirmed reports whether Speaker is the person asked about.
	Confirmed bool
	// Given and Printed are both sides word by word, of Altered only.
	Given, Printed []Word
}

// Said returns the name of the person who says the statements of a match, "" if that
// is not certain, and reports whether it is the person asked about.
type Said func(m Match) (speaker string, asked bool, err error)

// Result returns the verdict by the best match. It is by the person asked about,
// byAsked, if somebody is. said is called for matches within statements by
// one person only; its errors are returned.
func (s *Search) Result(byAsked bool, said Said) (Result, error) {
	best, at, rank := Result{Verdict: Absent, Words: Absent}, -1, 0
	for i, m := range s.matches {
		r := Result{Match: m}
		if len(m.Statements) > 0 && !m.Joined {
			var err error
			if r.Speaker, r.Confirmed, err = said(m); err != nil {
				return Result{}, err
			}
		}
		if points := r.rank(); at < 0 || points > rank || points == rank && earlier(m.Record, best.Match.Record) {
			best, at, rank = r, i, points
		}
	}
	if at < 0 {
		return best, nil
	}
	best.Copies = s.copies(best.Match)
	best.judge(byAsked)
	return best, nil
}

// earlier reports whether an article was published before another; one whose date is
// unknown was not.
func earlier(a, b article.Record) bool {
	if a.Published.IsZero() || b.Published.IsZero() {
		return !a.Published.IsZero() && b.Published.IsZero()
	}
	return a.Published.Time.Before(b.Published.Time)
}

// rank orders matches: the fewest differences first; among equals one by the
// person asked about, then one that somebody is quoted with.
func (r *Result) rank() int {
	points := -4 * r.Match.Differences()
	if r.Confirmed {
		points += 2
	}
	if len(r.Match.Statements) > 0 {
		points++
	}
	return points
}

func (r *Result) judge(byAsked bool) {
	switch {
	case r.Match.Differences() > 0, r.Match.Joined:
		r.Words = Altered
		r.Given, r.Printed = r.Match.alignment.words()
	case r.Match.Trimmed:
		r.Words = Trimmed
	default:
		r.Words = Exact
	}
	if r.Verdict = r.Words; byAsked && !r.Confirmed && r.Speaker != "" {
		r.Verdict = OtherSpeaker
	}
}

// copies returns the other articles whose match shows the same words.
func (s *Search) copies(best Match) []string {
	var out []string
	words := best.wording()
	for _, m := range s.matches {
		if m.Record.ID != best.Record.ID && m.Trimmed == best.Trimmed && m.wording() == words && !slices.Contains(out, m.Record.ID) {
			out = append(out, m.Record.ID)
		}
	}
	return out
}
