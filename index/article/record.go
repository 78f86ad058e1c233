package article

import "time"

// Record is an article with all that the program worked out about it: what the
// archive keeps and the index is built from.
type Record struct {
	Article
	Number     uint32 // of the article in its archive, from 1
	Version    int    // of its text, from 1
	Added      time.Time
	Removed    bool    // its words are no longer shown
	Removal    Removal // why, if Removed
	File       string  // path of the file that gave it last, "" if none did
	Backlog    bool    // its source listed it already when the source was new: it is no news
	Group      string  // ID of the founder of its near-copies: the first of them to come in; its own if it has none
	Extraction int     // extract.Version that made what follows
	Annotation Annotation
	Events     []Event
}

// Removal is why an article was removed.
type Removal uint8

// The reasons.
const (
	ByHand     Removal = iota // somebody removed it: it stays so until somebody restores it
	SourceGone                // its file was deleted, or its publisher took it back: it returns with its source
	Expired                   // it became older than articles are kept, and its words were deleted
)

// Event is one row of a timeline: a sentence and a date that it names.
type Event struct {
	Date     Date
	Sentence Span
	Possible bool // the sentence speaks of what may happen
}
