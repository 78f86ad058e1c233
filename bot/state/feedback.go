package state

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// Feedback is a user's rating of an answer.
type Feedback struct {
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	User      string    `json:"user"`
	Call      bot.Call  `json:"call"` // what was answered
	Helpful   bool      `json:"helpful"`
	At        time.Time `json:"at"`
}

// feedback holds ratings of answers.
type feedback struct{ file *sealed.File }

// SaveFeedback stores a user's feedback on an answer. It replaces the user's earlier
// feedback on the same call.
func (s *feedback) SaveFeedback(ctx context.Context, f Feedback) error {
	f.At = s.file.Now().UTC()
	scope := f.Platform + "/" + f.Workspace
	key, err := Key(scope, ButtonCall{Call: f.Call})
	if err != nil {
		return err
	}
	return s.file.Write(ctx, "keep feedback", func(tx *sealed.Tx) error {
		return sealed.Put(tx, feedbackBucket, sealed.KeyOf(f.Platform, f.Workspace, f.User, key), f)
	})
}

// Feedback returns all feedback on answers in a workspace.
func (s *feedback) Feedback(ctx context.Context, platform, workspace string) ([]Feedback, error) {
	var out []Feedback
	err := s.file.Read(ctx, "list feedback", func(tx *sealed.Tx) error {
		return sealed.Each(tx, feedbackBucket, sealed.KeyOf(platform, workspace, ""), func(_ []byte, f Feedback) error {
			out = append(out, f)
			return nil
		})
	})
	return out, err
}
