package state

import (
	"context"
	"encoding/binary"

	"github.com/briefing-bot/briefing-bot/bot"
)

// maxEntries is how many entries of a book are kept; the oldest are removed first.
const maxEntries = 1000

// Note appends an entry to a book, such as the audit log.
func (s *Store) Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error {
	e.At = s.now().UTC()
	prefix := keyOf(string(book), platform, workspace, "")
	return s.write(ctx, "write into a book", func(tx *txn) error {
		b := tx.Bucket(booksBucket)
		var keys [][]byte
		if err := eachKey(tx, booksBucket, prefix, func(key []byte) error {
			keys = append(keys, append([]byte{}, key...))
			return nil
		}); err != nil {
			return err
		}
		next := uint64(1)
		if n := len(keys); n > 0 {
			next = binary.BigEndian.Uint64(keys[n-1][len(prefix):]) + 1
		}
		if err := put(tx, booksBucket, binary.BigEndian.AppendUint64(append([]byte{}, prefix...), next), e); err != nil {
			return err
		}
		for _, key := range keys[:max(0, len(keys)+1-maxEntries)] {
			if err := b.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// Entries returns a book's entries, newest first.
func (s *Store) Entries(ctx context.Context, platform, workspace string, book bot.Book) ([]bot.Entry, error) {
	var out []bot.Entry
	err := s.read(ctx, "read a book", func(tx *txn) error {
		return each(tx, booksBucket, keyOf(string(book), platform, workspace, ""), func(_ []byte, e bot.Entry) error {
			out = append([]bot.Entry{e}, out...)
			return nil
		})
	})
	return out, err
}
