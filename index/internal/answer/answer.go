package answer

import (
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Hit is one statement, passage or event found.
type Hit struct {
	Article   string
	Statement int          // index into Annotation.Statements; -1 for a passage
	Event     int          // index into Record.Events; -1 unless an event
	Passage   article.Span // of a passage
	Score     float64      // larger is better; comparable within one answer
	More      int          // of a timeline's row: other sentences of that date
	Beside    bool         // of a timeline's row: neither the sentence nor its paragraph holds the topic
	Also      []string     // other articles that print the same words, earliest first
	// Lacking are the terms and phrases of the query that are not there, in no inflection or spelling
	// or as a synonym: of a passage, in it, its article's title or the outlet's name; of a timeline's row, in its article.
	// Of a phrase none of its words is. Nil of a statement.
	Lacking []string
}

// Result is a page of hits.
type Result struct {
	Hits     []Hit
	Total    int // repeats collapsed
	Speakers int // persons among all of them
	Articles int // articles among all of them
	// Dated is set if a statement that was found has a dated sentence in its paragraph:
	// the timeline of its topic then has a row.
	Dated bool
	// Unread is how many of the oldest articles were left out since a word of the
	// question is too common to be looked up in all; Total and the rest tell of
	// the others.
	Unread int
}

// Timeline is a page of a timeline's rows: those of dates about the topic first, then
// those Beside it, then sentences without a date. Total counts all of them.
type Timeline struct {
	Result
	Dates           int  // rows with a date
	Undated         int  // rows without one
	UndatedArticles int  // of the undated rows: articles without a date of publication
	Selected        bool // Hits are the dates that matter most, rather than a page of all rows
	Counts          Dates
}
