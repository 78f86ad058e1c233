package main

import (
	"context"
	"errors"
	"os"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// withBackend calls do with the data folder of the configuration: that of the
// process that owns it, or opened here. The folder must hold a briefing.
func withBackend(ctx context.Context, s *config.Flags, do func(config.Config, control.Backend) error) error {
	c, err := loadConfig(s)
	if err != nil {
		return err
	}
	if err := app.NeedBriefing(c); err != nil {
		return err
	}
	return withNewBackend(ctx, c, do)
}

// loadConfig reads the configuration, and tells on standard error of a data folder that
// was found rather than named.
func loadConfig(s *config.Flags) (config.Config, error) {
	c, err := s.Load()
	if err == nil && s.DataNote != "" {
		printError(os.Stderr, errors.New(s.DataNote))
	}
	return c, err
}

// withNewBackend is withBackend for verbs that make the folder if it is absent.
func withNewBackend(ctx context.Context, c config.Config, do func(config.Config, control.Backend) error) error {
	d, err := app.Connect(ctx, c)
	if err != nil {
		return err
	}
	err = do(c, d)
	return errors.Join(err, d.Close())
}
