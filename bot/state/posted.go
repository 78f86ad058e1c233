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

// Posted records what a message shows, and replaces what it showed before. A
// message that quotes nothing is forgotten.
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

// ForgetPosted forgets a message that was deleted.
func (s *Store) ForgetPosted(ctx context.Context, p bot.Posted) error {
	return s.write(ctx, "forget a message", func(tx *txn) error { return tx.Bucket(postedBucket).Delete(postedKey(p)) })
}

// Quoted returns the receipts of the rows that messages show. Of a message only
// place and ID are set.
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

// PostedAt returns what a message shows, found by p's place and Message.
func (s *Store) PostedAt(ctx context.Context, p bot.Posted) (bot.Posted, bool, error) {
	var found bool
	err := s.read(ctx, "look for a message", func(tx *txn) (err error) {
		found, err = get(tx, postedBucket, postedKey(p), &p)
		return err
	})
	return p, found && err == nil, err
}
