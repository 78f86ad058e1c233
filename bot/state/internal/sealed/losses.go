package sealed

import (
	"context"
	"fmt"
)

// Losses returns the losses that nobody has acknowledged, oldest first.
func (s *File) Losses(ctx context.Context) (out []Loss, err error) {
	err = s.Read(ctx, "list losses", func(tx *Tx) (err error) {
		out, err = tx.Losses()
		return err
	})
	return out, err
}

// Losses is File.Losses within a transaction.
func (t *Tx) Losses() (out []Loss, err error) {
	err = Each(t, []byte(LossesBucket), nil, func(_ []byte, l Loss) error {
		out = append(out, l)
		return nil
	})
	return out, err
}

// Acknowledge takes the losses for which known returns true off the list, and
// returns how many there were.
func (s *File) Acknowledge(ctx context.Context, known func(Loss) bool) (n int, err error) {
	err = s.Write(ctx, "acknowledge losses", func(tx *Tx) error {
		var keys [][]byte
		err := Each(tx, []byte(LossesBucket), nil, func(key []byte, l Loss) error {
			if known(l) {
				keys = append(keys, append([]byte{}, key...))
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := tx.Bucket([]byte(LossesBucket)).Delete(key); err != nil {
				return err
			}
		}
		n = len(keys)
		return nil
	})
	return n, err
}

// Check reads and decodes every record and returns what is wrong now: damage, and
// records that it cost.
func (s *File) Check() (Found, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	found, err := inspectFile(s.path, s.opts.Schema)
	if err != nil {
		return found, fmt.Errorf("check state database %s: %w", s.path, err)
	}
	return found, nil
}
