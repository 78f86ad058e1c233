package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
)

// runService runs a chat service. An error at the start ends serve. A later one,
// such as a revoked token, is logged and shown in the status: everything else goes
// on, and digests for the service wait.
func (a *App) runService(ctx context.Context, name string, s interface {
	Run(context.Context) error
	Connected() bool
}) error {
	err := s.Run(ctx)
	switch {
	case err == nil || ctx.Err() != nil && errors.Is(err, context.Canceled):
		return nil // stopped on request
	case ctx.Err() != nil || !s.Connected():
		return err
	}
	a.log.Error("chat service stopped; everything else goes on", slog.String("service", name), slog.Any("error", err))
	a.health.Set(name, health.Problem{Text: fmt.Sprintf("%s has ended: %v Digests for it wait until that is fixed and briefing-bot is started again.", name, err)})
	return nil
}

// connectionProblem returns the function by which a chat service tells that it has not been
// reached for a while, and that it is again.
func (a *App) connectionProblem(name string) func(text string) {
	return func(text string) {
		if text == "" {
			a.health.Clear(name + " connection")
			return
		}
		a.health.Set(name+" connection", health.Problem{Text: text})
	}
}
