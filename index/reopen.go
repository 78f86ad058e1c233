package index

import (
	"context"
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// mend opens the files anew if a write has failed, as where the disk is full: Bleve
// has then closed a part that it goes on using, and panics at its next use. Answers go
// on from the snapshot before. The caller holds x.writing.
func (x *Index) mend(ctx context.Context) error {
	if !x.store.Failed {
		return nil
	}
	if !x.closed {
		if err := x.store.Close(); err != nil {
			return fmt.Errorf("closing the index after a write that failed: %w", err)
		}
		x.closed = true
	}
	store, first, err := segment.Open(ctx, x.dir)
	if err != nil {
		return fmt.Errorf("opening the index after a write that failed: %w", err)
	}
	x.store, x.closed = store, false
	x.overridden = true // numbers of the snapshot before mean nothing
	return x.publish(first)
}
