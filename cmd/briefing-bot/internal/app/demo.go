package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// DemoConfig is the configuration of a demo, which connects to no chat service.
func DemoConfig(address string) config.Config {
	c := config.Default()
	c.Console.Address, c.Log.Level = address, "warn"
	c.Slack.Mode, c.Discord.Mode = slack.ModeOff, discord.ModeOff
	return c
}

// Demo serves the articles from a temporary folder, which is removed at the end.
// ready is called with their number and the address of the console.
func Demo(ctx context.Context, c config.Config, articles fs.FS, ready func(n int, page string)) (err error) {
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
	a, err := Open(ctx, c, c.Logger())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	a.briefing.Sample = true
	if err := a.ingestSample(ctx, articles, filepath.Join(dir, "sample")); err != nil {
		return err
	}
	ready(a.Index.Stats().Articles, page)
	return a.Serve(ctx, listener)
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
