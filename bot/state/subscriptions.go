package state

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// SubscriptionKey returns the key of a subscription, unique among all.
func SubscriptionKey(s bot.Subscription) string { return string(subscriptionKey(s.Place, s.ID)) }

// subscriptions holds the digests and watches of all places.
type subscriptions struct{ file *sealed.File }

// Subscriptions returns those of a workspace in order of their IDs, or those of
// all platforms if the place is empty.
func (s *subscriptions) Subscriptions(ctx context.Context, in bot.Place) ([]bot.Subscription, error) {
	var prefix []byte
	if in.Platform != "" {
		prefix = sealed.KeyOf(in.Platform, in.Workspace, "")
	}
	var out []bot.Subscription
	err := s.file.Read(ctx, "list subscriptions", func(tx *sealed.Tx) error {
		return sealed.Each(tx, subscriptionsBucket, prefix, func(_ []byte, sub bot.Subscription) error {
			out = append(out, sub)
			return nil
		})
	})
	return out, err
}

// Subscribe stores sub, or the stored state of it if there is one, as change makes
// it. So the window of a subscription does not move back to an older state. Without a change sub is a
// new one, and bot.ErrTaken is the error if there is one of its ID.
func (s *subscriptions) Subscribe(ctx context.Context, sub bot.Subscription, change func(old *bot.Subscription)) error {
	key := subscriptionKey(sub.Place, sub.ID)
	return s.file.Write(ctx, "save a subscription", func(tx *sealed.Tx) error {
		var old bot.Subscription
		found, err := sealed.Get(tx, subscriptionsBucket, key, &old)
		if err != nil {
			return err
		}
		if found && change == nil {
			return bot.ErrTaken
		}
		if !found {
			old = sub
		}
		if change != nil {
			change(&old)
		}
		return sealed.Put(tx, subscriptionsBucket, key, old)
	})
}

// Unsubscribe removes a subscription, its pending alerts and its posts.
func (s *subscriptions) Unsubscribe(ctx context.Context, sub bot.Subscription) error {
	key := subscriptionKey(sub.Place, sub.ID)
	return s.file.Write(ctx, "remove a subscription", func(tx *sealed.Tx) error { return removeSubscription(tx, key) })
}

func removeSubscription(tx *sealed.Tx, key []byte) error {
	for _, b := range [][]byte{postsBucket, outboxBucket, alertsBucket, toldBucket} {
		if err := tx.Bucket(b).DeletePrefix(append(append([]byte{}, key...), 0)); err != nil {
			return err
		}
	}
	return tx.Bucket(subscriptionsBucket).Delete(key)
}
