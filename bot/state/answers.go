package state

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// AnswerLife is how long the bot follows edits and deletions of a question.
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

func (a Answer) key() []byte { return keyOf(a.Platform, a.Workspace, a.Channel, a.Asked) }

// Answered records which message answers which.
func (s *Store) Answered(ctx context.Context, a Answer) error {
	a.At = s.now().UTC()
	return s.write(ctx, "remember an answer", func(tx *txn) error { return put(tx, answersBucket, a.key(), a) })
}

// AnswerTo returns the answer to a message, found by a's platform, workspace,
// channel and Asked.
func (s *Store) AnswerTo(ctx context.Context, a Answer) (Answer, bool, error) {
	var found bool
	err := s.read(ctx, "look for an answer", func(tx *txn) (err error) {
		found, err = get(tx, answersBucket, a.key(), &a)
		return err
	})
	return a, found && err == nil, err
}

// Forget removes what Answered recorded.
func (s *Store) Forget(ctx context.Context, a Answer) error {
	return s.write(ctx, "forget an answer", func(tx *txn) error { return tx.Bucket(answersBucket).Delete(a.key()) })
}

// Feedback is a user's rating of an answer.
type Feedback struct {
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	User      string    `json:"user"`
	Call      bot.Call  `json:"call"` // what was answered
	Helpful   bool      `json:"helpful"`
	At        time.Time `json:"at"`
}

// SaveFeedback stores a user's feedback on an answer. It replaces the user's earlier
// feedback on the same call.
func (s *Store) SaveFeedback(ctx context.Context, f Feedback) error {
	f.At = s.now().UTC()
	scope := f.Platform + "/" + f.Workspace
	key, err := Key(scope, ButtonCall{Call: f.Call})
	if err != nil {
		return err
	}
	return s.write(ctx, "keep feedback", func(tx *txn) error {
		return put(tx, feedbackBucket, keyOf(f.Platform, f.Workspace, f.User, key), f)
	})
}

// Feedback returns all feedback on answers in a workspace.
func (s *Store) Feedback(ctx context.Context, platform, workspace string) ([]Feedback, error) {
	var out []Feedback
	err := s.read(ctx, "list feedback", func(tx *txn) error {
		return each(tx, feedbackBucket, keyOf(platform, workspace, ""), func(_ []byte, f Feedback) error {
			out = append(out, f)
			return nil
		})
	})
	return out, err
}

// Set changes one setting of a channel ("" for its workspace's) and returns the old
// value; "" removes it.
func (s *Store) Set(ctx context.Context, platform, workspace, channel, name, value string) (old string, err error) {
	key := keyOf(platform, workspace, channel)
	err = s.write(ctx, "change a setting", func(tx *txn) error {
		settings := map[string]string{}
		if _, err := get(tx, settingsBucket, key, &settings); err != nil {
			return err
		}
		old = settings[name]
		if settings[name] = value; value == "" {
			delete(settings, name)
		}
		return put(tx, settingsBucket, key, settings)
	})
	return old, err
}

// Settings returns the settings of a channel ("" for its workspace's) by name,
// an empty map if there are none. With bot.ErrSettingsLost it returns what is left
// of them.
func (s *Store) Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error) {
	settings, lost := map[string]string{}, false
	key := keyOf(platform, workspace, channel)
	err := s.read(ctx, "read settings", func(tx *txn) error {
		if _, err := get(tx, settingsBucket, key, &settings); err != nil {
			return err
		}
		return each(tx, lossesBucket, nil, func(_ []byte, l Loss) error {
			lost = lost || l.covers(key)
			return nil
		})
	})
	if err == nil && lost {
		err = bot.ErrSettingsLost
	}
	return settings, err
}

// SettingsMark returns a value that changes whenever a setting does.
func (s *Store) SettingsMark(ctx context.Context) (string, error) {
	sum := sha256.New()
	err := s.read(ctx, "read settings", func(tx *txn) error {
		return tx.Bucket(settingsBucket).ForEach(func(k, v []byte) error {
			fmt.Fprintf(sum, "%q %q\n", k, v)
			return nil
		})
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}
