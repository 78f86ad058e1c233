package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/newsroom"
)

// sample is the folder of articles that `demo` shows, about an invented negotiation.
//
//go:embed sample
var sample embed.FS

func newDemo() *cobra.Command {
	var noBrowser bool
	var address string
	var feed bool
	var pause time.Duration
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try the sample briefing in your browser, without configuration",
		Long: `Index the embedded sample briefing, articles about an invented negotiation, in a
temporary folder and open the console in a browser. The folder is removed afterwards.

With --feed, the briefing follows an invented outlet on this machine instead: articles
come in while you watch, one is corrected, and one is taken back.`,
		Example: `  briefing-bot demo
  briefing-bot demo --feed
  briefing-bot demo --no-browser --address 127.0.0.1:9000`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			articles, err := fs.Sub(sample, "sample")
			if err != nil {
				return fmt.Errorf("open the sample: %w", err)
			}
			c := app.DemoConfig(address)
			if err := c.CheckConsole(); err != nil {
				return err
			}
			d := app.Demonstration{Articles: articles}
			d.Ready = func(n int, page string) {
				fmt.Fprintf(cmd.OutOrStdout(), "%d sample articles, invented for trying this out. The page is at %s\nYour own: briefing-bot ingest FOLDER, then briefing-bot serve. Press Ctrl-C to stop.\n", n, page)
				if !noBrowser {
					openBrowser(cmd.Context(), page)
				}
			}
			if feed {
				d = feedDemo(cmd, pause, !noBrowser)
			}
			return app.Demo(cmd.Context(), c, d)
		},
	}
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address and do not open a browser")
	cmd.Flags().BoolVar(&feed, "feed", false, "follow an invented outlet whose news come in while you watch")
	cmd.Flags().DurationVar(&pause, "pause", 15*time.Second, "with --feed: the time between two things that happen, at least 1s")
	cmd.Flags().StringVar(&address, "address", "127.0.0.1:0", "address of the console; port 0 picks a free one")
	return cmd
}

// feedDemo returns the demonstration of a feed that is followed, told line by line.
func feedDemo(cmd *cobra.Command, pause time.Duration, browser bool) app.Demonstration {
	lines := make(chan string, newsroom.Acts()+1) // Ready's come first
	out := cmd.OutOrStdout()
	begin := func(_ int, page string) {
		fmt.Fprintf(out, "The briefing follows an invented outlet, The Lantern Bay Record. The page is at %s\nAsk there while news comes in: /who-said bridge · /digest now · /changes by:Lindqvist · /admin source list. Press Ctrl-C to stop.\n", page)
		if browser {
			openBrowser(cmd.Context(), page)
		}
		go func() {
			for range newsroom.Acts() {
				select {
				case line := <-lines:
					fmt.Fprintf(out, "%s The Record has %s\n", time.Now().Format(time.TimeOnly), line)
				case <-cmd.Context().Done():
					return
				}
			}
			fmt.Fprintln(out, "That was all. Ask /digest now for what came in.")
		}()
	}
	return app.Demonstration{Pause: max(pause, time.Second), Ready: begin, Tell: func(what string) { lines <- what }}
}

// openBrowser opens a page in the user's browser. If that fails, the user still has
// the printed address.
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
