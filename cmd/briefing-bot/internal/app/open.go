package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/calmlog"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/metrics"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Open opens the data folder of c and creates it if absent. Its error
// wraps archive.ErrInUse if another process owns it.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	return openFolder(ctx, c, log, opening{proveUpTo: provenAtOnce})
}

// openFolder is Open, in a given way.
func openFolder(ctx context.Context, c config.Config, log *slog.Logger, how opening) (*App, error) {
	names, err := config.ReadNames(c.Names)
	if err != nil {
		return nil, err
	}
	synonyms, err := config.ReadSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	a := &App{
		config: c, applied: c, now: how.now,
		limits: ratelimit.New(limitsOf(c)), disk: disk{wrong: make(chan struct{}, 1)}, failed: make(chan struct{}, 1),
	}
	a.metrics = metrics.New(meter{a}.measured)
	a.log = slog.New(a.metrics.CountLogged(calmlog.New(log.Handler())))
	log = a.log
	if a.now == nil {
		a.now = time.Now
	}
	if a.marker, err = datadir.Claim(c.Data); err != nil {
		return nil, err
	}
	if err := refuseWithoutArchive(ctx, c.Data); err != nil {
		return nil, err
	}
	if a.Archive, err = archive.Open(c.Data, archive.Options{KeepVersions: c.Archive.KeepVersions}); err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", c.Data, err)
	}
	overrides, err := admin.ReadOverrides(ctx, a.Archive)
	if err != nil {
		return nil, errors.Join(err, a.Archive.Close())
	}
	options := index.Options{Same: overrides.Groups(), Apart: overrides.Apart, Synonyms: synonyms.Words, Spellings: synonyms.Spellings, Names: config.NameForms(names), Record: a.record, Log: log}
	if err := a.openIndex(ctx, filepath.Join(c.Data, "index"), options); err != nil {
		return nil, errors.Join(err, a.Archive.Close())
	}
	x := extract.New(names)
	a.ingester = &ingest.Ingester{Archive: a.Archive, Index: a.Index, Version: extract.Version, Log: log, Extract: x.AnnotateEvents,
		Fetch: c.Client()}
	if a.follower, err = follow.New(ctx, a.ingester, follow.Options{Sources: slices.Concat(c.Followed(), how.sources), Hurry: how.hurry, Keep: c.Archive.Keep, Log: log, Now: func() time.Time { return a.now() }}); err != nil {
		return nil, errors.Join(err, a.Index.Close(), a.Archive.Close())
	}
	a.briefing = &handlers.Briefing{Index: a.Index, Archive: a.Archive, BaseURL: c.Console.BaseURL, Stale: c.Answers.Stale, Log: log,
		Sources: a.follower, Troubles: a.health.Lines, Incomplete: a.health.Notes, Remover: a.ingester, IngestCommand: c.IngestCommand()}
	if a.briefing.Settings, err = state.ReadSettings(c.Data, a.marker.State); err != nil {
		return nil, errors.Join(err, a.Index.Close(), a.Archive.Close())
	}
	a.Mux = a.briefing.NewMux()
	a.Mux.Timeout, a.Mux.Explain = c.Answers.Timeout, a.noRoom
	a.measure()
	a.Archive.ProveBy(a.prove)
	a.Archive.ReprovenBy(a.reportRepairs)
	if err := a.proveSmall(ctx, how); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// openIndex opens the index. In place of one that is damaged, of an older schema or
// gone, it makes a new one, to be filled from the archive; a damaged one is set aside.
func (a *App) openIndex(ctx context.Context, dir string, options index.Options) error {
	if err := datadir.CheckIndex(dir); err != nil {
		return err
	}
	var err error
	a.Index, err = index.Open(ctx, dir, options)
	if errors.Is(err, index.ErrDamaged) {
		aside, asideErr := datadir.SetIndexAside(dir, time.Now())
		if asideErr != nil && aside == "" {
			return errors.Join(asideErr, err)
		}
		if errors.Is(err, index.ErrOutdated) && os.RemoveAll(aside) == nil { // nothing of it can be of use
			a.log.Warn("index outdated; rebuilding it", slog.Any("reason", err))
		} else {
			a.log.Warn("index damaged or outdated; rebuilding it", slog.Any("reason", err), slog.String("kept_as", aside))
		}
		a.rebuild = true
		a.Index, err = index.Open(ctx, dir, options)
	}
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	if stats, err := a.Archive.Stats(ctx); err == nil && stats.Articles > 0 && stats.Pending == 0 && a.Index.Stats().Articles == 0 && !a.rebuild {
		a.log.Warn("the index is gone; rebuilding it")
		a.rebuild = true
	}
	if _, err := datadir.ReadMarker(dir); err != nil {
		if err := datadir.NewMarker().Write(dir); err != nil {
			return errors.Join(err, a.Index.Close())
		}
	}
	return nil
}

// limitsOf returns the limits on questions a minute.
func limitsOf(c config.Config) ratelimit.Limits {
	return ratelimit.Limits{User: c.Answers.UserLimit, Channel: c.Answers.ChannelLimit}
}
