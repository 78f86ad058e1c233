// Package handlerstest builds a briefing of the sample articles for tests of commands,
// asks it lines and compares the answers with golden files. The flag -update writes the
// files anew.
package handlerstest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Now is the time at which these tests ask their questions.
var Now = time.Date(2026, 11, 7, 9, 0, 0, 0, time.UTC)

// temporary is the folder that the shared briefing is built in; Main removes it.
var temporary string

// Main runs the tests of a package; its TestMain calls it.
func Main(m *testing.M) {
	var err error
	if temporary, err = os.MkdirTemp("", "handlers"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(temporary)
	os.Exit(code)
}

// samplePath returns the folder of the sample articles.
func samplePath() (string, error) {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return filepath.Join(dir, "cmd", "briefing-bot", "sample"), nil
		}
		dir = filepath.Dir(dir)
	}
	return "", errors.Join(err, errors.New("no go.mod above the test"))
}

// data is an archive and its index.
type data struct {
	archive *archive.Archive
	index   *index.Index
}

// build makes the archive and index of the sample.
func build(ctx context.Context, dir string) (data, error) {
	path, err := samplePath()
	if err != nil {
		return data{}, err
	}
	d, err := open(ctx, dir)
	if err != nil {
		return d, err
	}
	return d, d.ingest(ctx, path)
}

// open makes an archive and its index, both empty.
func open(ctx context.Context, dir string) (data, error) {
	log := slog.New(slog.DiscardHandler)
	var d data
	var err error
	if d.archive, err = archive.Open(dir, archive.Options{}); err != nil {
		return d, err
	}
	record := func(ctx context.Context, id string) (article.Record, bool, error) {
		r, err := d.archive.Get(ctx, id)
		if errors.Is(err, archive.ErrNotFound) {
			return r, false, nil
		}
		return r, err == nil && !r.Removed, err
	}
	d.index, err = index.Open(ctx, filepath.Join(dir, "index"), index.Options{Record: record, Log: log})
	return d, err
}

// ingester adds articles to d.
func (d data) ingester() *ingest.Ingester {
	x := extract.New(nil)
	return &ingest.Ingester{Archive: d.archive, Index: d.index, Version: extract.Version, Log: slog.New(slog.DiscardHandler),
		Extract: x.AnnotateEvents}
}

// ingest adds the articles at path.
func (d data) ingest(ctx context.Context, path string) error {
	report, err := d.ingester().Run(ctx, []string{path}, ingest.Options{})
	if err == nil && len(report.Rejected) > 0 {
		err = fmt.Errorf("rejected: %v", report.Rejected)
	}
	return err
}

// sample is the briefing that all tests share; none of them changes its articles.
var sample = sync.OnceValues(func() (data, error) {
	if temporary == "" {
		return data{}, errors.New("TestMain does not call handlerstest.Main")
	}
	return build(context.Background(), filepath.Join(temporary, "sample"))
})

// New returns the sample briefing, which all tests of a package share, with its own state database.
func New(t *testing.T) *handlers.Briefing {
	t.Helper()
	d, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return withState(t, d)
}

// NewOwn returns a briefing of the sample whose articles the test may change.
func NewOwn(t *testing.T) *handlers.Briefing {
	t.Helper()
	d, err := build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(d.index.Close(), d.archive.Close()) })
	return withState(t, d)
}

// NewEmpty returns a briefing without articles.
func NewEmpty(t *testing.T) *handlers.Briefing {
	t.Helper()
	d, err := open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(d.index.Close(), d.archive.Close()) })
	return withState(t, d)
}

func withState(t *testing.T, d data) *handlers.Briefing {
	t.Helper()
	store, err := state.Open(t.TempDir(), state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return &handlers.Briefing{
		Index: d.index, Archive: d.archive, Log: slog.New(slog.DiscardHandler),
		Stale:         100 * 365 * 24 * time.Hour, // articles come in at the time of the test
		Subscriptions: store, Settings: store, Books: store, Losses: store, Forgetter: store, Remover: d.ingester(),
		Calendar: handlers.Calendar{Check: schedule.Check, Next: schedule.Next,
			Call: func(s bot.Subscription, after, through uint32) bot.Call {
				return schedule.DigestCall(s, after, through, s.Since, Now)
			}},
	}
}

// Asker returns the request of somebody in a Slack channel.
func Asker() bot.Request {
	return bot.Request{Platform: "slack", Workspace: "T1", Channel: "C1", User: "U1", Zone: time.UTC, Now: Now}
}

// Owner returns the request of who runs the bot, at the terminal.
func Owner() bot.Request {
	return bot.Request{Platform: "terminal", Admin: true, Owner: true, Zone: time.UTC, Now: Now}
}

// Admin returns the request of an administrator in the channel of Asker.
func Admin() bot.Request {
	r := Asker()
	r.User, r.Admin = "U2", true
	return r
}

// CatchUp has b's index follow its archive.
func CatchUp(ctx context.Context, b *handlers.Briefing) error {
	return data{b.Archive, b.Index}.ingester().CatchUp(ctx)
}

// Ingest adds the articles at path to b.
func Ingest(ctx context.Context, b *handlers.Briefing, path string) error {
	return data{b.Archive, b.Index}.ingest(ctx, path)
}
