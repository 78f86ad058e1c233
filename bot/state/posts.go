package state

import (
	"context"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// PostLife is the retention of a subscription's posts.
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

// posts is the ledger of posts: those sent, and those to be sent.
type posts struct{ file *sealed.File }

// Claim enters a post into the ledger and moves its subscription's window on,
// in one transaction. It returns false if the ledger has that name, or if the
// window does not begin where the last one ended.
func (s *posts) Claim(ctx context.Context, sub bot.Subscription, p Post) (first bool, err error) {
	key := subscriptionKey(sub.Place, sub.ID)
	p.Subscription, p.State, p.At = string(key), PostClaimed, s.file.Now().UTC()
	err = s.file.Write(ctx, "claim a post", func(tx *sealed.Tx) error {
		first = false
		if tx.Bucket(postsBucket).Get(p.key()) != nil {
			return nil
		}
		var now bot.Subscription
		found, err := sealed.Get(tx, subscriptionsBucket, key, &now)
		if err != nil || !found || now.After != p.From {
			return err
		}
		now.After, now.Since = p.Through, p.Until
		if err := sealed.Put(tx, subscriptionsBucket, key, now); err != nil {
			return err
		}
		first = true
		return enter(tx, p)
	})
	return first && err == nil, err
}

// enter puts a claimed post into the ledger and the outbox.
func enter(tx *sealed.Tx, p Post) error {
	if err := tx.Bucket(outboxBucket).Put(p.key(), nil); err != nil {
		return err
	}
	return sealed.Put(tx, postsBucket, p.key(), p)
}

// Tried records that a post is about to be sent, so that the next try checks
// whether it arrived.
func (s *posts) Tried(ctx context.Context, p Post) error {
	return s.change(ctx, p, func(now *Post) { now.Tries++ })
}

// Done records how a post ended.
func (s *posts) Done(ctx context.Context, p Post, as PostState) error {
	return s.change(ctx, p, func(now *Post) { now.State = as })
}

func (s *posts) change(ctx context.Context, p Post, to func(*Post)) error {
	return s.file.Write(ctx, "update a post", func(tx *sealed.Tx) error {
		var now Post
		found, err := sealed.Get(tx, postsBucket, p.key(), &now)
		if err != nil || !found {
			return err
		}
		if to(&now); now.State != PostClaimed {
			if err := tx.Bucket(outboxBucket).Delete(p.key()); err != nil {
				return err
			}
		}
		return sealed.Put(tx, postsBucket, p.key(), now)
	})
}

// Posts returns a subscription's entries of the ledger, in order of their names.
func (s *posts) Posts(ctx context.Context, sub bot.Subscription) ([]Post, error) {
	var out []Post
	prefix := append(subscriptionKey(sub.Place, sub.ID), 0)
	err := s.file.Read(ctx, "read the ledger", func(tx *sealed.Tx) error {
		return sealed.Each(tx, postsBucket, prefix, func(_ []byte, p Post) error {
			out = append(out, p)
			return nil
		})
	})
	return out, err
}

// Claimed returns the posts of all subscriptions that were claimed and not sent,
// oldest first.
func (s *posts) Claimed(ctx context.Context) ([]Post, error) {
	var out []Post
	err := s.file.Read(ctx, "look for posts to send", func(tx *sealed.Tx) error {
		return tx.Bucket(outboxBucket).ForEach(func(key, _ []byte) error {
			var p Post
			found, err := sealed.Get(tx, postsBucket, key, &p)
			if found && err == nil {
				out = append(out, p)
			}
			return err
		})
	})
	slices.SortStableFunc(out, func(a, b Post) int { return a.At.Compare(b.At) })
	return out, err
}
