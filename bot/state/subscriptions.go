package state

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// PostLife is how long the posts of a subscription are kept.
const PostLife = 400 * 24 * time.Hour

// PostState is the state of a post.
type PostState string

// The states of a post. A claimed one may or may not have arrived.
const (
	PostClaimed PostState = "claimed"
	PostSent    PostState = "sent"
	PostSkipped PostState = "skipped" // there was nothing to post, or nobody to post it to
)

// Post is an entry of the ledger of posts. A subscription has at most one of a
// given name.
type Post struct {
	Subscription string    `json:"subscription"` // its key
	Name         string    `json:"name"`         // a digest: the local date; a watch: the statements
	Call         bot.Call  `json:"call"`         // makes the card
	State        PostState `json:"state"`
	Tries        int       `json:"tries"` // how many were started
	At           time.Time `json:"at"`    // when it was claimed

	// The window, as in bot.Subscription: articles numbered from From+1 to Through
	// that came in between Since and Until.
	From    uint32    `json:"from"`
	Through uint32    `json:"through"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"`
}

// key returns the post's key: its subscription's, and its name.
func (p Post) key() []byte { return append(append([]byte(p.Subscription), 0), p.Name...) }

func subscriptionKey(p bot.Place, id string) []byte { return keyOf(p.Platform, p.Workspace, id) }

// SubscriptionKey returns the key of a subscription, unique among all.
func SubscriptionKey(s bot.Subscription) string { return string(subscriptionKey(s.Place, s.ID)) }

// Subscriptions returns those of a workspace in order of their IDs, or those of
// all platforms if the place is empty.
func (s *Store) Subscriptions(ctx context.Context, in bot.Place) ([]bot.Subscription, error) {
	var prefix []byte
	if in.Platform != "" {
		prefix = keyOf(in.Platform, in.Workspace, "")
	}
	var out []bot.Subscription
	err := s.read(ctx, "list subscriptions", func(tx *txn) error {
		return each(tx, subscriptionsBucket, prefix, func(_ []byte, sub bot.Subscription) error {
			out = append(out, sub)
			return nil
		})
	})
	return out, err
}

// Subscribe stores sub, or the stored state of it if there is one, as change makes
// it; change may be nil. So the window of a subscription does not move back to an
// older state.
func (s *Store) Subscribe(ctx context.Context, sub bot.Subscription, change func(old *bot.Subscription)) error {
	key := subscriptionKey(sub.Place, sub.ID)
	return s.write(ctx, "save a subscription", func(tx *txn) error {
		var old bot.Subscription
		found, err := get(tx, subscriptionsBucket, key, &old)
		if err != nil {
			return err
		}
		if !found {
			old = sub
		}
		if change != nil {
			change(&old)
		}
		return put(tx, subscriptionsBucket, key, old)
	})
}

// Unsubscribe removes a subscription, its pending alerts and its posts.
func (s *Store) Unsubscribe(ctx context.Context, sub bot.Subscription) error {
	key := subscriptionKey(sub.Place, sub.ID)
	return s.write(ctx, "remove a subscription", func(tx *txn) error { return removeSubscription(tx, key) })
}

func removeSubscription(tx *txn, key []byte) error {
	for _, b := range [][]byte{postsBucket, outboxBucket, alertsBucket, toldBucket} {
		if err := removePrefix(tx.Bucket(b), append(append([]byte{}, key...), 0)); err != nil {
			return err
		}
	}
	return tx.Bucket(subscriptionsBucket).Delete(key)
}

// Claim enters a post into the ledger and moves its subscription's window on,
// in one transaction. It returns false if the ledger has that name, or if the
// window does not begin where the last one ended.
func (s *Store) Claim(ctx context.Context, sub bot.Subscription, p Post) (first bool, err error) {
	key := subscriptionKey(sub.Place, sub.ID)
	p.Subscription, p.State, p.At = string(key), PostClaimed, s.now().UTC()
	err = s.write(ctx, "claim a post", func(tx *txn) error {
		first = false
		if tx.Bucket(postsBucket).Get(p.key()) != nil {
			return nil
		}
		var now bot.Subscription
		found, err := get(tx, subscriptionsBucket, key, &now)
		if err != nil || !found || now.After != p.From {
			return err
		}
		now.After, now.Since = p.Through, p.Until
		if err := put(tx, subscriptionsBucket, key, now); err != nil {
			return err
		}
		first = true
		return enter(tx, p)
	})
	return first && err == nil, err
}

// enter puts a claimed post into the ledger and the outbox.
func enter(tx *txn, p Post) error {
	if err := tx.Bucket(outboxBucket).Put(p.key(), nil); err != nil {
		return err
	}
	return put(tx, postsBucket, p.key(), p)
}

// Tried records that a post is about to be sent, so that the next try checks
// whether it arrived.
func (s *Store) Tried(ctx context.Context, p Post) error {
	return s.change(ctx, p, func(now *Post) { now.Tries++ })
}

// Done records how a post ended.
func (s *Store) Done(ctx context.Context, p Post, as PostState) error {
	return s.change(ctx, p, func(now *Post) { now.State = as })
}

func (s *Store) change(ctx context.Context, p Post, to func(*Post)) error {
	return s.write(ctx, "update a post", func(tx *txn) error {
		var now Post
		found, err := get(tx, postsBucket, p.key(), &now)
		if err != nil || !found {
			return err
		}
		if to(&now); now.State != PostClaimed {
			if err := tx.Bucket(outboxBucket).Delete(p.key()); err != nil {
				return err
			}
		}
		return put(tx, postsBucket, p.key(), now)
	})
}

// Posts returns a subscription's entries of the ledger, in order of their names.
func (s *Store) Posts(ctx context.Context, sub bot.Subscription) ([]Post, error) {
	var out []Post
	prefix := append(subscriptionKey(sub.Place, sub.ID), 0)
	err := s.read(ctx, "read the ledger", func(tx *txn) error {
		return each(tx, postsBucket, prefix, func(_ []byte, p Post) error {
			out = append(out, p)
			return nil
		})
	})
	return out, err
}

// Claimed returns the posts of all subscriptions that were claimed and not sent,
// oldest first.
func (s *Store) Claimed(ctx context.Context) ([]Post, error) {
	var out []Post
	err := s.read(ctx, "look for posts to send", func(tx *txn) error {
		return tx.Bucket(outboxBucket).ForEach(func(key, _ []byte) error {
			var p Post
			found, err := get(tx, postsBucket, key, &p)
			if found && err == nil {
				out = append(out, p)
			}
			return err
		})
	})
	slices.SortStableFunc(out, func(a, b Post) int { return a.At.Compare(b.At) })
	return out, err
}

// removePrefix deletes the entries whose key begins with prefix.
func removePrefix(b table, prefix []byte) error {
	var gone [][]byte
	c := b.Cursor()
	for k, _ := c.Seek(prefix); k != nil && len(k) >= len(prefix) && string(k[:len(prefix)]) == string(prefix); k, _ = c.Next() {
		gone = append(gone, append([]byte{}, k...))
	}
	for _, k := range gone {
		if err := b.Delete(k); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
	}
	return nil
}
