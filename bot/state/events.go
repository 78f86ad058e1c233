package state

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// SeenLife is how long an event is remembered. Slack repeats one for up to six
// minutes, or for a day where delayed retries are switched on.
const SeenLife = 26 * time.Hour

// Pending is an answer under way: enough to tell whoever asked, after a
// restart, that it was interrupted.
type Pending struct {
	ID        string    `json:"id"` // of the event that asked
	Platform  string    `json:"platform"`
	Workspace string    `json:"workspace"`
	Channel   string    `json:"channel"`
	Thread    string    `json:"thread,omitempty"`
	User      string    `json:"user"`
	Line      string    `json:"line,omitempty"`     // as typed
	ReplyTo   string    `json:"reply_to,omitempty"` // where a private answer goes
	Message   string    `json:"message,omitempty"`  // the placeholder, once it is posted
	Began     time.Time `json:"began"`
}

// events holds which events were handled, and which answers are under way.
type events struct{ file *sealed.File }

// Begin claims the event p.ID and records the answer as under way, in one
// transaction. It returns false if the event was claimed before, over any
// connection and before any restart.
func (s *events) Begin(ctx context.Context, p Pending) (first bool, err error) {
	p.Began = s.file.Now().UTC()
	err = s.file.Write(ctx, "claim an event", func(tx *sealed.Tx) error {
		if first, err = s.claim(tx, p.Platform, p.ID); err != nil || !first {
			return err
		}
		return sealed.Put(tx, pendingBucket, sealed.KeyOf(p.Platform, p.ID), p)
	})
	return first && err == nil, err
}

// First claims an event that leaves no answer under way.
func (s *events) First(ctx context.Context, platform, id string) (first bool, err error) {
	err = s.file.Write(ctx, "claim an event", func(tx *sealed.Tx) error {
		first, err = s.claim(tx, platform, id)
		return err
	})
	return first && err == nil, err
}

func (s *events) claim(tx *sealed.Tx, platform, id string) (bool, error) {
	key, b := sealed.KeyOf(platform, id), tx.Bucket(seenBucket)
	if b.Get(key) != nil {
		return false, nil
	}
	return true, b.Put(key, []byte(s.file.Now().UTC().Format(time.RFC3339)))
}

// SetPlaceholder records the placeholder that the answer will replace.
func (s *events) SetPlaceholder(ctx context.Context, platform, id, message string) error {
	return s.file.Write(ctx, "note a placeholder", func(tx *sealed.Tx) error {
		var p Pending
		found, err := sealed.Get(tx, pendingBucket, sealed.KeyOf(platform, id), &p)
		if err != nil || !found {
			return err
		}
		p.Message = message
		return sealed.Put(tx, pendingBucket, sealed.KeyOf(platform, id), p)
	})
}

// Finish records that the answer to an event was delivered or given up.
func (s *events) Finish(ctx context.Context, platform, id string) error {
	return s.file.Write(ctx, "finish an answer", func(tx *sealed.Tx) error {
		return tx.Bucket(pendingBucket).Delete(sealed.KeyOf(platform, id))
	})
}

// Pending returns the answers of a platform that were not finished, oldest ID
// first.
func (s *events) Pending(ctx context.Context, platform string) ([]Pending, error) {
	var out []Pending
	err := s.file.Read(ctx, "list answers under way", func(tx *sealed.Tx) error {
		return sealed.Each(tx, pendingBucket, sealed.KeyOf(platform, ""), func(_ []byte, p Pending) error {
			out = append(out, p)
			return nil
		})
	})
	return out, err
}
