package state

import (
	"context"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
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

// Begin claims the event p.ID and records the answer as under way, in one
// transaction. It returns false if the event was claimed before, over any
// connection and before any restart.
func (s *Store) Begin(ctx context.Context, p Pending) (first bool, err error) {
	p.Began = s.now().UTC()
	err = s.write(ctx, "claim an event", func(tx *txn) error {
		if first, err = s.claim(tx, p.Platform, p.ID); err != nil || !first {
			return err
		}
		return put(tx, pendingBucket, keyOf(p.Platform, p.ID), p)
	})
	return first && err == nil, err
}

// First claims an event that leaves no answer under way.
func (s *Store) First(ctx context.Context, platform, id string) (first bool, err error) {
	err = s.write(ctx, "claim an event", func(tx *txn) error {
		first, err = s.claim(tx, platform, id)
		return err
	})
	return first && err == nil, err
}

func (s *Store) claim(tx *txn, platform, id string) (bool, error) {
	key, b := keyOf(platform, id), tx.Bucket(seenBucket)
	if b.Get(key) != nil {
		return false, nil
	}
	return true, b.Put(key, []byte(s.now().UTC().Format(time.RFC3339)))
}

// SetPlaceholder records the placeholder that the answer will replace.
func (s *Store) SetPlaceholder(ctx context.Context, platform, id, message string) error {
	return s.write(ctx, "note a placeholder", func(tx *txn) error {
		var p Pending
		found, err := get(tx, pendingBucket, keyOf(platform, id), &p)
		if err != nil || !found {
			return err
		}
		p.Message = message
		return put(tx, pendingBucket, keyOf(platform, id), p)
	})
}

// Finish records that the answer to an event was delivered, or never will be.
func (s *Store) Finish(ctx context.Context, platform, id string) error {
	return s.write(ctx, "finish an answer", func(tx *txn) error {
		return tx.Bucket(pendingBucket).Delete(keyOf(platform, id))
	})
}

// Pending returns the answers of a platform that were not finished, oldest ID
// first.
func (s *Store) Pending(ctx context.Context, platform string) ([]Pending, error) {
	var out []Pending
	err := s.read(ctx, "list answers under way", func(tx *txn) error {
		return each(tx, pendingBucket, keyOf(platform, ""), func(_ []byte, p Pending) error {
			out = append(out, p)
			return nil
		})
	})
	return out, err
}

// Sweep removes what has expired: seen events, old answers, answers that were
// interrupted too long ago to report, messages that are no longer edited, and the
// calls of buttons that no answer has shown for a year.
func (s *Store) Sweep(ctx context.Context) error {
	now := s.now()
	return s.write(ctx, "sweep state database", func(tx *txn) error {
		seen := func(_, raw []byte) bool {
			at, err := time.Parse(time.RFC3339, string(raw))
			return err != nil || now.Sub(at) > SeenLife
		}
		answers := func(_, raw []byte) bool { return older[Answer](raw, now, AnswerLife, Answer.at) }
		calls := func(_, raw []byte) bool { return older[keptCall](raw, now, CallLife, keptCall.at) }
		tickets := func(_, raw []byte) bool {
			expires, err := time.Parse(time.RFC3339Nano, string(raw))
			return err != nil || now.After(expires)
		}
		told := func(_, raw []byte) bool {
			at, err := time.Parse(time.RFC3339, string(raw))
			return err != nil || now.Sub(at) > PostLife
		}
		pending := func(_, raw []byte) bool {
			return older[Pending](raw, now, SeenLife, func(p Pending) time.Time { return p.Began })
		}
		posted := func(_, raw []byte) bool {
			return older[bot.Posted](raw, now, PostedLife, func(p bot.Posted) time.Time { return p.At })
		}
		posts := func(_, raw []byte) bool {
			return older[Post](raw, now, PostLife, func(p Post) time.Time { return p.At })
		}
		for _, b := range []struct {
			name []byte
			old  func(k, v []byte) bool
		}{{seenBucket, seen}, {answersBucket, answers}, {callsBucket, calls}, {ticketsBucket, tickets}, {toldBucket, told}, {postsBucket, posts}, {pendingBucket, pending},
			{postedBucket, posted}} {
			if err := remove(tx.Bucket(b.name), b.old); err != nil {
				return fmt.Errorf("%s: %w", b.name, err)
			}
		}
		return sweepLeft(tx, now)
	})
}

// remove deletes the entries for which old returns true.
func remove(b table, old func(k, v []byte) bool) error {
	var gone [][]byte
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if old(k, v) {
			gone = append(gone, append([]byte{}, k...))
		}
	}
	for _, k := range gone {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
