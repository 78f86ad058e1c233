package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// sample is the briefing of `demo`: articles about an invented negotiation.
//
//go:embed sample
var sample embed.FS

func newDemo(s *settings) *cobra.Command {
	var noBrowser bool
	var address string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try it: the sample briefing in your browser, no configuration",
		Long: `Index the embedded sample briefing, articles about an invented negotiation, in a
temporary folder and open the console in a browser. The folder is removed afterwards.`,
		Example: `  briefing-bot demo
  briefing-bot demo --no-browser --address 127.0.0.1:9000`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c := demoConfig(address)
			if err := c.checkConsole(); err != nil {
				return err
			}
			return runDemo(cmd, c, !noBrowser)
		},
	}
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "only print the address")
	cmd.Flags().StringVar(&address, "address", "127.0.0.1:0", "address of the console; port 0 takes a free one")
	return cmd
}

// demoConfig is the configuration of a demo, which connects to no chat service.
func demoConfig(address string) config {
	c := defaults()
	c.Console.Address, c.Log.Level = address, "warn"
	c.Slack.Mode, c.Discord.Mode = slackOff, discordOff
	return c
}

func runDemo(cmd *cobra.Command, c config, openPage bool) (err error) {
	removeOldDemos(c.logger())
	dir, err := os.MkdirTemp("", demoPrefix)
	if err != nil {
		return fmt.Errorf("create a temporary folder: %w", err)
	}
	m := newMarker()
	m.Demo = true
	if err := m.write(dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	listener, err := net.Listen("tcp", c.Console.Address)
	if err != nil {
		return fmt.Errorf("open the console's address: %w", err)
	}
	defer listener.Close() // a second close, after serve's, does nothing
	page := fmt.Sprintf("http://%s/", listener.Addr())
	c.Data, c.Console.BaseURL = filepath.Join(dir, "data"), page // the sample's own addresses lead nowhere
	f, err := openFolder(cmd.Context(), c, c.logger())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.ingestSample(cmd.Context(), filepath.Join(dir, "sample")); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%d sample articles. The console is at %s\nCtrl-C ends it.\n", f.index.Stats().Articles, page)
	if openPage {
		openBrowser(cmd.Context(), page)
	}
	return f.serve(cmd.Context(), listener)
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
			log.Warn("folder of an earlier demo could not be removed", slog.String("folder", dir), slog.Any("error", err))
		}
	}
}

func abandonedDemo(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || !ownedByUser(info) {
		return false
	}
	if m, err := readMarker(dir); err != nil || !m.Demo {
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
func (f *folder) ingestSample(ctx context.Context, dir string) error {
	articles, err := fs.Sub(sample, "sample")
	if err != nil {
		return fmt.Errorf("open the sample: %w", err)
	}
	if err := os.CopyFS(dir, articles); err != nil {
		return fmt.Errorf("unpack the sample: %w", err)
	}
	if _, err := f.ingester.Run(ctx, []string{dir}, ingest.Options{}); err != nil {
		return fmt.Errorf("ingest the sample: %w", err)
	}
	return nil
}

// openBrowser shows a page in the user's browser. Where none can be started
// the printed address is enough.
func openBrowser(ctx context.Context, page string) {
	name, args := "xdg-open", []string{page}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", page}
	}
	if path, err := exec.LookPath(name); err == nil {
		_ = exec.CommandContext(ctx, path, args...).Start()
	}
}
