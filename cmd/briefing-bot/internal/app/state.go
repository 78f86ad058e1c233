package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
)

// openState opens the state database in the data folder. What damage cost it is
// logged, and kept in the folder's health until somebody acknowledges it.
func (a *App) openState() (*state.Store, error) {
	key, err := config.StateKey()
	if err != nil {
		return nil, err
	}
	store, err := state.Open(a.config.Data, state.Options{Key: key, Expected: a.marker.State, OnLoss: a.reportLosses})
	if err != nil || a.marker.State {
		return store, err
	}
	a.marker.State = true
	if err := a.marker.Write(a.config.Data); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

// lossesKey is the health problem of a damaged state database.
const lossesKey = "state database"

// shownLosses is the maximum number of losses that a problem lists.
const shownLosses = 5

// reportLosses logs losses and reports them as a health problem.
func (a *App) reportLosses(losses []state.Loss) {
	var names []string
	rules := false
	for _, l := range losses {
		a.log.Error("state database was damaged", slog.String("lost", l.What()), slog.String("reason", l.Detail), slog.String("kept_as", l.File))
		names, rules = append(names, l.What()), rules || l.Rules()
	}
	text := "The state database was damaged. Lost: " + strings.Join(names[:min(len(names), shownLosses)], ", ")
	if more := len(names) - shownLosses; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	text += "."
	if file := losses[len(losses)-1].File; file != "" {
		text += " The damaged file is kept as " + file + "."
	}
	p := health.Problem{Text: text + " Set up what is missing again, then run: admin settings losses:accept", Incomplete: rules}
	if rules {
		p.Note = "Settings were lost to damage, so that some articles may be hidden here."
	}
	a.health.Set(lossesKey, p)
}

// acknowledging takes losses for known, in the folder's health too.
type acknowledging struct {
	store *state.Store
	app   *App
}

// Acknowledge is state.Store.Acknowledge.
func (a acknowledging) Acknowledge(ctx context.Context, platform, workspace string) (int, error) {
	n, err := a.store.Acknowledge(ctx, platform, workspace)
	return n, errors.Join(err, a.refresh(ctx))
}

// AcknowledgeAll is state.Store.AcknowledgeAll.
func (a acknowledging) AcknowledgeAll(ctx context.Context) (int, error) {
	n, err := a.store.AcknowledgeAll(ctx)
	return n, errors.Join(err, a.refresh(ctx))
}

func (a acknowledging) refresh(ctx context.Context) error {
	left, err := a.store.Losses(ctx)
	if err != nil {
		return err
	}
	a.app.health.Clear(lossesKey)
	if len(left) > 0 {
		a.app.reportLosses(left)
	}
	return nil
}
