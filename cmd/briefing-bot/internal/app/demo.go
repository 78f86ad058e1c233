package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/newsroom"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// DemoConfig is the configuration of a demo, which connects to no chat service.
func DemoConfig(address string) config.Config {
	c := config.Default()
	c.Console.Address, c.Log.Level = address, "warn"
	c.Slack.Mode, c.Discord.Mode = slack.ModeOff, discord.ModeOff
	return c
}

// Demonstration is what Demo shows.
type Demonstration struct {
	Articles fs.FS // a folder of articles; nil for none
	// Pause is the time between two things that happen at an outlet which is followed;
	// none is if 0.
	Pause time.Duration
	Ready func(n int, page string) // called with the number of articles and the address of the console
	Tell  func(what string)        // called with what happens at the outlet
}

// Demo serves a briefing from a temporary folder, which is removed at the end.
func Demo(ctx context.Context, c config.Config, d Demonstration) (err error) {
	removeOldDemos(c.Logger())
	dir, err := os.MkdirTemp("", demoPrefix)
	if err != nil {
		return fmt.Errorf("create a temporary folder: %w", err)
	}
	m := datadir.NewMarker()
	m.Demo = true
	if err := m.Write(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	listener, err := net.Listen("tcp", c.Console.Address)
	if err != nil {
		return fmt.Errorf("listen on the console's address: %w", err)
	}
	defer listener.Close() // a second close, after serve's, does nothing
	page := fmt.Sprintf("http://%s/", listener.Addr())
	c.Data, c.Console.BaseURL = filepath.Join(dir, "data"), page // the sample's own addresses lead nowhere
	how := opening{proveUpTo: provenAtOnce}
	if d.Pause > 0 {
		outlet, stop, err := playOutlet(ctx, d)
		if err != nil {
			return err
		}
		defer stop()
		how.sources = []follow.Source{outlet}
		how.hurry = int(18 * time.Hour / d.Pause) // a page is looked at again after one pause
	}
	a, err := openFolder(ctx, c, c.Logger(), how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	a.briefing.Sample = true
	if d.Articles != nil {
		if err := a.ingestSample(ctx, d.Articles, filepath.Join(dir, "sample")); err != nil {
			return err
		}
	}
	d.Ready(a.Index.Stats().Articles, page)
	return a.Serve(ctx, listener)
}

// playOutlet serves an invented outlet on this machine until stop is called, and returns
// it as a source.
func playOutlet(ctx context.Context, d Demonstration) (s follow.Source, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return s, nil, fmt.Errorf("listen for the demo's outlet: %w", err)
	}
	outlet := newsroom.New()
	server := &http.Server{Handler: outlet, ReadHeaderTimeout: 10 * time.Second}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { _ = server.Serve(listener) }) // until it is closed
	running.Go(func() { outlet.Run(ctx, d.Pause, d.Tell) })
	stop = func() { cancel(); _ = server.Close(); running.Wait() }
	return follow.Source{URL: fmt.Sprintf("http://%s/feed.xml", listener.Addr()), Every: d.Pause / 4}, stop, nil
}

const demoPrefix = "briefing-bot-demo-"

// removeOldDemos removes the folders of demos that were killed: those with the
// marker of a demo, of this user, in whose archive nobody works.
func removeOldDemos(log *slog.Logger) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), demoPrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range old {
		if !abandonedDemo(dir) {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			log.Warn("removing the folder of an earlier demo failed", slog.String("folder", dir), slog.Any("error", err))
		}
	}
}

func abandonedDemo(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !datadir.OwnedByUser(info) {
		return false
	}
	if m, err := datadir.ReadMarker(dir); err != nil || !m.Demo {
		return false
	}
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(filepath.Join(data, archive.FileName)); err != nil {
		return time.Since(info.ModTime()) > time.Hour // it may just be starting
	}
	opened, err := archive.Open(data, archive.Options{Timeout: time.Millisecond})
	if err != nil {
		return !errors.Is(err, archive.ErrInUse)
	}
	return opened.Close() == nil
}

// ingestSample reads the embedded articles as a folder, as a team's own would be.
func (a *App) ingestSample(ctx context.Context, articles fs.FS, dir string) error {
	if err := os.CopyFS(dir, articles); err != nil {
		return fmt.Errorf("unpack the sample: %w", err)
	}
	if _, err := a.ingester.Run(ctx, []string{dir}, ingest.Options{}); err != nil {
		return fmt.Errorf("ingest the sample: %w", err)
	}
	return nil
}
