package state

import (
	"bytes"
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// ForgetUser deletes what is kept of a platform's user: votes, which answers are theirs,
// and the digests and watches that go to them alone. Those that go to a channel stay there
// without their name, and so does the app that they installed. What administrators changed is
// kept, and so is whom they let set up posts.
func (s *Store) ForgetUser(ctx context.Context, platform, user string) (gone bot.Forgotten, err error) {
	if user == "" {
		return gone, nil
	}
	err = s.file.Write(ctx, "forget a person", func(tx *sealed.Tx) error {
		gone = bot.Forgotten{}
		for _, forget := range []func(*sealed.Tx, string, string, *bot.Forgotten) error{forgetVotes, forgetAnswers, forgetPosted, forgetCalls, forgetSubscriptions} {
			if err := forget(tx, platform, user, &gone); err != nil {
				return err
			}
		}
		return s.forgetInstaller(tx, platform, user)
	})
	return gone, err
}

// forgetInstaller takes the user's name out of the installations that the user made. One that
// cannot be decrypted is left: its workspace has to install the bot again.
func (s *Store) forgetInstaller(tx *sealed.Tx, platform, user string) error {
	prefix, made := sealed.KeyOf(platform, ""), map[string][]byte{}
	c := tx.Bucket(installationsBucket).Cursor()
	for k, locked := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, locked = c.Next() {
		i, err := s.decrypt(locked, k)
		if err != nil || i.By != user {
			continue
		}
		i.By = ""
		if made[string(k)], err = s.encrypt(i); err != nil {
			return err
		}
	}
	for k, locked := range made {
		if err := tx.Bucket(installationsBucket).Put([]byte(k), locked); err != nil {
			return fmt.Errorf("forget who installed the bot: %w", err)
		}
	}
	return nil
}

func forgetVotes(tx *sealed.Tx, platform, user string, gone *bot.Forgotten) error {
	return deleteAll(tx, feedbackBucket, sealed.KeyOf(platform, ""), &gone.Votes, func(f Feedback) bool { return f.User == user })
}

func forgetAnswers(tx *sealed.Tx, platform, user string, gone *bot.Forgotten) error {
	return deleteAll(tx, answersBucket, sealed.KeyOf(platform, ""), &gone.Questions, func(a Answer) bool { return a.User == user })
}

// deleteAll deletes the records of a bucket that are to go, and counts them.
func deleteAll[T any](tx *sealed.Tx, bucket, prefix []byte, count *int, goes func(T) bool) error {
	var keys [][]byte
	err := sealed.Each(tx, bucket, prefix, func(key []byte, value T) error {
		if goes(value) {
			keys = append(keys, append([]byte{}, key...))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := tx.Bucket(bucket).Delete(key); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
	}
	*count += len(keys)
	return nil
}

// forgetCalls deletes the calls behind buttons of posts to the user alone.
func forgetCalls(tx *sealed.Tx, platform, user string, _ *bot.Forgotten) error {
	calls := 0
	return deleteAll(tx, callsBucket, nil, &calls, func(c keptCall) bool { return c.In != nil && c.In.Platform == platform && c.In.User == user })
}

// forgetPosted takes the user's name out of what messages show, which is kept so that they
// can be corrected, and deletes what was posted to the user alone.
func forgetPosted(tx *sealed.Tx, platform, user string, _ *bot.Forgotten) error {
	direct := 0
	if err := deleteAll(tx, postedBucket, sealed.KeyOf(platform, ""), &direct, func(p bot.Posted) bool { return p.Place.User == user && p.Place.Channel == "" }); err != nil {
		return err
	}
	named := map[string]bot.Posted{}
	err := sealed.Each(tx, postedBucket, sealed.KeyOf(platform, ""), func(key []byte, p bot.Posted) error {
		if p.Asker == user || p.SharedBy == user || p.By == user || p.Place.User == user {
			for _, name := range []*string{&p.Asker, &p.SharedBy, &p.By, &p.Place.User} {
				if *name == user {
					*name = ""
				}
			}
			named[string(key)] = p
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, p := range named {
		if err := sealed.Put(tx, postedBucket, []byte(key), p); err != nil {
			return err
		}
	}
	return nil
}

func forgetSubscriptions(tx *sealed.Tx, platform, user string, gone *bot.Forgotten) error {
	mine := map[string]bot.Subscription{}
	err := sealed.Each(tx, subscriptionsBucket, sealed.KeyOf(platform, ""), func(key []byte, s bot.Subscription) error {
		if s.By == user || s.Place.User == user {
			mine[string(key)] = s
		}
		return nil
	})
	if err != nil {
		return err
	}
	for key, s := range mine {
		if s.Place.Channel != "" {
			s.By = ""
			gone.Unnamed++
			err = sealed.Put(tx, subscriptionsBucket, []byte(key), s)
		} else {
			gone.Subscriptions++
			err = removeSubscription(tx, []byte(key))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
