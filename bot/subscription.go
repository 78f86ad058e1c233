package bot

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Place is the destination of a post that nobody asked for at that moment: a
// channel, or, where Channel is "", a user's direct messages.
type Place struct {
	Platform  string `json:"platform"`
	Workspace string `json:"workspace"`
	Channel   string `json:"channel,omitempty"`
	User      string `json:"user,omitempty"`
	// Under is the channel whose settings and outlets hold, where that is not
	// Channel: the one that a thread belongs to, or where a digest to somebody's
	// direct messages was set up.
	Under string `json:"under,omitempty"`
}

// SubscriptionKind distinguishes digests and watches.
type SubscriptionKind string

// The kinds of subscriptions.
const (
	Digest SubscriptionKind = "digest" // what came in since the last one, at set times
	Watch  SubscriptionKind = "watch"  // new statements that match, soon after they came in
)

// Subscription is a digest or a watch: what is posted where, and when.
type Subscription struct {
	ID    string           `json:"id"` // short, typed by people; unique within its Place's workspace
	Kind  SubscriptionKind `json:"kind"`
	Place Place            `json:"place"`
	By    string           `json:"by"`   // the user who made it, who is told when it cannot be posted
	Args  Args             `json:"args"` // topic, by, source, max, style, empty, every, quiet, publish: as typed, canonical

	At   string `json:"at,omitempty"`   // local time of day, 08:00; of digests, and of daily watches
	Days string `json:"days,omitempty"` // daily, weekdays, or names such as mon,thu
	Zone string `json:"zone"`           // IANA, Europe/Stockholm

	// What was told of ends with article number After of the archive, which came
	// in before Since. The next window begins there.
	After uint32    `json:"after"`
	Since time.Time `json:"since"`
	Start time.Time `json:"start"` // nothing is due before it: when it was made, or resumed

	Paused string `json:"paused,omitempty"` // why nothing is posted, "" where something is
}

// Verbs returns the commands that pause s, resume and end it.
func (s Subscription) Verbs() (pause, resume, end string) {
	if s.Kind == Watch {
		return "watch mute", "watch unmute", "watch remove"
	}
	return "digest pause", "digest resume", "digest unsubscribe"
}

// ResumeLine returns the command that ends s's pause, as a person types it.
func (s Subscription) ResumeLine() string {
	_, resume, _ := s.Verbs()
	return resume + " " + s.ID
}

// Posting is a card on its way to a place.
type Posting struct {
	Place Place
	Card  Card
	Call  Call   // what made the card, for its buttons
	Key   string // names the posting: two with one key are the same
	By    string // who set it up, and may delete it
	// Quiet posts without a notification, and Publish also to those who follow the channel,
	// where the service can.
	Quiet, Publish bool
	Again          bool // an earlier try may have arrived: look before posting
}

// Poster posts on a platform what nobody asked for at that moment.
type Poster interface {
	// Asker returns the request that a place's cards are made for: its zone and the
	// outlets that it may see. It fails with a *PostError if it may see none.
	Asker(ctx context.Context, at Place) (Request, error)
	// CanPost returns a *PostError if nothing can be posted at a place. It is nil if that is
	// not known.
	CanPost(ctx context.Context, at Place) error
	// Post delivers a posting once. A *PostError tells what to do after a failure;
	// after any other error it is tried again.
	Post(ctx context.Context, p Posting) error
	// Edit shows another card in a message that was posted. It fails with a *PostError if
	// the message cannot be edited or is gone.
	Edit(ctx context.Context, p Posted) error
	// Admins returns the direct messages of those who look after the bot.
	Admins(ctx context.Context) ([]Place, error)
}

// PostError is a refusal that another try does not change.
type PostError struct {
	Mend string // for people: why, and how to fix it
}

// Error returns the refusal for people.
func (e *PostError) Error() string { return PlainMentions(e.Mend) }

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
