package state

import (
	"context"
	"encoding/binary"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// maxEntries is the maximum number of entries of a book; the oldest are removed first.
const maxEntries = 1000

// books holds the audit log and the list of gaps.
type books struct{ file *sealed.File }

// Note appends an entry to a book, such as the audit log.
func (s *books) Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error {
	e.At = s.file.Now().UTC()
	prefix := sealed.KeyOf(string(book), platform, workspace, "")
	return s.file.Write(ctx, "write into a book", func(tx *sealed.Tx) error {
		b := tx.Bucket(booksBucket)
		var keys [][]byte
		if err := sealed.EachKey(tx, booksBucket, prefix, func(key []byte) error {
			keys = append(keys, append([]byte{}, key...))
			return nil
		}); err != nil {
			return err
		}
		next := uint64(1)
		if n := len(keys); n > 0 {
			next = binary.BigEndian.Uint64(keys[n-1][len(prefix):]) + 1
		}
		if err := sealed.Put(tx, booksBucket, binary.BigEndian.AppendUint64(append([]byte{}, prefix...), next), e); err != nil {
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
func (s *books) Entries(ctx context.Context, platform, workspace string, book bot.Book) ([]bot.Entry, error) {
	var out []bot.Entry
	err := s.file.Read(ctx, "read a book", func(tx *sealed.Tx) error {
		return sealed.Each(tx, booksBucket, sealed.KeyOf(string(book), platform, workspace, ""), func(_ []byte, e bot.Entry) error {
			out = append([]bot.Entry{e}, out...)
			return nil
		})
	})
	return out, err
}
