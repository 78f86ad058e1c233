package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"golang.org/x/sync/errgroup"
)

// Serve runs the surfaces until ctx ends or one of them fails.
func (f *App) Serve(ctx context.Context, listener net.Listener) error {
	token, err := f.config.Console.Token()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	socket, err := control.Listen(f.config.Data)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	store, err := f.openState()
	if err != nil {
		return errors.Join(err, socket.Close(), listener.Close())
	}
	err = f.serveAll(ctx, store, socket, listener, token)
	return errors.Join(err, store.Close())
}

// serveAll runs everything at once.
func (f *App) serveAll(ctx context.Context, store *state.Store, socket, listener net.Listener, token string) error {
	inSlack, err := f.slackBot(store)
	inDiscord, err2 := f.discordBot(store)
	if err := errors.Join(err, err2); err != nil {
		return errors.Join(err, socket.Close(), listener.Close())
	}
	f.briefing.Reload = f.Reload
	f.briefing.Subscriptions, f.briefing.Calendar, f.briefing.Settings, f.briefing.Books = store, calendar(), store, store
	f.briefing.Losses = acknowledging{store, f}
	group, ctx := errgroup.WithContext(ctx)
	posters := map[string]bot.Poster{}
	if inSlack != nil {
		posters["slack"] = inSlack
		group.Go(func() error { return f.runService(ctx, "Slack", inSlack) })
	}
	if inDiscord != nil {
		posters["discord"] = inDiscord
		group.Go(func() error { return f.runService(ctx, "Discord", inDiscord) })
	}
	group.Go(func() error { return control.Serve(ctx, socket, f.backend()) })
	group.Go(func() error { return console.Serve(ctx, listener, f.web(token).Handler()) })
	group.Go(func() error { return f.followWatched(ctx) })
	group.Go(func() error { return f.runSchedule(ctx, store, posters) })
	return group.Wait()
}

// runService runs a chat service. What is wrong at the start ends serve, with its
// mend. What fails later, such as a token that somebody revokes, is logged and
// stands in the status: everything else goes on, and digests for it wait.
func (f *App) runService(ctx context.Context, name string, s interface {
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

// connectionProblem returns the function by which a chat service tells that it has not been
// reached for a while, and that it is again.
func (f *App) connectionProblem(name string) func(text string) {
	return func(text string) {
		if text == "" {
			f.health.Clear(name + " connection")
			return
		}
		f.health.Set(name+" connection", health.Problem{Text: text})
	}
}

// followWatched brings the index up to date while answers are already given, then
// reads the watched folders now and whenever they change.
func (f *App) followWatched(ctx context.Context) error {
	if err := f.Reload(ctx); err != nil && ctx.Err() == nil {
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
