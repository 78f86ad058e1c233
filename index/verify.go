package index

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// Mismatch is an article that the index and the archive do not agree on.
type Mismatch struct {
	Article string
	Reason  string
}

// Verify reads every indexed article from the archive and compares its bytes
// with those that were indexed: if they are equal, every indexed span is a
// range of the article's words. One that the archive cannot read is a mismatch like
// others, and the rest is compared all the same. It also checks the index's own files;
// the error wraps ErrDamaged if they are altered.
func (x *Index) Verify(ctx context.Context) ([]Mismatch, error) {
	if err := x.CheckFiles(ctx); err != nil {
		return nil, err
	}
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.Release()
	if x.opts.Record == nil {
		return nil, errors.New("verifying the index: no archive to compare it with")
	}
	var out []Mismatch
	for n, a := range v.Articles.All() {
		id := v.IDs.At(uint32(n))
		if v.IsDead(uint32(n)) {
			continue
		}
		reason := x.compare(ctx, id, a)
		if err := ctx.Err(); err != nil {
			return out, fmt.Errorf("verifying article %s: %w", id, err)
		}
		if reason != "" {
			out = append(out, Mismatch{id, reason})
		}
	}
	return out, nil
}

// CheckFiles compares the index's own files with their checksums. The error wraps
// ErrDamaged if they are altered, which answers need not notice.
func (x *Index) CheckFiles(ctx context.Context) error {
	err := x.checkFiles(ctx)
	if errors.Is(err, fs.ErrNotExist) { // Bleve has merged it into another, and deleted it
		x.writing.Lock()
		err = x.refresh()
		x.writing.Unlock()
		if err == nil {
			err = x.checkFiles(ctx)
		}
	}
	return err
}

// compare returns how an article differs from what was indexed, "" if it does
// not.
func (x *live) compare(ctx context.Context, id string, a *segment.Article) string {
	r, ok, err := x.opts.Record(ctx, id)
	switch {
	case err != nil:
		return "its text cannot be read in the archive, so that nothing can be compared with it"
	case !ok || r.Removed:
		return "the archive has it no longer"
	case len(r.Text) != int(a.Length):
		return fmt.Sprintf("its text has %d bytes, %d were indexed", len(r.Text), a.Length)
	case crc32.ChecksumIEEE([]byte(r.Text)) != a.Checksum:
		return "its text is not the one that was indexed"
	}
	return ""
}
