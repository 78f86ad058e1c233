package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
)

// sample is the folder of articles that `demo` shows, about an invented negotiation.
//
//go:embed sample
var sample embed.FS

func newDemo() *cobra.Command {
	var noBrowser bool
	var address string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Try the sample briefing in your browser, without configuration",
		Long: `Index the embedded sample briefing, articles about an invented negotiation, in a
temporary folder and open the console in a browser. The folder is removed afterwards.`,
		Example: `  briefing-bot demo
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
			return app.Demo(cmd.Context(), c, articles, func(n int, page string) {
				fmt.Fprintf(cmd.OutOrStdout(), "%d sample articles, invented for trying this out. The page is at %s\nYour own: briefing-bot ingest FOLDER, then briefing-bot serve. Press Ctrl-C to stop.\n", n, page)
				if !noBrowser {
					openBrowser(cmd.Context(), page)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address and do not open a browser")
	cmd.Flags().StringVar(&address, "address", "127.0.0.1:0", "address of the console; port 0 picks a free one")
	return cmd
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
