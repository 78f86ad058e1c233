package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/web"
)

// Remove takes articles out of every answer. Those removed by hand stay removed, and
// are rejected when they come in again; those whose source is gone (a file that was
// deleted, an item that its publisher took back) return with their source. The error
// wraps archive.ErrNotFound if one of the IDs is unknown; then none is removed.
func (g *Ingester) Remove(ctx context.Context, why article.Removal, ids ...string) error {
	if err := g.Archive.Remove(ctx, why, ids...); err != nil {
		return fmt.Errorf("removing articles: %w", err)
	}
	return g.drain(ctx)
}

// Restore takes Remove back.
func (g *Ingester) Restore(ctx context.Context, ids ...string) error {
	if err := g.Archive.Restore(ctx, ids...); err != nil {
		return fmt.Errorf("restoring articles: %w", err)
	}
	return g.drain(ctx)
}

// Purge removes articles by hand and deletes their words from the files of the
// archive and the index. It rewrites the archive's file, which takes as long as
// copying it.
func (g *Ingester) Purge(ctx context.Context, ids ...string) error {
	if err := g.Archive.Purge(ctx, ids...); err != nil {
		return fmt.Errorf("deleting articles: %w", err)
	}
	if err := g.drain(ctx); err != nil {
		return err
	}
	if err := g.Compact(ctx); err != nil {
		return fmt.Errorf("the articles are removed, but their words are still in files of the data folder: %w", err)
	}
	return nil
}

// Expire deletes the words of articles that are older than they are kept. It rewrites no
// files: their space is used again.
func (g *Ingester) Expire(ctx context.Context, ids ...string) error {
	if err := g.Archive.Expire(ctx, ids...); err != nil {
		return fmt.Errorf("deleting old articles: %w", err)
	}
	return g.drain(ctx)
}

// Compact rewrites the files of the archive and the index without what was deleted.
func (g *Ingester) Compact(ctx context.Context) error {
	if err := g.Archive.Compact(ctx); err != nil {
		return err
	}
	if g.Index == nil {
		return nil
	}
	g.indexing.Lock()
	defer g.indexing.Unlock()
	if err := g.Index.Compact(ctx); err != nil {
		return fmt.Errorf("compacting the index: %w", err)
	}
	return nil
}

// Find returns the IDs of the articles that target names, removed ones too, in order of
// their numbers: an article by its ID, its address or a receipt of its words, or all
// that came from a file or from a folder and those below it, or all of an outlet.
func (g *Ingester) Find(ctx context.Context, target string) ([]string, error) {
	if r, err := g.Archive.Get(ctx, target); err == nil || !errors.Is(err, archive.ErrNotFound) {
		return []string{r.ID}, err
	}
	if strings.Contains(target, "://") {
		return g.findAddress(ctx, target)
	}
	if found, err := g.findFiles(ctx, target); err != nil || len(found) > 0 {
		return found, err
	}
	if found, err := g.findOutlet(ctx, target); err != nil || len(found) > 0 {
		return found, err
	}
	if v, err := g.Archive.Verify(ctx, target); err == nil && v.Current.ID != "" {
		return []string{v.Current.ID}, nil
	}
	return nil, nil
}

// findAddress finds an article by any form of its address.
func (g *Ingester) findAddress(ctx context.Context, address string) ([]string, error) {
	if id := g.reader().Known(ctx, address); id != "" {
		if _, err := g.Archive.Get(ctx, id); err == nil {
			return []string{id}, nil
		}
	}
	return g.findWhere(ctx, func(r article.Record) bool { return r.URL == address || web.SameAddress(r.URL, address) })
}

// findOutlet finds the articles of an outlet, whatever the case of its name.
func (g *Ingester) findOutlet(ctx context.Context, name string) ([]string, error) {
	return g.findWhere(ctx, func(r article.Record) bool { return r.Source != "" && strings.EqualFold(r.Source, name) })
}

func (g *Ingester) findWhere(ctx context.Context, matches func(article.Record) bool) (found []string, err error) {
	err = g.Archive.EachArticle(ctx, func(r article.Record) {
		if matches(r) {
			found = append(found, r.ID)
		}
	})
	return found, err
}

// findFiles finds the articles that came from a file, or from a folder.
func (g *Ingester) findFiles(ctx context.Context, path string) (found []string, err error) {
	if !filepath.IsAbs(path) {
		return nil, nil
	}
	path = filepath.Clean(path)
	err = g.Archive.EachOutline(ctx, func(r article.Record) {
		if r.File != "" && within(path, r.File) {
			found = append(found, r.ID)
		}
	})
	return slices.Clip(found), err
}

// removedError is the reason for an article that was removed by hand.
type removedError struct{ id string }

// Error tells the way back.
func (e *removedError) Error() string {
	return fmt.Sprintf("%q was removed from the briefing and stays removed; to take it back: briefing-bot remove --undo %q", e.id, e.id)
}
