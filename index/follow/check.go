package follow

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/archive"
)

// Check reads what is kept of every source and of its items, and looks up the articles
// that items gave. It returns the number of sources and a sentence for each thing that is
// wrong with them.
func (f *Follower) Check(ctx context.Context) (sources int, problems []string, err error) {
	for _, read := range []func(context.Context) error{
		func(ctx context.Context) error { _, err := f.records.readAdded(ctx); return err },
		func(ctx context.Context) error { _, err := f.records.readOrders(ctx); return err },
	} {
		if err := read(ctx); err != nil {
			problems = append(problems, fmt.Sprintf("Sources: %v.", err))
		}
	}
	all := f.List()
	for _, s := range all {
		if problem := f.checkSource(ctx, s); problem != "" {
			problems = append(problems, fmt.Sprintf("Source %s: %s.", s.Name(), problem))
		}
		if err := ctx.Err(); err != nil {
			return 0, nil, err
		}
	}
	return len(all), problems, nil
}

// checkSource returns what is wrong with what is kept of a source, "" if nothing is.
func (f *Follower) checkSource(ctx context.Context, s Status) string {
	key := keyOf(s.URL)
	var state State
	if err := f.records.readState(ctx, key, &state); err != nil {
		return err.Error()
	}
	items, err := f.records.readItems(ctx, key)
	if err != nil {
		return err.Error()
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(items)) {
		id := items[name].ID
		if id == "" {
			continue
		}
		if _, err := f.archive.Get(ctx, id); errors.Is(err, archive.ErrNotFound) {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return fmt.Sprintf("%d of the articles that it gave are not in the archive, such as %s", len(missing), missing[0])
	}
	return ""
}
