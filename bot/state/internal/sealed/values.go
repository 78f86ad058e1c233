package sealed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Each calls f with every value whose key begins with prefix, in key order.
func Each[T any](tx *Tx, bucket, prefix []byte, f func(key []byte, value T) error) error {
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

// EachKey calls f with every key that begins with prefix, in order.
func EachKey(tx *Tx, bucket, prefix []byte, f func(key []byte) error) error {
	c := tx.Bucket(bucket).Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if err := f(k); err != nil {
			return err
		}
	}
	return nil
}

// KeyOf joins the parts of a key; no part may imitate the joint.
func KeyOf(parts ...string) []byte {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "\x00", "")
	}
	return []byte(strings.Join(parts, "\x00"))
}

// Put stores a value as JSON.
func Put(tx *Tx, bucket, key []byte, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return tx.Bucket(bucket).Put(key, raw)
}

// Get decodes the JSON under key; found is false if there is none.
func Get(tx *Tx, bucket, key []byte, into any) (found bool, err error) {
	raw := tx.Bucket(bucket).Get(key)
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("decode: %w", err)
	}
	return true, nil
}
