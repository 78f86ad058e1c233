package archive

import (
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Remove marks articles as removed, in one durable write: their words are no longer
// shown, and their receipts say so. Nothing is deleted. One that was removed by hand
// or deleted for its age stays removed, whatever its source gives, until Restore; one removed as SourceGone
// is back as soon as Put gets it again. The error wraps ErrNotFound if there is no
// article with one of the IDs; then none is removed.
func (a *Archive) Remove(ctx context.Context, why article.Removal, ids ...string) error {
	return a.eachHead(ctx, ids, func(tx *bolt.Tx, n uint32, h head) error {
		if h.Removed && (h.Removal == why || h.Removal == article.ByHand || why == article.SourceGone) {
			return nil
		}
		return a.mark(tx, n, &h, true, why)
	})
}

// Restore takes Remove back. The words of articles that were purged are gone: they
// are restored once their source gives them again.
func (a *Archive) Restore(ctx context.Context, ids ...string) error {
	return a.eachHead(ctx, ids, func(tx *bolt.Tx, n uint32, h head) error {
		if !h.Removed {
			return nil
		}
		if s, err := a.text(tx, n, h.Version); err == nil && s.Text == "" {
			return a.mark(tx, n, &h, true, article.SourceGone)
		}
		return a.mark(tx, n, &h, false, h.Removal)
	})
}

// Purge removes articles by hand and deletes what is kept of them, all versions with
// what was found in them, in one durable write. Only their IDs are left, so that they
// do not come in again and their receipts still tell what became of them. The pages
// of the file are free after that, and Compact takes them out of it.
func (a *Archive) Purge(ctx context.Context, ids ...string) error {
	return a.erase(ctx, article.ByHand, ids)
}

// Expire is Purge for articles that are older than they are kept.
func (a *Archive) Expire(ctx context.Context, ids ...string) error {
	return a.erase(ctx, article.Expired, ids)
}

func (a *Archive) erase(ctx context.Context, why article.Removal, ids []string) error {
	return a.eachHead(ctx, ids, func(tx *bolt.Tx, n uint32, h head) error {
		reason := why
		if h.Removed && h.Removal == article.ByHand {
			reason = article.ByHand
		}
		if err := a.mark(tx, n, &h, true, reason); err != nil {
			return err
		}
		if err := a.leave(tx, n, h); err != nil {
			return err
		}
		stub := article.Article{ID: h.ID}
		h.Founder, h.Hash, h.File = n, hashArticle(stub), ""
		key := versionKey(n, h.Version)
		text, found := a.pack(dictionary.Texts, &stored{Article: stub}), a.pack(dictionary.Findings, &findings{Extraction: h.Extraction})
		return errors.Join(prune(tx, n, h.Version-1), a.putHead(tx, n, h),
			tx.Bucket(textsBucket).Put(key, seal(key, text)), tx.Bucket(findingsBucket).Put(key, seal(key, found)))
	})
}

// eachHead calls change with the head of each article, in one durable write.
func (a *Archive) eachHead(ctx context.Context, ids []string, change func(tx *bolt.Tx, n uint32, h head) error) error {
	return a.update(ctx, func(tx *bolt.Tx) error {
		for _, id := range ids {
			n, err := a.number(tx, id)
			if err != nil {
				return err
			}
			h, err := a.head(tx, n)
			if err == nil {
				err = change(tx, n, h)
			}
			if err = errors.Join(err, ctx.Err()); err != nil {
				return fmt.Errorf("article %s: %w", id, err)
			}
		}
		return nil
	})
}

// NoteFiles notes from which file each article came, by ID. Articles that are not
// there are left out.
func (a *Archive) NoteFiles(ctx context.Context, files map[string]string) error {
	differ := map[string]string{}
	err := a.view(ctx, func(tx *bolt.Tx) error {
		for id, file := range files {
			n, err := a.number(tx, id)
			if err != nil {
				continue
			}
			if h, err := a.head(tx, n); err == nil && h.File != file {
				differ[id] = file
			}
		}
		return ctx.Err()
	})
	if err != nil || len(differ) == 0 {
		return err
	}
	return a.update(ctx, func(tx *bolt.Tx) error {
		for id, file := range differ {
			n, err := a.number(tx, id)
			if err != nil {
				return err
			}
			h, err := a.head(tx, n)
			if err != nil {
				return err
			}
			h.File = file
			if err := a.putHead(tx, n, h); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}
