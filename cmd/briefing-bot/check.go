package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// checkReport is what `check` found. Its JSON form is what `check --json` prints.
type checkReport struct {
	Articles int      `json:"articles"` // whose current version is whole
	Versions int      `json:"versions"` // that are whole
	Receipts int      `json:"receipts"` // made and verified
	Indexed  int      `json:"indexed"`  // articles
	Repaired []string `json:"repaired"` // what was rebuilt without loss
	Earlier  []string `json:"earlier"`  // what an earlier salvage could not save
	Problems []string `json:"problems"` // whole sentences; none if all is well
}

// checkers are the parts of the data folder that check looks at, in order. Each
// adds to the report; its error ends the check.
func (f *folder) checkers() []func(context.Context, *checkReport) error {
	return []func(context.Context, *checkReport) error{f.checkArchive, f.checkIndex}
}

func newCheck(s *settings) *cobra.Command {
	var asJSON, salvage bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Prove that no article is damaged and that the index holds them all",
		Long: `Check the data folder: every record of the archive, every version of every
article, what was found in them, the receipts made of it, and the index against
them. What can be rebuilt without loss is. The exit status is 0 if all is well and 1
if something is damaged or lost; the lines on standard output say what.

With --salvage a damaged archive is written anew from all that is intact, under the
same article numbers, so that receipts stay valid. The damaged file is renamed and
kept. The index then follows the archive. No other briefing-bot may use the folder
meanwhile.`,
		Example: `  briefing-bot check
  briefing-bot check --salvage`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.load()
			if err != nil {
				return err
			}
			report, err := runCheck(cmd.Context(), c, salvage)
			if err != nil {
				return err
			}
			if err := report.print(cmd.OutOrStdout(), asJSON); err != nil {
				return err
			}
			if len(report.Problems) > 0 {
				return exitStatus(exitFailed)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one line of JSON")
	cmd.Flags().BoolVar(&salvage, "salvage", false, "write a damaged archive anew from what is intact")
	return cmd
}

// runCheck checks the folder, after salvaging it if asked to.
func runCheck(ctx context.Context, c config, salvage bool) (checkReport, error) {
	if !isDir(c.Data) {
		return checkReport{}, fmt.Errorf("there is no data folder %s: check the path", c.Data)
	}
	if salvage {
		return runSalvage(ctx, c)
	}
	d, err := openDesk(ctx, c)
	if errors.Is(err, archive.ErrDamaged) {
		return checkReport{Problems: []string{err.Error()}}, nil
	}
	if err != nil {
		return checkReport{}, err
	}
	report, err := d.check(ctx)
	return report, errors.Join(err, d.close())
}

// runSalvage salvages the archive, lets the index follow it, and checks both.
func runSalvage(ctx context.Context, c config) (checkReport, error) {
	saved, err := archive.Salvage(c.Data, time.Second)
	if errors.Is(err, archive.ErrInUse) {
		return checkReport{}, fmt.Errorf("%w: stop it, then run this again", err)
	}
	if err != nil {
		return checkReport{}, fmt.Errorf("salvage: %w", err)
	}
	f, err := openProven(ctx, c, c.logger(), true)
	if err != nil {
		return checkReport{}, err
	}
	err = f.bringUpToDate(ctx)
	var report checkReport
	if err == nil {
		report, err = f.check(ctx)
	}
	if saved.Renamed != "" {
		report.Repaired = append(report.Repaired, fmt.Sprintf("The archive was written anew from what is intact. The damaged file is kept as %s.", saved.Renamed))
	}
	for _, name := range saved.Values {
		report.Problems = append(report.Problems, fmt.Sprintf("Lost: the record %q.", name))
	}
	for _, l := range saved.Lost {
		report.Problems = append(report.Problems, fmt.Sprintf("Lost: %s. Ingest it again.", l))
	}
	return report, errors.Join(err, f.Close())
}

// check runs all checkers.
func (f *folder) check(ctx context.Context) (checkReport, error) {
	report := checkReport{Repaired: []string{}, Earlier: []string{}, Problems: []string{}}
	report.Repaired = append(report.Repaired, f.archive.Repairs()...)
	for _, l := range f.archive.Earlier() {
		report.Earlier = append(report.Earlier, l.String())
	}
	for _, check := range f.checkers() {
		if err := check(ctx, &report); err != nil {
			return report, fmt.Errorf("check: %w", err)
		}
	}
	return report, nil
}

func (f *folder) checkArchive(ctx context.Context, report *checkReport) error {
	audit, err := f.archive.Audit(ctx)
	report.Articles, report.Versions, report.Receipts = audit.Articles, audit.Versions, audit.Receipts
	report.Problems = append(report.Problems, audit.Problems...)
	return err
}

// checkIndex compares the index with the archive, both ways.
func (f *folder) checkIndex(ctx context.Context, report *checkReport) error {
	wrong, err := f.index.Verify(ctx)
	if err != nil {
		report.Problems = append(report.Problems, fmt.Sprintf("The index is damaged (%v). It is rebuilt when the folder is opened next.", err))
		return ctx.Err()
	}
	for _, w := range wrong {
		report.Problems = append(report.Problems, fmt.Sprintf("Index: article %s: %s.", w.Article, w.Reason))
	}
	stats, err := f.archive.Stats(ctx)
	if err != nil {
		return err
	}
	report.Indexed = f.index.Stats().Articles
	if stats.Pending > 0 {
		return nil // articles are coming in
	}
	return f.archive.EachOutline(ctx, func(r article.Record) {
		if !f.index.Holds(r) {
			report.Problems = append(report.Problems, fmt.Sprintf("Index: article %s is missing or of another version. The next start indexes it.", r.ID))
		}
	})
}

// print writes the report for people or as JSON.
func (r checkReport) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	out := fmt.Sprintf("%d articles in %d versions are whole, %d of them in the index; %d receipts verify.\n", r.Articles, r.Versions, r.Indexed, r.Receipts)
	for _, line := range r.Repaired {
		out += "Repaired: " + line + "\n"
	}
	for _, line := range r.Earlier {
		out += "Lost earlier: " + line + "\n"
	}
	for _, line := range r.Problems {
		out += line + "\n"
	}
	if len(r.Problems) == 0 {
		out += "Nothing is damaged.\n"
	}
	_, err := io.WriteString(w, out)
	return err
}
