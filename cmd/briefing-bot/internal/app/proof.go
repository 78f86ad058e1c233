package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// archiveProblem is the key of what is wrong with the archive.
const archiveProblem = "archive"

// refuseWithoutArchive returns an error if the folder has an index with articles
// and no archive: opening it would begin an empty one and hide the loss.
func refuseWithoutArchive(ctx context.Context, data string) error {
	path, dir := filepath.Join(data, archive.FileName), filepath.Join(data, "index")
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) == 0 {
		return nil
	}
	x, err := index.Open(ctx, dir, index.Options{})
	articles := "articles"
	if err == nil {
		n := x.Stats().Articles
		if err := x.Close(); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
		if articles = "1 article"; n > 1 {
			articles = fmt.Sprintf("%d articles", n)
		}
	}
	return &archive.DamageError{Path: path, Problem: fmt.Sprintf("is missing or empty, and the index beside it knows %s", articles),
		Advice: fmt.Sprintf("Restore it from a copy of the data folder (docs/backup.md). To begin anew without those articles, remove the folder %s.", dir)}
}

// provenAtOnce is the size of an archive, in bytes, up to which it is proven before
// the first answer: that takes less than a tenth of a second.
const provenAtOnce = 16 << 20

// proveSmall proves the folder if that takes no time, or if the index is to adopt
// what the archive has.
func (a *App) proveSmall(ctx context.Context, how opening) error {
	stats, err := a.Archive.Stats(ctx)
	if err != nil {
		return fmt.Errorf("count the articles: %w", err)
	}
	if stats.Bytes > how.proveUpTo && !how.adopt {
		return nil
	}
	a.proof.mu.Lock()
	defer a.proof.mu.Unlock()
	return a.proveOnce(ctx, how.adopt)
}

// prove reads the whole archive and compares the index with it, once. A folder that
// cannot be used is an error, then and later. Whatever writes to the folder waits
// for it; answers are given meanwhile, of records that are whole.
func (a *App) prove(ctx context.Context) error {
	a.proof.mu.Lock()
	defer a.proof.mu.Unlock()
	if a.proof.done.Load() || a.proof.refused != nil {
		return a.proof.refused
	}
	began := time.Now()
	err := a.proveOnce(ctx, false)
	if err == nil {
		a.log.Info("data folder proven", slog.Duration("took", time.Since(began)))
	}
	return err
}

// proveOnce tells what is wrong with the archive, and refuses one that lacks what
// the index has. With adopt, the index forgets that instead. Articles that lost what
// extraction found are extracted again.
func (a *App) proveOnce(ctx context.Context, adopt bool) error {
	err := a.Archive.Prove(ctx)
	a.reportRepairs()
	if err == nil {
		err = a.compareIndex(ctx, adopt)
	}
	if errors.Is(err, archive.ErrDamaged) {
		a.proof.refused = err
	}
	a.proof.done.Store(err == nil)
	return err
}

// compareIndex is the part of proveOnce that concerns the index.
func (a *App) compareIndex(ctx context.Context, adopt bool) error {
	proof, err := a.ingester.Prove(ctx)
	if err != nil {
		return fmt.Errorf("compare the index with the archive: %w", err)
	}
	forget := proof.Ahead
	if !adopt {
		forget = slices.DeleteFunc(slices.Clone(proof.Ahead), func(id string) bool { return !a.givenUp(id) })
		if len(forget) < len(proof.Ahead) {
			return a.errAhead(proof.Ahead)
		}
	}
	if len(forget) > 0 {
		a.log.Warn("removing articles from the index that the archive lacks", slog.Int("articles", len(forget)))
		if err := a.ingester.Forget(ctx, forget); err != nil {
			return err
		}
	}
	if proof.Unannotated > 0 && !a.rebuild {
		return a.ingester.Reannotate(ctx)
	}
	return nil
}

// proveWhileServing is prove for serve, which a folder that cannot be used ends.
func (a *App) proveWhileServing(ctx context.Context) error {
	if err := a.prove(ctx); err != nil && ctx.Err() == nil {
		return fmt.Errorf("open data folder %s: %w", a.config.Data, err)
	}
	return nil
}

// givenUp reports whether an earlier salvage gave up an article.
func (a *App) givenUp(id string) bool {
	return slices.ContainsFunc(a.Archive.Earlier(), func(l archive.Lost) bool { return l.ID == id })
}

func (a *App) errAhead(ahead []string) error {
	what := "1 article or change"
	if len(ahead) > 1 {
		what = fmt.Sprintf("%d articles or changes", len(ahead))
	}
	return &archive.DamageError{Path: filepath.Join(a.config.Data, archive.FileName),
		Problem: fmt.Sprintf("lacks %s that the index knows, such as %s, so it is an older or another one", what, ahead[0]),
		Advice:  "Put the right file back, or restore the data folder from a copy (docs/backup.md). If this file is the one you mean, run `briefing-bot check --salvage`: the index then follows it."}
}

// reportRepairs tells what was repaired of the archive, and what is lost of it.
func (a *App) reportRepairs() {
	for _, repair := range a.Archive.Repairs() {
		a.log.Warn("archive repaired", slog.String("what", repair))
	}
	a.reportDamage()
}

// reportDamage tells in the log, the status and every answer what is lost.
func (a *App) reportDamage() {
	damage := a.Archive.Damage()
	if !damage.Any() {
		return
	}
	text := damage.String()
	a.log.Error("archive damaged", slog.String("what", text))
	a.health.Set(archiveProblem, health.Problem{Incomplete: true,
		Text: text + " Restore the data folder from a copy (docs/backup.md), or run `briefing-bot check --salvage` to go on without what is lost.",
		Note: text + " This may be incomplete."})
}

// isDir reports whether path is a folder.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&fs.ModeDir != 0
}

// opening holds the options of opening a folder.
type opening struct {
	// proveUpTo is the size of an archive, in bytes, up to which it is proven at once.
	proveUpTo int64
	// sources are followed beside those of the configuration, with hurry as of follow.Options.
	sources []follow.Source
	hurry   int
	// adopt drops what the index has and the archive lacks instead of refusing the folder.
	adopt bool
	// now is the clock, time.Now if nil.
	now func() time.Time
}

// Reload indexes what the index lacks. Answers given meanwhile are
// marked as partial.
func (a *App) Reload(ctx context.Context) error {
	if !a.upkeep.TryLock() {
		return &bot.Error{Message: "The index is already being updated; see /status."}
	}
	defer a.upkeep.Unlock()
	if err := a.prove(ctx); err != nil {
		return err
	}
	if a.rebuild {
		if err := a.ingester.Rebuild(ctx); err != nil {
			return fmt.Errorf("rebuild the index: %w", err)
		}
		a.rebuild = false
	}
	if err := a.ingester.CatchUp(ctx); err != nil {
		return fmt.Errorf("index the newest articles: %w", err)
	}
	return nil
}
