package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/briefing-bot/briefing-bot/bot"
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
}

// openFolder opens the data folder of c and makes it where it is absent. Its
// error wraps archive.ErrInUse where another process owns it.
func openFolder(ctx context.Context, c config, log *slog.Logger) (*folder, error) {
	names, err := readNames(c.Names)
	if err != nil {
		return nil, err
	}
	synonyms, err := readSynonyms(c.Synonyms)
	if err != nil {
		return nil, err
	}
	f := &folder{config: c, log: log}
	if f.archive, err = archive.Open(c.Data, archive.Options{}); err != nil {
		return nil, fmt.Errorf("open the data folder %s: %w", c.Data, err)
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
	f.mux = f.briefing.NewMux()
	f.mux.Timeout = c.Answers.Timeout
	return f, nil
}

// annotator is extraction as ingest calls it.
func annotator(x *extract.Extractor) func(article.Article) (article.Annotation, []article.Event) {
	return func(a article.Article) (article.Annotation, []article.Event) {
		found := x.Annotate(a)
		return found, x.Events(a, found)
	}
}

// openIndex opens the index; a damaged one, or one of an older schema, is put
// aside for a new one that is filled from the archive.
func (f *folder) openIndex(ctx context.Context, dir string, options index.Options) error {
	var err error
	f.index, err = index.Open(ctx, dir, options)
	if errors.Is(err, index.ErrDamaged) {
		f.log.Warn("the index cannot be used and is built again from the articles", slog.Any("reason", err))
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("remove the damaged index: %w", err)
		}
		f.rebuild = true
		f.index, err = index.Open(ctx, dir, options)
	}
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
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
		return &bot.Error{Message: "The index is being brought up to date already. Ask for the status."}
	}
	defer f.upkeep.Unlock()
	if f.rebuild {
		if err := f.ingester.Rebuild(ctx); err != nil {
			return fmt.Errorf("build the index again: %w", err)
		}
		f.rebuild = false
	}
	if err := f.ingester.CatchUp(ctx); err != nil {
		return fmt.Errorf("index what came last: %w", err)
	}
	return nil
}

// Close gives the folder free, once answers under way are done.
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
