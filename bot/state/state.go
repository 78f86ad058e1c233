// Package state is what chat must remember: the calls behind buttons, which
// events were handled, which answers are under way, what a channel is set to,
// installations, and what people thought of answers. It knows no platform: Slack,
// Discord and digests share one file, state.db.
package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// FileName is the store's file within the data folder.
const FileName = "state.db"

// The buckets of the file. Keys within them begin with the scope, so that
// nothing of one workspace is found from another.
var buckets = [][]byte{callsBucket, seenBucket, pendingBucket, answersBucket, settingsBucket, installationsBucket, feedbackBucket, ticketsBucket,
	subscriptionsBucket, postsBucket, outboxBucket, alertsBucket, toldBucket, booksBucket, leftBucket, postedBucket}

var (
	callsBucket         = []byte("calls")
	seenBucket          = []byte("seen")
	pendingBucket       = []byte("pending")
	answersBucket       = []byte("answers")
	settingsBucket      = []byte("settings")
	installationsBucket = []byte("installations")
	feedbackBucket      = []byte("feedback")
	ticketsBucket       = []byte("tickets")
	subscriptionsBucket = []byte("subscriptions")
	postsBucket         = []byte("posts")
	outboxBucket        = []byte("outbox") // keys of posts that are claimed and not sent
	alertsBucket        = []byte("alerts")
	toldBucket          = []byte("told")
	booksBucket         = []byte("books")
	leftBucket          = []byte("left")   // workspaces that the bot is not in any more
	postedBucket        = []byte("posted") // what messages show
)

// Options of a Store.
type Options struct {
	// Key encrypts installations: 32 bytes, nil where none are kept.
	Key []byte
	// Now is the clock, time.Now where nil.
	Now func() time.Time
	// Forgetful leaves writes to the system's memory: a power loss takes them
	// back. It is for tests that write for years of fake time.
	Forgetful bool
}

// Store is the file, opened. A write that returned nil survives a crash. Its
// methods may be called at the same time.
type Store struct {
	db  *bbolt.DB
	key []byte
	now func() time.Time
}

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = time.Second

// Open opens the store in dir and makes it where it is absent. It fails where
// another process has it open, and where a key is not 32 bytes long.
func Open(dir string, o Options) (*Store, error) {
	if len(o.Key) != 0 && len(o.Key) != KeySize {
		return nil, fmt.Errorf("the key for installations has %d bytes and needs %d", len(o.Key), KeySize)
	}
	path := filepath.Join(dir, FileName)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: o.Forgetful})
	if err != nil {
		return nil, fmt.Errorf("open what chat remembers (%s): %w", path, err)
	}
	s := &Store{db: db, key: o.Key, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare what chat remembers (%s): %w", path, err), db.Close())
	}
	return s, nil
}

// Close closes the file; writes under way are finished first.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close what chat remembers: %w", err)
	}
	return nil
}

// write runs f in a transaction that it may share with writes of the same
// moment, so that many events cost few disk writes. f may run twice.
func (s *Store) write(ctx context.Context, doing string, f func(*bbolt.Tx) error) error {
	err := ctx.Err()
	if err == nil {
		err = s.db.Batch(f)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// read runs f in a reading transaction.
func (s *Store) read(ctx context.Context, doing string, f func(*bbolt.Tx) error) error {
	err := ctx.Err()
	if err == nil {
		err = s.db.View(f)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// keyOf joins the parts of a key; no part may imitate the joint.
func keyOf(parts ...string) []byte {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "\x00", "")
	}
	return []byte(strings.Join(parts, "\x00"))
}

func put(tx *bbolt.Tx, bucket, key []byte, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return tx.Bucket(bucket).Put(key, raw)
}

// get reads the value under key; found is false where there is none.
func get(tx *bbolt.Tx, bucket, key []byte, into any) (found bool, err error) {
	raw := tx.Bucket(bucket).Get(key)
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("decode: %w", err)
	}
	return true, nil
}
