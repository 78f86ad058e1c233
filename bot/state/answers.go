package state

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// AnswerLife is the time for which the bot follows edits and deletions of a question.
const AnswerLife = 30 * 24 * time.Hour

// Answer ties a message of the bot to the message that asked for it.
type Answer struct {
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	Channel   string    `json:"channel"`
	Asked     string    `json:"asked"`   // the message that asked
	Message   string    `json:"message"` // the bot's
	Thread    string    `json:"thread,omitempty"`
	User      string    `json:"user"`            // who asked
	Words     string    `json:"words,omitempty"` // a digest of the words that were answered, to know an edit of them
	At        time.Time `json:"at"`
}

func (a Answer) key() []byte { return sealed.KeyOf(a.Platform, a.Workspace, a.Channel, a.Asked) }

// answers holds which message answers which.
type answers struct{ file *sealed.File }

// Answered records which message answers which.
func (s *answers) Answered(ctx context.Context, a Answer) error {
	a.At = s.file.Now().UTC()
	return s.file.Write(ctx, "remember an answer", func(tx *sealed.Tx) error { return sealed.Put(tx, answersBucket, a.key(), a) })
}

// AnswerTo returns the answer to a message, found by a's platform, workspace,
// channel and Asked.
func (s *answers) AnswerTo(ctx context.Context, a Answer) (Answer, bool, error) {
	var found bool
	err := s.file.Read(ctx, "look for an answer", func(tx *sealed.Tx) (err error) {
		found, err = sealed.Get(tx, answersBucket, a.key(), &a)
		return err
	})
	return a, found && err == nil, err
}

// Forget removes what Answered recorded.
func (s *answers) Forget(ctx context.Context, a Answer) error {
	return s.file.Write(ctx, "forget an answer", func(tx *sealed.Tx) error { return tx.Bucket(answersBucket).Delete(a.key()) })
}
