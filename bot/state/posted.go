package state

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// PostedLife is how long a message is edited when an article that it quotes is
// corrected or removed.
const PostedLife = 30 * 24 * time.Hour

func postedKey(p bot.Posted) []byte {
	return keyOf(p.Place.Platform, p.Place.Workspace, p.Place.Channel, p.Message)
}

// Posted remembers what a message shows, in the place of what it showed before.
// One that quotes nothing is forgotten.
func (s *Store) Posted(ctx context.Context, p bot.Posted) error {
	if p.At.IsZero() {
		p.At = s.now().UTC()
	}
	return s.write(ctx, "remember a message", func(tx *txn) error {
		if len(p.Card.Receipts()) == 0 {
			return tx.Bucket(postedBucket).Delete(postedKey(p))
		}
		return put(tx, postedBucket, postedKey(p), p)
	})
}

// ForgetPosted forgets a message: it is gone.
func (s *Store) ForgetPosted(ctx context.Context, p bot.Posted) error {
	return s.write(ctx, "forget a message", func(tx *txn) error { return tx.Bucket(postedBucket).Delete(postedKey(p)) })
}

// Quoted are the receipts of the rows that messages show, by the message's place
// and ID alone.
func (s *Store) Quoted(ctx context.Context) (messages []bot.Posted, receipts [][]string, err error) {
	err = s.read(ctx, "list messages", func(tx *txn) error {
		return each(tx, postedBucket, nil, func(_ []byte, p bot.Posted) error {
			messages = append(messages, bot.Posted{Place: p.Place, Message: p.Message})
			receipts = append(receipts, p.Card.Receipts())
			return nil
		})
	})
	return messages, receipts, err
}

// PostedAt is what a message shows, found by p's place and Message.
func (s *Store) PostedAt(ctx context.Context, p bot.Posted) (bot.Posted, bool, error) {
	var found bool
	err := s.read(ctx, "look for a message", func(tx *txn) (err error) {
		found, err = get(tx, postedBucket, postedKey(p), &p)
		return err
	})
	return p, found && err == nil, err
}
