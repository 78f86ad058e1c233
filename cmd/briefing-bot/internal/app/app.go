package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// App is the data folder, owned by this process: the archive, the index
// derived from it, and what answers from both.
type App struct {
	config   config.Config
	log      *slog.Logger
	Archive  *archive.Archive
	Index    *index.Index
	ingester *ingest.Ingester
	briefing *handlers.Briefing
	Mux      *bot.Mux
	rebuild  bool // the index is new, and the archive may not be
	health   health.Health
	upkeep   sync.Mutex // one at a time brings the index up to date
	marker   datadir.Marker
}

// Open opens the data folder of c and creates it if absent. Its error
// wraps archive.ErrInUse if another process owns it.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*App, error) {
	return openProven(ctx, c, log, false)
}

// openProven is Open. If adopt is set, what the index has and the archive
// lacks is dropped instead of refusing the folder.
func openProven(ctx context.Context, c config.Config, log *slog.Logger, adopt bool) (*App, error) {
	names, err := config.ReadNames(c.Names)
	if err != nil {
		return nil, err
	}
	synonyms, err := config.ReadSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	f := &App{config: c, log: log}
	if f.marker, err = datadir.Claim(c.Data); err != nil {
		return nil, err
	}
	if err := refuseWithoutArchive(ctx, c.Data); err != nil {
		return nil, err
	}
	if f.Archive, err = archive.Open(c.Data, archive.Options{KeepVersions: c.Archive.KeepVersions}); err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", c.Data, err)
	}
	rulings, err := handlers.ReadRulings(ctx, f.Archive)
	if err != nil {
		return nil, errors.Join(err, f.Archive.Close())
	}
	options := index.Options{Same: rulings.Groups(), Apart: rulings.Apart, Synonyms: synonyms, Names: config.NameForms(names), Record: f.record, Log: log}
	if err := f.openIndex(ctx, filepath.Join(c.Data, "index"), options); err != nil {
		return nil, errors.Join(err, f.Archive.Close())
	}
	x := extract.New(names)
	f.ingester = &ingest.Ingester{Archive: f.Archive, Index: f.Index, Version: extract.Version, Log: log, Extract: annotator(x)}
	f.briefing = &handlers.Briefing{Index: f.Index, Archive: f.Archive, BaseURL: c.Console.BaseURL, Stale: c.Answers.Stale, Log: log,
		Troubles: f.health.Lines, Incomplete: f.health.Notes}
	if f.briefing.Settings, err = state.ReadSettings(c.Data, f.marker.State); err != nil {
		return nil, errors.Join(err, f.Index.Close(), f.Archive.Close())
	}
	f.Mux = f.briefing.NewMux()
	f.Mux.Timeout = c.Answers.Timeout
	if err := f.prove(ctx, adopt); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// annotator returns extraction in the form that ingest calls it in.
func annotator(x *extract.Extractor) func(context.Context, article.Article) (article.Annotation, []article.Event, error) {
	return func(ctx context.Context, a article.Article) (article.Annotation, []article.Event, error) {
		found, err := x.AnnotateContext(ctx, a)
		if err != nil {
			return found, nil, err
		}
		return found, x.Events(a, found), nil
	}
}

// openIndex opens the index. A damaged one, or one of an older schema, is set
// aside for a new one that is filled from the archive.
func (f *App) openIndex(ctx context.Context, dir string, options index.Options) error {
	if err := datadir.CheckIndex(dir); err != nil {
		return err
	}
	var err error
	f.Index, err = index.Open(ctx, dir, options)
	if errors.Is(err, index.ErrDamaged) {
		aside, asideErr := datadir.SetIndexAside(dir, time.Now())
		if asideErr != nil && aside == "" {
			return errors.Join(asideErr, err)
		}
		f.log.Warn("index cannot be used; building a new one from the articles", slog.Any("reason", err), slog.String("kept_as", aside))
		f.rebuild = true
		f.Index, err = index.Open(ctx, dir, options)
	}
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	if _, err := datadir.ReadMarker(dir); err != nil {
		if err := datadir.NewMarker().Write(dir); err != nil {
			return errors.Join(err, f.Index.Close())
		}
	}
	return nil
}

func (f *App) record(ctx context.Context, id string) (article.Record, bool, error) {
	r, err := f.Archive.Get(ctx, id)
	if errors.Is(err, archive.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// Reload indexes what the index lacks. Answers given meanwhile are
// marked as partial.
func (f *App) Reload(ctx context.Context) error {
	if !f.upkeep.TryLock() {
		return &bot.Error{Message: "The index is already being updated. Ask for the status."}
	}
	defer f.upkeep.Unlock()
	if f.rebuild {
		if err := f.ingester.Rebuild(ctx); err != nil {
			return fmt.Errorf("rebuild the index: %w", err)
		}
		f.rebuild = false
	}
	if err := f.ingester.CatchUp(ctx); err != nil {
		return fmt.Errorf("index the newest articles: %w", err)
	}
	return nil
}

// Close releases the folder once answers under way are done.
func (f *App) Close() error {
	f.Mux.Wait()
	return errors.Join(f.Index.Close(), f.Archive.Close())
}
