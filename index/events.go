package index

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Events finds rows of a timeline: the days that matter most for the topic, at
// most q.Limit of them from q.Offset on, each with its best sentence, oldest
// first. Events without a resolved date are not among them.
func (x *Index) Events(ctx context.Context, q Query) (Result, error) { return Result{}, nil }

// Undated counts the events and articles of a topic whose date is unknown.
func (x *Index) Undated(ctx context.Context, q Query) (Result, error) { return Result{}, nil }

// Days counts statements (events is false) or events a day, week or month.
func (x *Index) Days(ctx context.Context, q Query, unit article.Precision, events bool) ([]Day, error) {
	return nil, nil
}
