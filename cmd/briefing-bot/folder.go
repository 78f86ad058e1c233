package main

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
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// folder is the data folder, owned by this process: the archive, the index
// derived from it, and what answers from both.
type folder struct {
	config   config
	log      *slog.Logger
	archive  *archive.Archive
	index    *index.Index
	ingester *ingest.Ingester
	briefing *handlers.Briefing
	mux      *bot.Mux
	rebuild  bool // the index is new, and the archive may not be
	health   health.Health
	upkeep   sync.Mutex // one at a time brings the index up to date
	marker   marker
}

// openFolder opens the data folder of c and creates it if absent. Its error
// wraps archive.ErrInUse if another process owns it.
func openFolder(ctx context.Context, c config, log *slog.Logger) (*folder, error) {
	return openProven(ctx, c, log, false)
}

// openProven is openFolder. If adopt is set, what the index has and the archive
// lacks is dropped instead of refusing the folder.
func openProven(ctx context.Context, c config, log *slog.Logger, adopt bool) (*folder, error) {
	names, err := readNames(c.Names)
	if err != nil {
		return nil, err
	}
	synonyms, err := readSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	f := &folder{config: c, log: log}
	if f.marker, err = claimFolder(c.Data); err != nil {
		return nil, err
	}
	if err := refuseWithoutArchive(ctx, c.Data); err != nil {
		return nil, err
	}
	if f.archive, err = archive.Open(c.Data, archive.Options{KeepVersions: c.Archive.KeepVersions}); err != nil {
		return nil, fmt.Errorf("open data folder %s: %w", c.Data, err)
	}
	rulings, err := handlers.ReadRulings(ctx, f.archive)
	if err != nil {
		return nil, errors.Join(err, f.archive.Close())
	}
	options := index.Options{Same: rulings.Groups(), Apart: rulings.Apart, Synonyms: synonyms, Names: nameForms(names), Record: f.record, Log: log}
	if err := f.openIndex(ctx, filepath.Join(c.Data, "index"), options); err != nil {
		return nil, errors.Join(err, f.archive.Close())
	}
	x := extract.New(names)
	f.ingester = &ingest.Ingester{Archive: f.archive, Index: f.index, Version: extract.Version, Log: log, Extract: annotator(x)}
	f.briefing = &handlers.Briefing{Index: f.index, Archive: f.archive, BaseURL: c.Console.BaseURL, Stale: c.Answers.Stale, Log: log,
		Troubles: f.health.Lines, Incomplete: f.health.Notes}
	if f.briefing.Settings, err = state.ReadSettings(c.Data, f.marker.State); err != nil {
		return nil, errors.Join(err, f.index.Close(), f.archive.Close())
	}
	f.mux = f.briefing.NewMux()
	f.mux.Timeout = c.Answers.Timeout
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
func (f *folder) openIndex(ctx context.Context, dir string, options index.Options) error {
	if err := checkIndex(dir); err != nil {
		return err
	}
	var err error
	f.index, err = index.Open(ctx, dir, options)
	if errors.Is(err, index.ErrDamaged) {
		aside, asideErr := setIndexAside(dir, time.Now())
		if asideErr != nil && aside == "" {
			return errors.Join(asideErr, err)
		}
		f.log.Warn("index cannot be used; building a new one from the articles", slog.Any("reason", err), slog.String("kept_as", aside))
		f.rebuild = true
		f.index, err = index.Open(ctx, dir, options)
	}
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	if _, err := readMarker(dir); err != nil {
		if err := newMarker().write(dir); err != nil {
			return errors.Join(err, f.index.Close())
		}
	}
	return nil
}

func (f *folder) record(ctx context.Context, id string) (article.Record, bool, error) {
	r, err := f.archive.Get(ctx, id)
	if errors.Is(err, archive.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// bringUpToDate indexes what the index lacks. Answers given meanwhile are
// marked as partial.
func (f *folder) bringUpToDate(ctx context.Context) error {
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
func (f *folder) Close() error {
	f.mux.Wait()
	return errors.Join(f.index.Close(), f.archive.Close())
}

// readNames reads the file of known persons, none where path is "".
func readNames(path string) ([]extract.Name, error) {
	if path == "" {
		return nil, nil
	}
	var file struct {
		People []struct {
			Name  string   `yaml:"name"`
			Forms []string `yaml:"forms"`
		} `yaml:"people"`
	}
	if err := readYAML(path, &file); err != nil {
		return nil, err
	}
	var names []extract.Name
	for i, p := range file.People {
		if p.Name == "" {
			return nil, fmt.Errorf("%s: entry %d under people has no name", path, i+1)
		}
		names = append(names, extract.Name{Full: p.Name, Forms: p.Forms})
	}
	return names, nil
}

func nameForms(names []extract.Name) [][]string {
	var out [][]string
	for _, n := range names {
		out = append(out, append([]string{n.Full}, n.Forms...))
	}
	return out
}

// readSynonyms reads the file of words that mean the same, none where path is "".
func readSynonyms(path string) (map[string][]string, error) {
	if path == "" {
		return nil, nil
	}
	var file struct {
		Synonyms map[string][]string `yaml:"synonyms"`
	}
	if err := readYAML(path, &file); err != nil {
		return nil, err
	}
	return file.Synonyms, nil
}
