package state

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// Alert is a new statement that a watch has to post.
type Alert struct {
	Statement string    `json:"statement"` // article number and statement: 123.4
	Words     string    `json:"words"`     // a hash of who said what: equal for reprints
	Found     time.Time `json:"found"`
}

// alerts holds the statements that watches found and have not posted yet.
type alerts struct{ file *sealed.File }

// Watched returns the number of the last article that was matched with all watches.
func (s *alerts) Watched(ctx context.Context) (last uint32, err error) {
	err = s.file.Read(ctx, "read how far watches are", func(tx *sealed.Tx) error {
		if raw := tx.Bucket(settingsBucket).Get(watchedKey); len(raw) == 4 {
			last = binary.BigEndian.Uint32(raw)
		}
		return nil
	})
	return last, err
}

// Found stores the alerts of watches by subscription, and the number of the last
// article that was matched with them, in one transaction. It skips statements that a
// watch has posted or is about to post.
func (s *alerts) Found(ctx context.Context, through uint32, alerts map[string][]Alert) error {
	now := s.file.Now().UTC()
	return s.file.Write(ctx, "keep what watches found", func(tx *sealed.Tx) error {
		told := tx.Bucket(toldBucket)
		for subscription, list := range alerts {
			for _, a := range list {
				key := append(append([]byte(subscription), 0), a.Words...)
				if told.Get(key) != nil {
					continue
				}
				if err := told.Put(key, []byte(now.Format(time.RFC3339))); err != nil {
					return err
				}
				a.Found = now
				if err := sealed.Put(tx, alertsBucket, append(append([]byte(subscription), 0), a.Statement...), a); err != nil {
					return err
				}
			}
		}
		return tx.Bucket(settingsBucket).Put(watchedKey, binary.BigEndian.AppendUint32(nil, through))
	})
}

// Alerts returns the alerts that a watch has yet to post, oldest first.
func (s *alerts) Alerts(ctx context.Context, sub bot.Subscription) ([]Alert, error) {
	var out []Alert
	prefix := append(subscriptionKey(sub.Place, sub.ID), 0)
	err := s.file.Read(ctx, "list what a watch found", func(tx *sealed.Tx) error {
		return sealed.Each(tx, alertsBucket, prefix, func(_ []byte, a Alert) error {
			out = append(out, a)
			return nil
		})
	})
	return out, err
}

// ClaimAlerts turns alerts into a post in the ledger, in one transaction.
func (s *alerts) ClaimAlerts(ctx context.Context, sub bot.Subscription, p Post, alerts []Alert) error {
	key := subscriptionKey(sub.Place, sub.ID)
	p.Subscription, p.State, p.At = string(key), PostClaimed, s.file.Now().UTC()
	return s.file.Write(ctx, "claim a watch's post", func(tx *sealed.Tx) error {
		for _, a := range alerts {
			if err := tx.Bucket(alertsBucket).Delete(append(append(append([]byte{}, key...), 0), a.Statement...)); err != nil {
				return err
			}
		}
		return enter(tx, p)
	})
}

// Reported returns when a watch found a statement, or one with the same words, and whether
// it is still to be posted; the zero time if it did not.
func (s *alerts) Reported(ctx context.Context, watch bot.Subscription, statement, words string) (found time.Time, waits bool, err error) {
	key := append(subscriptionKey(watch.Place, watch.ID), 0)
	err = s.file.Read(ctx, "read what a watch found", func(tx *sealed.Tx) error {
		raw := tx.Bucket(toldBucket).Get(append(slices.Clone(key), words...))
		if raw == nil {
			return nil
		}
		if found, err = time.Parse(time.RFC3339, string(raw)); err != nil {
			return fmt.Errorf("a statement that a watch found: %w", err)
		}
		waits, err = sealed.Get(tx, alertsBucket, append(slices.Clone(key), statement...), new(Alert))
		return err
	})
	return found, waits, err
}
