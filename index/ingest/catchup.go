package ingest

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// much is how many articles the index may lack without answers being marked as
// partial.
const much = 1024

// drain gives the index what it has yet to learn, in batches. The archive's marks
// go only after the index holds a batch, so that a stop at any moment costs
// nothing but doing a batch again.
func (g *Ingester) drain(ctx context.Context) error {
	if g.Index == nil {
		return ctx.Err()
	}
	g.indexing.Lock()
	defer g.indexing.Unlock()
	for {
		records, marks, err := g.Archive.Unindexed(ctx, batchArticles)
		if err != nil || len(marks) == 0 {
			return err
		}
		if err := g.Index.Add(ctx, records); err != nil {
			return fmt.Errorf("the articles are safe, but indexing them failed: %w", archive.Full(err))
		}
		if err := g.Archive.Indexed(ctx, marks); err != nil {
			return err
		}
	}
}

// CatchUp brings the index to the state of the archive: after a stop at any
// moment, after Remove and Restore, and where the index is new or lost articles.
// Then it annotates again what an older Version annotated. It does nothing where
// there is nothing to do, and may run beside everything else.
func (g *Ingester) CatchUp(ctx context.Context) error {
	if g.Index == nil {
		return g.annotateStale(ctx)
	}
	if whole, err := g.stillWhole(ctx); err != nil || whole {
		return err
	}
	missing, err := g.Archive.Reconcile(ctx, g.Index.Holds)
	if err != nil {
		return err
	}
	if missing > 0 {
		g.log().Info("the index lacks articles and learns them", slog.Int("articles", missing))
	}
	if err := g.drainMarked(ctx); err != nil {
		return err
	}
	return g.annotateStale(ctx)
}

// Proof is the result of comparing the index with the archive.
type Proof struct {
	// Ahead holds the IDs of articles that the index has and the archive lacks, or
	// has in an older version only. The archive is written first, so there are none
	// unless its file was exchanged, emptied, or cut back to an older state.
	Ahead []string
	// Unannotated is the number of articles whose annotations are lost.
	Unannotated int
}

// stillWhole reports whether Prove has just found nothing to catch up with and
// nothing has changed since. It holds for one call.
func (g *Ingester) stillWhole(ctx context.Context) (bool, error) {
	proven := g.proven.Swap(0)
	if proven == 0 {
		return false, nil
	}
	stats, err := g.Archive.Stats(ctx)
	return stats.Stamp == proven && stats.Pending == 0, err
}

// Prove compares the index with the archive. It changes nothing.
func (g *Ingester) Prove(ctx context.Context) (Proof, error) {
	var proof Proof
	stats, err := g.Archive.Stats(ctx)
	if err != nil {
		return proof, err
	}
	whole := true
	indexed := g.Index.Versions()
	err = g.Archive.EachOutline(ctx, func(r article.Record) {
		whole = whole && r.Extraction >= g.Version && g.Index.Holds(r)
		if indexed[r.ID] <= r.Version {
			delete(indexed, r.ID)
		}
		if r.Extraction == 0 {
			proof.Unannotated++
		}
	})
	proof.Ahead = slices.Sorted(maps.Keys(indexed))
	if whole && len(proof.Ahead) == 0 && err == nil {
		g.proven.Store(stats.Stamp)
	}
	return proof, err
}

// Forget takes articles out of the index.
func (g *Ingester) Forget(ctx context.Context, ids []string) error {
	gone := make([]article.Record, len(ids))
	for i, id := range ids {
		gone[i] = article.Record{Article: article.Article{ID: id}, Removed: true}
	}
	if err := g.Index.Add(ctx, gone); err != nil {
		return fmt.Errorf("removing articles from the index: %w", err)
	}
	return nil
}

// Reannotate extracts again from articles that lost what extraction found.
func (g *Ingester) Reannotate(ctx context.Context) error { return g.annotateBelow(ctx, 1) }

// annotateStale annotates again what an older Version annotated.
func (g *Ingester) annotateStale(ctx context.Context) error { return g.annotateBelow(ctx, g.Version) }

// annotateBelow annotates again what an older version than the one given
// annotated.
func (g *Ingester) annotateBelow(ctx context.Context, version int) error {
	annotated := 0
	for after := uint32(0); ; {
		records, next, err := g.Archive.Stale(ctx, version, after, batchArticles)
		if err != nil {
			return err
		}
		if err := g.reannotate(ctx, records); err != nil {
			return err
		}
		if annotated += len(records); next == 0 {
			break
		}
		after = next
	}
	if annotated > 0 {
		g.log().Info("annotated again by a newer extraction", slog.Int("articles", annotated), slog.Int("version", g.Version))
	}
	return nil
}

// drainMarked is drain, with answers marked as partial where much is missing.
func (g *Ingester) drainMarked(ctx context.Context) error {
	stats, err := g.Archive.Stats(ctx)
	if err != nil {
		return err
	}
	if g.Index != nil && stats.Pending > much {
		g.Index.SetPartial(true)
		defer g.Index.SetPartial(false)
	}
	return g.drain(ctx)
}

// reannotate extracts, stores and indexes a batch again.
func (g *Ingester) reannotate(ctx context.Context, old []article.Record) error {
	if len(old) == 0 {
		return nil
	}
	articles := make([]article.Article, len(old))
	for i, r := range old {
		articles[i] = r.Article
	}
	records, err := g.annotate(ctx, articles)
	if err != nil {
		return err
	}
	for i := range records {
		records[i].Number, records[i].Version = old[i].Number, old[i].Version
	}
	if err := g.Archive.Reannotate(ctx, records); err != nil {
		return err
	}
	return g.drain(ctx)
}

// Rebuild gives every article to the index again, marked partial meanwhile. The
// caller opens an empty index for it where the old one is damaged. Stopped, it is
// gone on with by CatchUp.
func (g *Ingester) Rebuild(ctx context.Context) error {
	nothing := func(article.Record) bool { return false }
	if _, err := g.Archive.Reconcile(ctx, nothing); err != nil {
		return err
	}
	return g.drainMarked(ctx)
}
