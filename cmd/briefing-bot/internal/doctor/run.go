package doctor

import (
	"context"
	"slices"
)

// Run returns the findings of all checks, in the order in which to fix them: without a
// configuration or a folder most else fails.
func (d *Doctor) Run(ctx context.Context) []Finding {
	var out []Finding
	for _, check := range []func(context.Context) []Finding{
		d.configuration, d.secretFiles, d.folder, d.disk, d.briefing, d.watched, d.console, d.slack, d.discord,
	} {
		for _, f := range check(ctx) {
			if f.About != clock || !slices.ContainsFunc(out, func(f Finding) bool { return f.About == clock }) {
				out = append(out, f) // a clock that is wrong is so to all who see it
			}
		}
	}
	return out
}
