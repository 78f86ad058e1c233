package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// checkers are the parts of the data folder that check looks at, in order. Each
// adds to the report; its error ends the check.
func (f Folder) checkers() []func(context.Context, *control.CheckReport) error {
	return []func(context.Context, *control.CheckReport) error{f.checkArchive, f.checkIndex, f.checkSources, f.checkState}
}

// Check reads every record of the folder and says what is wrong.
func (f Folder) Check(ctx context.Context) (control.CheckReport, error) {
	report := control.CheckReport{Failing: []string{}, Repaired: []string{}, Earlier: []string{}, Problems: []string{}}
	report.Repaired = append(report.Repaired, f.Archive.Repairs()...)
	for _, l := range f.Archive.Earlier() {
		report.Earlier = append(report.Earlier, l.String())
	}
	for _, check := range f.checkers() {
		if err := check(ctx, &report); err != nil {
			return report, fmt.Errorf("check: %w", err)
		}
	}
	return report, nil
}

func (f Folder) checkArchive(ctx context.Context, report *control.CheckReport) error {
	audit, err := f.Archive.Audit(ctx)
	report.Articles, report.Versions, report.Receipts = audit.Articles, audit.Versions, audit.Receipts
	report.Problems = append(report.Problems, audit.Problems...)
	return err
}

// checkIndex compares the index with the archive, both ways.
func (f Folder) checkIndex(ctx context.Context, report *control.CheckReport) error {
	wrong, err := f.Index.Verify(ctx)
	if err != nil {
		report.Problems = append(report.Problems, fmt.Sprintf("The index is damaged (%v). It will be rebuilt when the folder is next opened.", err))
		return ctx.Err()
	}
	for _, w := range wrong {
		report.Problems = append(report.Problems, fmt.Sprintf("Index: article %s: %s.", w.Article, w.Reason))
	}
	stats, err := f.Archive.Stats(ctx)
	if err != nil {
		return err
	}
	report.Indexed = f.Index.Stats().Articles
	if stats.Pending > 0 {
		return nil // articles are coming in
	}
	return f.Archive.EachOutline(ctx, func(r article.Record) {
		if !f.Index.Holds(r) {
			report.Problems = append(report.Problems, fmt.Sprintf("Index: article %s is missing or has another version. It will be indexed at the next start.", r.ID))
		}
	})
}

// checkSources reads what is kept of the sources that are followed, and notes those that
// fail.
func (f Folder) checkSources(ctx context.Context, report *control.CheckReport) error {
	sources, problems, err := f.Follower.Check(ctx)
	report.Sources = sources
	report.Problems = append(report.Problems, problems...)
	for _, s := range f.Follower.List() {
		if fault := s.Fault(); fault != "" {
			report.Failing = append(report.Failing, fault)
		}
	}
	return err
}

// checkState reads every record of the state database, through the store that is
// open or from the file if none is.
func (f Folder) checkState(ctx context.Context, report *control.CheckReport) error {
	check := func(context.Context) ([]state.Fault, error) { return state.CheckFile(f.Data) }
	if f.State != nil {
		check = f.State.Check
	}
	faults, err := check(ctx)
	if err != nil {
		report.Problems = append(report.Problems, fmt.Sprintf("State database: %v. serve keeps what can be read when it starts.", err))
		return ctx.Err()
	}
	for _, fault := range faults {
		report.Problems = append(report.Problems, fmt.Sprintf("State database: %s.", fault.Text))
	}
	if _, err := os.Stat(filepath.Join(f.Data, state.FileName)); f.Marker.State && errors.Is(err, fs.ErrNotExist) {
		report.Problems = append(report.Problems, fmt.Sprintf("State database: %s is missing. Restore it from a copy of the data folder.", state.FileName))
	}
	return nil
}
