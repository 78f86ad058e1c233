// Package article holds the values that the rest of the program passes on: an
// article, the byte ranges in its text, and what extraction finds there. It
// imports nothing of ours and does nothing but describe.
//
// Every offset is a byte offset into Article.Text, end exclusive, on a rune
// boundary.
package article

import "time"

// Article is one news article as it was given. Text never changes: every word
// shown to anybody is a byte range of it.
type Article struct {
	ID        string // stable and unique in a briefing
	URL       string // the article's own address, "" where unknown
	Title     string
	Source    string // the outlet, as printed
	Author    string
	Lang      string // BCP 47, "" where not given
	Published Moment // zero where unknown: relative dates then stay unresolved
	Text      string // valid UTF-8, byte for byte as given
}

// Moment is a point in time that is known only so precisely.
type Moment struct {
	Time      time.Time // start of the period, in the zone it was given in
	Precision Precision
}

// IsZero reports whether the moment is unknown.
func (m Moment) IsZero() bool { return m.Precision == Unknown }

// Origin is where a publication date was found.
type Origin string

// The origins of dates, the surest first.
const (
	FromFeed    Origin = "feed"    // as the feed lists it
	FromPage    Origin = "page"    // what the page says of itself for programs
	FromText    Origin = "text"    // a line of the page: "Published 2 November 2026"
	FromAddress Origin = "address" // the day in the page's address
)

// Precision is the unit down to which a date is known.
type Precision uint8

// The precisions, from nothing to the second.
const (
	Unknown Precision = iota
	Decade
	Year
	Quarter // also seasons
	Month
	Week
	Day
	Hour
	Minute
	Second
)

var precisionNames = [...]string{"", "decade", "year", "quarter", "month", "week", "day", "hour", "minute", "second"}

// String is the name used in JSON: "day", "week"; "" for Unknown.
func (p Precision) String() string {
	if int(p) < len(precisionNames) {
		return precisionNames[p]
	}
	return ""
}

// Span is a byte range of Article.Text: Start inclusive, End exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// IsZero reports whether the span is absent.
func (s Span) IsZero() bool { return s.End == 0 }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Of is the text that the span covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether all of other lies inside s.
func (s Span) Contains(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two share at least one byte.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }
