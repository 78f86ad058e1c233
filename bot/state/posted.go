package state

import (
	"context"
	"strings"
	"time"

	"go.etcd.io/bbolt"

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
	receipts := strings.Join(p.Card.Receipts(), " ")
	return s.write(ctx, "remember a message", func(tx *bbolt.Tx) error {
		key := postedKey(p)
		if receipts == "" {
			return forgetPosted(tx, key)
		}
		if err := tx.Bucket(quotedBucket).Put(key, []byte(receipts)); err != nil {
			return err
		}
		return put(tx, postedBucket, key, p)
	})
}

// ForgetPosted forgets a message: it is gone.
func (s *Store) ForgetPosted(ctx context.Context, p bot.Posted) error {
	return s.write(ctx, "forget a message", func(tx *bbolt.Tx) error { return forgetPosted(tx, postedKey(p)) })
}

func forgetPosted(tx *bbolt.Tx, key []byte) error {
	if err := tx.Bucket(quotedBucket).Delete(key); err != nil {
		return err
	}
	return tx.Bucket(postedBucket).Delete(key)
}

// Quoted are the receipts of the rows that messages show, by the message's place
// and ID alone.
func (s *Store) Quoted(ctx context.Context) (messages []bot.Posted, receipts [][]string, err error) {
	err = s.read(ctx, "list messages", func(tx *bbolt.Tx) error {
		return tx.Bucket(quotedBucket).ForEach(func(key, raw []byte) error {
			parts := strings.Split(string(key), "\x00")
			if len(parts) != 4 {
				return nil
			}
			messages = append(messages, bot.Posted{Place: bot.Place{Platform: parts[0], Workspace: parts[1], Channel: parts[2]}, Message: parts[3]})
			receipts = append(receipts, strings.Fields(string(raw)))
			return nil
		})
	})
	return messages, receipts, err
}

// PostedAt is what a message shows, found by p's place and Message.
func (s *Store) PostedAt(ctx context.Context, p bot.Posted) (bot.Posted, bool, error) {
	var found bool
	err := s.read(ctx, "look for a message", func(tx *bbolt.Tx) (err error) {
		found, err = get(tx, postedBucket, postedKey(p), &p)
		return err
	})
	return p, found && err == nil, err
}
