package state

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// Sweep removes what has expired: seen events, old answers, answers that were
// interrupted too long ago to report, messages that are no longer edited, and the
// calls of buttons that no answer has shown for a year.
func (s *Store) Sweep(ctx context.Context) error {
	now := s.file.Now()
	return s.file.Write(ctx, "sweep state database", func(tx *sealed.Tx) error {
		seen := func(_, raw []byte) bool {
			at, err := time.Parse(time.RFC3339, string(raw))
			return err != nil || now.Sub(at) > SeenLife
		}
		answers := func(_, raw []byte) bool {
			return older[Answer](raw, now, AnswerLife, func(a Answer) time.Time { return a.At })
		}
		calls := func(_, raw []byte) bool {
			return older[keptCall](raw, now, CallLife, func(c keptCall) time.Time { return c.Used })
		}
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
			if err := tx.Bucket(b.name).DeleteFunc(b.old); err != nil {
				return fmt.Errorf("%s: %w", b.name, err)
			}
		}
		return sweepLeft(tx, now)
	})
}

// older reports whether an entry is older than life. An entry that cannot be
// decoded is of no use, and counts as old.
func older[T any](raw []byte, now time.Time, life time.Duration, at func(T) time.Time) bool {
	var value T
	return json.Unmarshal(raw, &value) != nil || now.Sub(at(value)) > life
}
