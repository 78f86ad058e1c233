package archive

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Remove marks an article as removed: its words are no longer shown, its
// receipts say so. Nothing is deleted. ErrNotFound where there is none.
func (a *Archive) Remove(ctx context.Context, id string) error { return a.setRemoved(ctx, id, true) }

// Restore takes Remove back.
func (a *Archive) Restore(ctx context.Context, id string) error { return a.setRemoved(ctx, id, false) }

func (a *Archive) setRemoved(ctx context.Context, id string, removed bool) error {
	err := a.update(func(tx *bolt.Tx) error {
		n, ok := number(tx, id)
		if !ok {
			return ErrNotFound
		}
		h, err := a.head(tx, n)
		if err != nil || h.Removed == removed {
			return err
		}
		h.Removed = removed
		if err := a.putHead(tx, n, h); err != nil {
			return err
		}
		if err := count(tx, func(c *counts) { c.remove(removed) }); err != nil {
			return err
		}
		if err := a.markMember(tx, n, h); err != nil {
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

// markMember notes in the group of article n that it was removed or restored.
func (a *Archive) markMember(tx *bolt.Tx, n uint32, h head) error {
	members := a.members(tx, h.Founder)
	for i := range members {
		if members[i].Number == n {
			members[i].Removed = h.Removed
		}
	}
	return a.putMembers(tx, h.Founder, members)
}
