package state

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"
)

// each calls f with every value whose key begins with prefix, in key order.
func each[T any](tx *txn, bucket, prefix []byte, f func(key []byte, value T) error) error {
	c := tx.Bucket(bucket).Cursor()
	for k, raw := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, raw = c.Next() {
		var value T
		if err := json.Unmarshal(raw, &value); err != nil {
			return fmt.Errorf("decode: %w", err)
		}
		if err := f(k, value); err != nil {
			return err
		}
	}
	return nil
}

// eachKey calls f with every key that begins with prefix, in order.
func eachKey(tx *txn, bucket, prefix []byte, f func(key []byte) error) error {
	c := tx.Bucket(bucket).Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if err := f(k); err != nil {
			return err
		}
	}
	return nil
}

// older reports whether an entry is older than life. An entry that cannot be
// decoded is of no use, and counts as old.
func older[T any](raw []byte, now time.Time, life time.Duration, at func(T) time.Time) bool {
	var value T
	return json.Unmarshal(raw, &value) != nil || now.Sub(at(value)) > life
}

func (c keptCall) at() time.Time { return c.Used }
func (a Answer) at() time.Time   { return a.At }
