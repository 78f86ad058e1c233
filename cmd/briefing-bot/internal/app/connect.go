package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// NeedBriefing returns an error if there is no data folder yet: verbs that only
// read do not create one.
func NeedBriefing(c config.Config) error {
	entries, err := os.ReadDir(c.Data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return fmt.Errorf("no briefing in %s yet. Add articles with: %s", config.HomeRelative(c.Data), c.IngestCommand())
	}
	return nil // what else is wrong opening it reports
}

// Check checks the folder, after salvaging it if asked to.
func Check(ctx context.Context, c config.Config, salvage bool) (control.CheckReport, error) {
	if !isDir(c.Data) {
		return control.CheckReport{}, fmt.Errorf("data folder %s does not exist: check the path", c.Data)
	}
	if salvage {
		return runSalvage(ctx, c)
	}
	d, err := Connect(ctx, c)
	if errors.Is(err, archive.ErrDamaged) {
		return control.CheckReport{Problems: []string{err.Error()}}, nil
	}
	if err != nil {
		return control.CheckReport{}, err
	}
	report, err := d.Check(ctx)
	return report, errors.Join(err, d.Close())
}

// runSalvage salvages the archive, lets the index follow it, and checks both.
func runSalvage(ctx context.Context, c config.Config) (control.CheckReport, error) {
	saved, err := archive.Salvage(c.Data, time.Second)
	if errors.Is(err, archive.ErrInUse) {
		return control.CheckReport{}, fmt.Errorf("%w: stop the process that uses it, then try again", err)
	}
	if err != nil {
		return control.CheckReport{}, fmt.Errorf("salvage: %w", err)
	}
	a, err := openFolder(ctx, c, c.Logger(), opening{adopt: true})
	if err != nil {
		return control.CheckReport{}, err
	}
	err = a.Reload(ctx)
	var report control.CheckReport
	if err == nil {
		report, err = a.folder().Check(ctx)
	}
	if saved.Renamed != "" {
		if err := a.prove(ctx); err != nil {
			return report, fmt.Errorf("check: %w", err)
		}
		report.Repaired = append(report.Repaired, fmt.Sprintf("The archive was replaced by a new one with everything that is intact. The damaged file is kept as %s.", saved.Renamed))
	}
	for _, name := range saved.Values {
		report.Problems = append(report.Problems, fmt.Sprintf("Lost: the record %q.", name))
	}
	for _, l := range saved.Lost {
		report.Problems = append(report.Problems, fmt.Sprintf("Lost: %s. Ingest it again.", l))
	}
	return report, errors.Join(err, a.Close())
}

// connectTimeout is how long a verb waits for a process that owns the data folder
// and accepts no requests, such as one that is starting or stopping.
const connectTimeout = 10 * time.Second

// Connect reaches the process that owns the data folder, or opens it.
func Connect(ctx context.Context, c config.Config) (control.Backend, error) {
	quiet := c
	if quiet.Log.Level == "info" {
		quiet.Log.Level = "warn" // who runs a verb wants its answer; what serve does is for a log
	}
	for start := time.Now(); ; {
		d, unreached := control.Reach(ctx, c.Data)
		switch {
		case errors.Is(unreached, control.ErrSilent), errors.Is(unreached, control.ErrForeignOwner):
			return control.Backend{}, unreached
		case unreached == nil:
			return d.RetryOnOwnerChange(ctx, func() (control.Backend, error) { return Connect(ctx, c) }), nil
		}
		a, err := Open(ctx, c, quiet.Logger())
		switch {
		case err == nil:
			return a.sharedBackend(ctx), nil
		case !errors.Is(err, archive.ErrInUse):
			return control.Backend{}, err
		case time.Since(start) > connectTimeout || ctx.Err() != nil:
			return control.Backend{}, unreached
		}
	}
}
