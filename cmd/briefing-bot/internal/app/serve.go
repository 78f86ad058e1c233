package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Serve runs the surfaces until ctx ends or one of them fails.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	token, err := a.config.Console.Token()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	socket, err := control.Listen(a.config.Data)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	store, err := a.openState()
	if err != nil {
		return errors.Join(err, socket.Close(), listener.Close())
	}
	a.mu.Lock()
	a.state = store
	a.mu.Unlock()
	err = a.serveAll(ctx, store, socket, listener, token)
	return errors.Join(err, store.Close())
}

// serveAll runs everything at once.
func (a *App) serveAll(ctx context.Context, store *state.Store, socket, listener net.Listener, token string) error {
	inSlack, err := a.slackBot(store)
	inDiscord, err2 := a.discordBot(store)
	if err := errors.Join(err, err2); err != nil {
		return errors.Join(err, socket.Close(), listener.Close())
	}
	a.briefing.Reload = a.Reload
	a.briefing.Subscriptions, a.briefing.Calendar, a.briefing.Settings, a.briefing.Books = store, digests{a, store}.calendar(), store, store
	posters := map[string]bot.Poster{}
	a.briefing.CanPost = func(ctx context.Context, at bot.Place) error {
		if p := posters[at.Platform]; p != nil {
			return p.CanPost(ctx, at)
		}
		return nil
	}
	a.Index.KeepPrepared()
	a.briefing.Losses, a.briefing.Forgetter = acknowledging{store, a}, store
	asked := ctx
	group, ctx := errgroup.WithContext(ctx)
	a.mu.Lock()
	a.inSlack, a.inDiscord = inSlack, inDiscord
	a.mu.Unlock()
	if inSlack != nil {
		posters["slack"] = inSlack
		group.Go(func() error { return a.runService(ctx, "Slack", inSlack) })
	}
	if inDiscord != nil {
		posters["discord"] = inDiscord
		group.Go(func() error { return a.runService(ctx, "Discord", inDiscord) })
	}
	group.Go(func() error { return control.Serve(ctx, socket, a.backend()) })
	group.Go(func() error { return console.Serve(ctx, listener, site{a}.web(token).Handler()) })
	group.Go(func() error { return a.watchDisk(ctx) })
	group.Go(func() error { return watchIndex(ctx, a) })
	group.Go(func() error { return a.proveWhileServing(ctx) })
	group.Go(func() error { return a.followWatched(ctx) })
	group.Go(func() error {
		if err := a.proveWhileServing(ctx); err != nil {
			return err
		}
		return a.follower.Run(ctx)
	})
	group.Go(func() error { return digests{a, store}.run(ctx, posters) })
	err = group.Wait()
	if asked.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // whatever was under way when serve was to end
	}
	return err
}

// followWatched brings the index up to date while answers are already given, then
// reads the watched folders now and whenever they change.
func (a *App) followWatched(ctx context.Context) error {
	if err := a.Reload(ctx); err != nil && ctx.Err() == nil {
		a.log.Error("updating the index failed; answers may be incomplete", slog.Any("error", err))
	}
	if len(a.config.Watch) == 0 || ctx.Err() != nil {
		return nil
	}
	err := a.ingester.Watch(ctx, a.config.Watch, ingest.WatchOptions{Done: a.logReport, Status: a.watchStatus})
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("watch folders: %w", err)
	}
	return nil
}
