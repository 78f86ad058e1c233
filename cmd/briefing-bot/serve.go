package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

func newServe(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer on every configured surface until interrupted",
		Long: `Answer on every configured surface until interrupted: the console, and the other
verbs on the same data folder, which reach this process over a socket there.
Folders under watch: in the configuration are read now and whenever they change.`,
		Example: `  briefing-bot serve --config briefing.yaml
  briefing-bot serve --data ~/briefing`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.load()
			if err != nil {
				return err
			}
			if err := c.Slack.checkSecrets(); err != nil {
				return err
			}
			if err := c.Discord.checkSecrets(); err != nil {
				return err
			}
			f, err := openFolder(cmd.Context(), c, c.logger())
			if errors.Is(err, archive.ErrInUse) {
				return fmt.Errorf("%w: another serve owns it; stop that one first, or give this one another --data", err)
			}
			if err != nil {
				return err
			}
			listener, err := net.Listen("tcp", c.Console.Address)
			if err != nil {
				return errors.Join(fmt.Errorf("open the console's address (console.address in the configuration): %w", err), f.Close())
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "The console is at http://%s/\n", listener.Addr())
			return errors.Join(f.serve(cmd.Context(), listener), f.Close())
		},
	}
}

// serve runs the surfaces until ctx ends or one of them fails.
func (f *folder) serve(ctx context.Context, listener net.Listener) error {
	token, err := f.config.Console.token()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	control, err := listenControl(f.config.Data)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	store, err := f.openState()
	if err != nil {
		return errors.Join(err, control.Close(), listener.Close())
	}
	err = f.serveAll(ctx, store, control, listener, token)
	return errors.Join(err, store.Close())
}

// serveAll runs everything at once.
func (f *folder) serveAll(ctx context.Context, store *state.Store, control, listener net.Listener, token string) error {
	inSlack, err := f.slackBot(store)
	inDiscord, err2 := f.discordBot(store)
	if err := errors.Join(err, err2); err != nil {
		return errors.Join(err, control.Close(), listener.Close())
	}
	f.briefing.Reload = f.bringUpToDate
	f.briefing.Subscriptions, f.briefing.Calendar, f.briefing.Settings, f.briefing.Books = store, calendar(), store, store
	f.briefing.Losses = acknowledging{store, f}
	group, ctx := errgroup.WithContext(ctx)
	posters := map[string]bot.Poster{}
	if inSlack != nil {
		posters["slack"] = inSlack
		group.Go(func() error { return f.surface(ctx, "Slack", inSlack) })
	}
	if inDiscord != nil {
		posters["discord"] = inDiscord
		group.Go(func() error { return f.surface(ctx, "Discord", inDiscord) })
	}
	group.Go(func() error { return serveControl(ctx, control, f.desk()) })
	group.Go(func() error { return console.Serve(ctx, listener, f.web(token).Handler()) })
	group.Go(func() error { return f.follow(ctx) })
	group.Go(func() error { return f.post(ctx, store, posters) })
	return group.Wait()
}

// surface runs a chat service. What is wrong at the start ends serve, with its
// mend. What fails later, such as a token that somebody revokes, is logged and
// stands in the status: everything else goes on, and digests for it wait.
func (f *folder) surface(ctx context.Context, name string, s interface {
	Run(context.Context) error
	Connected() bool
}) error {
	err := s.Run(ctx)
	switch {
	case err == nil || ctx.Err() != nil && errors.Is(err, context.Canceled):
		return nil // the end that was asked for
	case ctx.Err() != nil || !s.Connected():
		return err
	}
	f.log.Error("a chat service has ended; everything else goes on. Mend it and start again", slog.String("service", name), slog.Any("error", err))
	f.health.Set(name, health.Problem{Text: fmt.Sprintf("%s has ended: %v Digests for it wait until that is fixed and briefing-bot is started again.", name, err)})
	return nil
}

// trouble returns the function by which a chat service tells that it has not been
// reached for a while, and that it is again.
func (f *folder) trouble(name string) func(text string) {
	return func(text string) {
		if text == "" {
			f.health.Clear(name + " connection")
			return
		}
		f.health.Set(name+" connection", health.Problem{Text: text})
	}
}

// follow brings the index up to date while answers are already given, then
// reads the watched folders now and whenever they change.
func (f *folder) follow(ctx context.Context) error {
	if err := f.bringUpToDate(ctx); err != nil && ctx.Err() == nil {
		f.log.Error("the index could not be brought up to date; answers may be incomplete", slog.Any("error", err))
	}
	if len(f.config.Watch) == 0 || ctx.Err() != nil {
		return nil
	}
	err := f.ingester.Watch(ctx, f.config.Watch, ingest.WatchOptions{Done: f.logReport, Status: f.watchStatus})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("watch folders: %w", err)
	}
	return nil
}
