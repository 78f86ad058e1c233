package bot

import "time"

// Entry is one line of a workspace's books: who changed what, or a question
// that found nothing.
type Entry struct {
	User string    `json:"user,omitempty"` // "" in questions: nobody's name stands beside them
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Book is a kind of entries.
type Book string

// The books.
const (
	Audit Book = "audit" // every change that an administrator made, old → new
	Gaps  Book = "gaps"  // questions that found nothing
)
