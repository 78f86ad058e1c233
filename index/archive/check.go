package archive

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/receipt"
)

// Check reads every article and counts those that are whole; the error wraps
// ErrDamaged and names the others.
func (a *Archive) Check(ctx context.Context) (whole int, err error) {
	err = a.Each(ctx, 0, func(article.Record) error { whole++; return ctx.Err() })
	return whole, errors.Join(err, ctx.Err())
}

// Audit is the result of an audit of the archive.
type Audit struct {
	Articles int      // whose current version was read
	Versions int      // that were read
	Receipts int      // of statements, each made and verified
	Problems []string // sentences; none if all is well
	Earlier  []Lost   // what an earlier salvage could not save
}

// auditer gathers what an audit finds.
type auditer struct {
	*Archive
	audit Audit
}

func (a *auditer) problem(format string, args ...any) {
	a.audit.Problems = append(a.audit.Problems, fmt.Sprintf(format, args...))
}

// Audit proves the archive: the pages of its file, the checksum of every record,
// the counts, and of every article that its ID leads to it, that every version
// is there, that what was found in it lies inside its text, and that receipts
// made of it verify. Writes wait meanwhile.
func (a *Archive) Audit(ctx context.Context) (Audit, error) {
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := a.proveOnce(ctx); err != nil {
		return Audit{}, err
	}
	tx, err := a.db.Begin(true) // nobody writes to the file meanwhile
	if err != nil {
		return Audit{}, fmt.Errorf("auditing the archive: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	found := &auditer{Archive: a}
	if err := found.file(ctx); err != nil {
		return found.audit, err
	}
	err = a.viewRaw(func(tx *bolt.Tx) error {
		c := tx.Bucket(headsBucket).Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			found.article(tx, binary.BigEndian.Uint32(k))
		}
		return nil
	})
	return found.audit, err
}

// file surveys the file.
func (a *auditer) file(ctx context.Context) error {
	file, err := os.Open(a.path)
	if err != nil {
		return fmt.Errorf("auditing the archive: %w", err)
	}
	defer file.Close()
	s, err := a.survey(ctx, file)
	if err != nil {
		a.problem("%s %v.", FileName, err)
		return ctx.Err()
	}
	for _, p := range s.problems {
		a.problem("%s: %s.", FileName, p)
	}
	if s.file.Roots().Damaged {
		a.problem("%s", oneMetaDoubt)
	}
	if s.doubt != "" {
		a.problem("%s", s.doubt)
	}
	if !s.clean() && len(s.problems) == 0 {
		a.problem("%s: %s.", FileName, s.problem())
	}
	a.audit.Earlier = s.lost
	return nil
}

// article audits article n.
func (a *auditer) article(tx *bolt.Tx, n uint32) {
	h, err := a.head(tx, n)
	if err != nil {
		a.problem("Article number %d: its head is damaged.", n)
		return
	}
	if at, err := a.number(tx, h.ID); err != nil || at != n {
		a.problem("Article %s: its ID does not lead to it.", h.ID)
	}
	for v := firstVersion(tx, n); v <= h.Version; v++ {
		if a.knownLost(n, v) {
			continue
		}
		r, err := a.read(tx, n, h, v)
		if err != nil {
			a.problem("Article %s: version %d of %d is lost.", h.ID, v, h.Version)
			continue
		}
		a.audit.Versions++
		if v == h.Version {
			a.audit.Articles++
			a.current(r, h)
		}
	}
}

func (a *auditer) knownLost(n uint32, version int) bool {
	for _, l := range a.audit.Earlier {
		if l.Number == n && (l.Version == version || l.Version == 0) {
			return true
		}
	}
	return false
}

// current audits the current version of an article.
func (a *auditer) current(r article.Record, h head) {
	switch {
	case r.ID != h.ID:
		a.problem("Article %s: its head belongs to article %s.", r.ID, h.ID)
	case string(hashArticle(r.Article)) != string(h.Hash):
		a.problem("Article %s: its text is not the one that was stored.", r.ID)
	case r.Extraction != h.Extraction:
		a.problem("Article %s: its findings are of another extraction than its head says.", r.ID)
	}
	for i, s := range r.Annotation.Statements {
		if !receipt.Valid(r.Text, s.Content) {
			a.problem("Article %s: statement %d lies outside its text.", r.ID, i)
			continue
		}
		a.audit.Receipts++
		got, ok := receipt.Parse(MakeReceipt(r, s.Content))
		if !ok || !got.Names(r.ID) || !got.Holds(r.Text) {
			a.problem("Article %s: the receipt of statement %d does not verify.", r.ID, i)
		}
	}
}

// firstVersion returns the oldest version of article n that is kept.
func firstVersion(tx *bolt.Tx, n uint32) int {
	k, _ := tx.Bucket(textsBucket).Cursor().Seek(numberKey(n))
	if len(k) != 8 || binary.BigEndian.Uint32(k) != n {
		return 1
	}
	return int(binary.BigEndian.Uint32(k[4:]))
}
