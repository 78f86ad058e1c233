package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"net/netip"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

func newServe(s *config.Flags) *cobra.Command {
	var profiles string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the bot: the console, Slack, Discord and scheduled posts",
		Long: `Answer in the console and in the configured chat services, and post digests and
watches, until interrupted. Folders under watch: in the configuration are read now
and whenever they change. Meanwhile the other verbs work on the same data folder:
they reach this process over a socket there.

SIGHUP (systemctl reload) reads the configuration again: who may use the bot, limits and
the level of the log change at once; the log names what waits for the next start.`,
		Example: `  briefing-bot serve --config briefing.yaml
  briefing-bot serve --data ~/briefing`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := loadConfig(s)
			if err != nil {
				return err
			}
			if err := c.CheckSecrets(); err != nil {
				return err
			}
			collectAt(serveGC)
			level := c.Log.LevelVar()
			f, err := app.Open(cmd.Context(), c, c.LoggerTo(os.Stderr, level))
			if errors.Is(err, archive.ErrInUse) {
				return fmt.Errorf("%w: another briefing-bot uses it. Stop that one first, or choose another folder with --data", err)
			}
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", c.Console.Address)
			if err != nil {
				return errors.Join(fmt.Errorf("listen on the console's address (console.address): %w", err), f.Close())
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "The console is at %s\n", console.Openable(listener.Addr().String()))
			if console.Exposed(listener.Addr()) {
				fmt.Fprintln(cmd.ErrOrStderr(), "Other machines can reach it at this machine's name. Their token and the answers travel unencrypted (plain HTTP): on a network that others use, put a proxy with TLS before it.")
			}
			if kept, err := f.Archive.Stats(cmd.Context()); err == nil && kept.Articles == 0 && len(c.Watch)+len(c.Followed()) == 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "The briefing is empty. Add articles with: %s\n", visibleLine(c.IngestCommand()))
			}
			stopProfiles, err := serveProfiles(profiles)
			if err != nil {
				return errors.Join(err, listener.Close(), f.Close())
			}
			defer stopProfiles()
			defer onHangUp(func() { f.Reconfigure(cmd.Context(), s.Load, level) })()
			return errors.Join(f.Serve(cmd.Context(), listener), f.Close())
		},
	}
	cmd.Flags().StringVar(&profiles, "pprof", "", "answer Go's profiles at this address of this machine, such as 127.0.0.1:6060")
	return cmd
}

// serveGC is how much the heap of serve grows between two collections, in percent: with 50 in
// place of Go's 100 it takes 139 in place of 173 MiB at a million passages, and answers
// no longer.
const serveGC = 50

// onHangUp calls do at each SIGHUP, until it is stopped. In a terminal the signal says that
// the terminal is gone, and ends the program as usual.
func onHangUp(do func()) (stop func()) {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return func() {}
	}
	caught, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(caught, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-caught:
				do()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(caught)
		close(done)
	}
}

// serveProfiles serves net/http/pprof at an address of this machine, nothing at "".
func serveProfiles(address string) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	host, _, err := net.SplitHostPort(address)
	if ip, bad := netip.ParseAddr(host); err != nil || bad != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("--pprof %s: write a loopback address with a port, such as 127.0.0.1:6060: profiles show memory, which holds what people asked: %w", address, errUsage)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for profiles (--pprof): %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends when it is closed
	return func() { server.Close() }, nil
}
