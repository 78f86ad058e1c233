package archive

import (
	"bytes"
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Meta returns the value kept under a name, nil if there is none.
func (a *Archive) Meta(ctx context.Context, name string) (value []byte, err error) {
	key := []byte(namedMeta + name)
	err = a.view(ctx, func(tx *bolt.Tx) error {
		raw := tx.Bucket(metaBucket).Get(key)
		if raw == nil {
			return ctx.Err()
		}
		payload, ok := signed(key, raw)
		if !ok {
			return fmt.Errorf("the value %q is %w", name, ErrDamaged)
		}
		value = bytes.Clone(payload)
		return ctx.Err()
	})
	return value, err
}

// SetMeta keeps a value under a name.
func (a *Archive) SetMeta(ctx context.Context, name string, value []byte) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return setMeta(tx, name, append([]byte{}, value...))
	})
}

// SetMetas keeps values under their names, in one durable write. A value of nil
// deletes what is kept under its name.
func (a *Archive) SetMetas(ctx context.Context, values map[string][]byte) error {
	_, err := a.PutWith(ctx, nil, func([]Outcome) (map[string][]byte, error) { return values, nil })
	return err
}

// setMeta keeps a value under a name; nil deletes it.
func setMeta(tx *bolt.Tx, name string, value []byte) error {
	key, meta := []byte(namedMeta+name), tx.Bucket(metaBucket)
	known := meta.Get(key) != nil
	switch {
	case value == nil && !known:
		return nil
	case value == nil:
		if _, err := count(tx, func(c *counts) { c.Values-- }); err != nil {
			return err
		}
		return meta.Delete(key)
	case !known:
		if _, err := count(tx, func(c *counts) { c.Values++ }); err != nil {
			return err
		}
	}
	return meta.Put(key, sign(key, value))
}
