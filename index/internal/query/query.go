package query

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Query is what to look for. Zero fields do not restrict, but for Scope.
type Query struct {
	Scope   Scope // what may be found; nothing where zero
	Words   Words
	By      []string  // speakers: any of these Person keys
	Since   time.Time // inclusive; of a statement its said-date, else its article's publication; of an event its own date
	Until   time.Time // exclusive; with either, what has no known date is left out
	Within  bool      // of events: leaves out dates that Since and Until do not hold as a whole
	Sources []string  // outlets: any of these, as printed
	Kinds   []article.Kind
	Verb    string // the cue holds this word in any inflection: warn finds warned
	Sort    Sort
	Offset  int
	Limit   int // 10 where zero
}

// Unfiltered reports whether a query restricts nothing but the words.
func (q Query) Unfiltered() bool {
	return q.Scope.ShowsEverything() && q.Since.IsZero() && q.Until.IsZero() && len(q.By) == 0 && len(q.Sources) == 0 && len(q.Kinds) == 0 && q.Verb == ""
}

// Restrictions are fields of a Query that restrict what it finds.
type Restrictions uint8

// The restrictions of a query beside its Scope, which nothing lifts.
const (
	Dates    Restrictions = 1 << iota // Since and Until
	Kinds                             // Kinds
	Verbs                             // Verb
	Sources                           // Sources
	Speakers                          // By
	Topical                           // Words
)

// Without returns a query with some restrictions lifted.
func (q Query) Without(r Restrictions) Query {
	if r&Dates != 0 {
		q.Since, q.Until = time.Time{}, time.Time{}
	}
	if r&Kinds != 0 {
		q.Kinds = nil
	}
	if r&Verbs != 0 {
		q.Verb = ""
	}
	if r&Sources != 0 {
		q.Sources = nil
	}
	if r&Speakers != 0 {
		q.By = nil
	}
	if r&Topical != 0 {
		q.Words = Words{}
	}
	return q
}

// Words is a topic: its terms match inflections, other spellings and configured synonyms, and
// nothing that holds an excluded word is found. A phrase must stand word by
// word: as typed in statements, in any inflection in passages and events; there
// a phrase of one word is a term that must be held.
type Words struct {
	Terms    []string
	Phrases  []string
	Excluded []string
}

// Sort is the order of hits.
type Sort string

// The orders. Best is by relevance, exact words before inflections before
// spellings before synonyms; equal hits stand newest first, then by article and place.
const (
	Best   Sort = "best"
	Newest Sort = "newest"
	Oldest Sort = "oldest"
)
