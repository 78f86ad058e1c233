package archive

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Remove marks an article as removed: its words are no longer shown, its
// receipts say so. Nothing is deleted. The error wraps ErrNotFound if there is no
// such article.
func (a *Archive) Remove(ctx context.Context, id string) error { return a.setRemoved(ctx, id, true) }

// Restore takes Remove back.
func (a *Archive) Restore(ctx context.Context, id string) error { return a.setRemoved(ctx, id, false) }

func (a *Archive) setRemoved(ctx context.Context, id string, removed bool) error {
	err := a.update(func(tx *bolt.Tx) error {
		n, err := number(tx, id)
		if err != nil {
			return err
		}
		h, err := a.head(tx, n)
		if err != nil || h.Removed == removed {
			return err
		}
		h.Removed = removed
		if err := a.putHead(tx, n, h); err != nil {
			return err
		}
		if err := tx.Bucket(idsBucket).Put([]byte(id), idValue(id, n, removed)); err != nil {
			return err
		}
		if _, err := count(tx, func(c *counts) { c.remove(removed) }); err != nil {
			return err
		}
		if err := pend(tx, n); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("article %s: %w", id, err)
	}
	return nil
}
