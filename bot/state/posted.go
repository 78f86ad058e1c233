package state

import (
	"context"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// PostedLife is how long a message is edited when an article that it quotes is
// corrected or removed.
const PostedLife = 30 * 24 * time.Hour

func postedKey(p bot.Posted) []byte {
	if p.Link != "" {
		return sealed.KeyOf(p.Place.Platform, p.Place.Workspace, p.Place.Channel, p.Message, p.Link)
	}
	return sealed.KeyOf(p.Place.Platform, p.Place.Workspace, p.Place.Channel, p.Message)
}

// messages holds the contents of the bot's messages, to correct them later.
type messages struct{ file *sealed.File }

// Posted records what a message shows, and replaces what it showed before. A
// message that quotes nothing is forgotten.
func (s *messages) Posted(ctx context.Context, p bot.Posted) error {
	if p.At.IsZero() {
		p.At = s.file.Now().UTC()
	}
	return s.file.Write(ctx, "remember a message", func(tx *sealed.Tx) error {
		if len(p.Card.Receipts()) == 0 {
			return tx.Bucket(postedBucket).Delete(postedKey(p))
		}
		return sealed.Put(tx, postedBucket, postedKey(p), p)
	})
}

// ForgetPosted forgets a message that was deleted.
func (s *messages) ForgetPosted(ctx context.Context, p bot.Posted) error {
	return s.file.Write(ctx, "forget a message", func(tx *sealed.Tx) error { return tx.Bucket(postedBucket).Delete(postedKey(p)) })
}

// Quoted returns the receipts of the rows that messages show. Of a message only
// what finds it is set: place, ID and link.
func (s *messages) Quoted(ctx context.Context) (messages []bot.Posted, receipts [][]string, err error) {
	err = s.file.Read(ctx, "list messages", func(tx *sealed.Tx) error {
		return sealed.Each(tx, postedBucket, nil, func(_ []byte, p bot.Posted) error {
			messages = append(messages, bot.Posted{Place: p.Place, Message: p.Message, Link: p.Link})
			receipts = append(receipts, p.Card.Receipts())
			return nil
		})
	})
	return messages, receipts, err
}

// PostedAt returns what a message shows, found by p's place, Message and Link.
func (s *messages) PostedAt(ctx context.Context, p bot.Posted) (bot.Posted, bool, error) {
	var found bool
	err := s.file.Read(ctx, "look for a message", func(tx *sealed.Tx) (err error) {
		found, err = sealed.Get(tx, postedBucket, postedKey(p), &p)
		return err
	})
	return p, found && err == nil, err
}
