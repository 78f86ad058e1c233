package archive

import (
	"context"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Stale are up to limit articles after number after whose annotation is of an
// older extraction than version, and the number to go on after; 0 when there
// are no more.
func (a *Archive) Stale(ctx context.Context, version int, after uint32, limit int) (records []article.Record, next uint32, err error) {
	err = a.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(headsBucket).Cursor()
		for k, _ := c.Seek(numberKey(after + 1)); k != nil; k, _ = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			n := binary.BigEndian.Uint32(k)
			if h, err := a.head(tx, n); err != nil || h.Extraction >= version {
				continue
			}
			if r, err := a.byNumber(tx, n); err == nil {
				records = append(records, r)
			}
			if len(records) == limit {
				next = n
				return nil
			}
		}
		return nil
	})
	return records, next, err
}

// Reannotate stores what a newer extraction found in records that Stale returned, in
// one durable write, and marks them for the index. An article that changed
// meanwhile keeps what it has.
func (a *Archive) Reannotate(ctx context.Context, records []article.Record) error {
	return a.update(func(tx *bolt.Tx) error {
		for _, r := range records {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := a.reannotate(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *Archive) reannotate(tx *bolt.Tx, r article.Record) error {
	h, err := a.head(tx, r.Number)
	if err != nil || h.Version != r.Version {
		return nil
	}
	packed, err := a.pack(findings{r.Extraction, r.Annotation, r.Events}, true)
	if err != nil {
		return err
	}
	key := versionKey(r.Number, r.Version)
	if err := tx.Bucket(findingsBucket).Put(key, seal(key, packed)); err != nil {
		return err
	}
	h.Extraction = r.Extraction
	if err := a.putHead(tx, r.Number, h); err != nil {
		return err
	}
	return pend(tx, r.Number)
}
