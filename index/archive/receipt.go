package archive

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/receipt"
)

// MakeReceipt returns the receipt of spans of r's text, which are in order and do not
// overlap: see package receipt. It is "" for spans that are no ranges of the text.
func MakeReceipt(r article.Record, spans []article.Span) string {
	return receipt.Make(r.ID, r.Text, spans)
}

// tags finds articles by the part of their ID that receipts hold. The numbers of
// articles only grow and their IDs stay, so it is filled when it is first asked, and
// extended by what came in since.
type tags struct {
	mu    sync.Mutex
	last  uint32   // number of the last article that is in
	known []uint64 // tag and number, in order
}

// find returns the numbers of the articles with a tag.
func (t *tags) find(ctx context.Context, tx *bolt.Tx, c *codec, tag receipt.Tag) ([]uint32, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.extend(ctx, tx, c); err != nil {
		return nil, err
	}
	var out []uint32
	i, _ := slices.BinarySearch(t.known, uint64(tag)<<32)
	for ; i < len(t.known) && receipt.Tag(t.known[i]>>32) == tag; i++ {
		out = append(out, uint32(t.known[i]))
	}
	return out, nil
}

// extend adds the articles that came in since.
func (t *tags) extend(ctx context.Context, tx *bolt.Tx, c *codec) error {
	counts, err := readCounts(tx)
	if err != nil || counts.Last <= t.last {
		return err
	}
	heads := tx.Bucket(headsBucket).Cursor()
	t.known = slices.Grow(t.known, int(counts.Last-t.last))
	for key, _ := heads.Seek(numberKey(t.last + 1)); key != nil && ctx.Err() == nil; key, _ = heads.Next() {
		n := binary.BigEndian.Uint32(key)
		if h, err := c.head(tx, n); err == nil {
			t.known = append(t.known, uint64(receipt.TagOf(h.ID))<<32|uint64(n))
		}
		t.last = n
	}
	slices.Sort(t.known)
	return ctx.Err()
}

// ByTag returns the articles that a receipt which begins with a tag can be of.
// Damaged ones are left out.
func (a *Archive) ByTag(ctx context.Context, tag receipt.Tag) (out []article.Record, err error) {
	err = a.view(func(tx *bolt.Tx) error {
		numbers, err := a.tags.find(ctx, tx, a.codec, tag)
		for _, n := range numbers {
			if r, err := a.byNumber(tx, n); err == nil {
				out = append(out, r)
			}
		}
		return err
	})
	return out, err
}
