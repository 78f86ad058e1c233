package journal

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// Row is everything that the columns hold of one article, as the journal stores it until the
// next checkpoint. An article that was removed has a row without a group.
type Row struct {
	ID, Group, Source   string
	Language            string // of the text, as BCP 47 names it; "" if it does not tell
	Version, Extraction int
	Length              int // of the text in bytes
	TitleWords          int
	Checksum            uint32 // CRC-32 of the text
	Published           article.Moment
	Added               time.Time
	People              []Person
	Passages            []Passage
	Statements          []Statement
	Events              []Event
	Tokens              []byte // the words of title and passages, then others of statements and events; see words.Encoder
}

// Person is somebody whom the article names.
type Person struct {
	Name     string
	Variants []string
	Roles    []Role
}

// Role is a role that the article prints of a person.
type Role struct {
	Span article.Span
	Text string
}

// Passage is a part of the text that is found by itself. The words of each follow those of the one before.
type Passage struct {
	Span    article.Span
	Words   int    // how many
	Content uint64 // hash of the wording
}

// Statement is a statement of the article that is shown.
type Statement struct {
	Index, Speaker int          // into Annotation.Statements and People; the speaker is article.Nobody where not certain
	Whole          article.Span // first to last byte of the content
	Kind           article.Kind
	Said           period.Period
	Cue            string // stems of the cue's words
	Words, At      int    // how many the content has, and where they begin in Tokens, in bytes
	Content        uint64 // hash of the content's wording
	Uses           string // how the words that carry a topic are used, two a byte; see words.PackUses
}

// Event is a sentence with a date.
type Event struct {
	Index    int // into Record.Events
	Date     period.Period
	Value    string // of the date, as TIMEX3 writes it
	Sentence article.Span
	Possible bool // the date is one of several that its words may mean
	Words    int
	At       int    // where they begin in Tokens, in bytes
	Own      bool   // they are not all words of the passages that it is in
	Content  uint64 // hash of the sentence's wording
}

// placed reports whether the words of all units lie in tokens.
func (r *Row) placed() bool {
	at, ok := words.Skip(r.Tokens, r.TitleWords)
	for _, p := range r.Passages {
		n, all := words.Skip(r.Tokens[at:], p.Words)
		at, ok = at+n, ok && all
	}
	holds := func(at, many int) bool {
		if at < 0 || at > len(r.Tokens) {
			return false
		}
		_, all := words.Skip(r.Tokens[at:], many)
		return all
	}
	for _, s := range r.Statements {
		ok = ok && holds(s.At, s.Words)
	}
	for _, e := range r.Events {
		ok = ok && holds(e.At, e.Words)
	}
	return ok
}
