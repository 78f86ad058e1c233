package bot

import (
	"slices"
	"strings"
	"time"
)

// Posted is a card that was posted to a channel or direct messages, kept so that it
// can be edited when an article that it quotes is corrected or removed.
type Posted struct {
	Place    Place     `json:"place"`
	Room     string    `json:"room,omitempty"`   // the channel that it is in, if that is not Place's: a thread, direct messages
	Message  string    `json:"message"`          // the platform's ID of it
	Card     Card      `json:"card"`             // as shown
	Call     Call      `json:"call"`             // what made it, for its buttons
	Part     int       `json:"part,omitempty"`   // which message of the answer it is
	Asker    string    `json:"asker,omitempty"`  // the user who may delete it
	SharedBy string    `json:"shared,omitempty"` // "" if nobody did
	By       string    `json:"by,omitempty"`     // who set up the digest or watch that it is of
	Link     string    `json:"link,omitempty"`   // the address in somebody's message that it is a preview of; "" for a message of the bot's own
	At       time.Time `json:"at"`
}

// Receipts returns those of the card's rows.
func (c Card) Receipts() (out []string) {
	for _, it := range c.Items {
		if it.Receipt != "" {
			out = append(out, it.Receipt)
		}
	}
	return out
}

// Withdraw returns the card without the rows of retracted receipts, each of which has
// the reason for people. A row says in its place what became of it; the rest stays as
// it was shown.
func (c Card) Withdraw(retracted map[string]string, now time.Time) Card {
	c.Items = slices.Clone(c.Items)
	taken := 0
	for i, it := range c.Items {
		if why, ok := retracted[it.Receipt]; ok && it.Receipt != "" {
			c.Items[i] = Item{Label: "Taken out", Facts: []string{why}}
			taken++
		}
	}
	if taken == 0 {
		return c
	}
	c.Difference = nil // it holds an article's words
	edited := "Edited on " + now.Format("2 Jan 2006") + ": words that no longer stand were taken out."
	if !strings.HasSuffix(c.Notice, edited) {
		c.Notice = strings.TrimSpace(c.Notice + " " + edited)
	}
	return c
}

// Entry is one line of a workspace's logs: who changed what, or a question
// that found nothing.
type Entry struct {
	User string    `json:"user,omitempty"` // "" in questions: they are kept without names
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// Forgotten counts what was deleted of a person.
type Forgotten struct {
	Votes         int // 👍 and 👎
	Questions     int // whose answers followed their edits
	Subscriptions int // that went to them alone
	Unnamed       int // that go on in a channel, without their name
}

// Book is a kind of entries.
type Book string

// The books.
const (
	Audit Book = "audit" // every change that an administrator made, old → new
	Gaps  Book = "gaps"  // questions that found nothing
)
