package search

import (
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/index"
)

// countStatements returns the number of statements that answer a query.
func (c Commands) countStatements(ctx context.Context, q index.Query) (int, error) {
	found, err := c.Index.CountWithout(ctx, q, 0)
	if err != nil {
		return 0, fmt.Errorf("count statements: %w", err)
	}
	return found[0], nil
}

// countDates returns the number of a timeline's dates.
func (c Commands) countDates(ctx context.Context, q index.Query) (int, error) {
	n, err := c.Index.CountDates(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count dates: %w", err)
	}
	return n, nil
}

// countHolding returns the number of passages that holding finds.
func (c Commands) countHolding(ctx context.Context, q index.Query, words index.Words) (int, error) {
	if !requireAll(&q, words) {
		return 0, nil
	}
	found, err := c.Index.CountPassages(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count passages: %w", err)
	}
	return found, nil
}

// requireAll makes q ask for passages with all of some words, and reports whether such a
// query finds anything.
func requireAll(q *index.Query, words index.Words) bool {
	required := append(slices.Clip(words.Phrases), words.Terms...)
	if len(required) == 0 || len(required) > index.MaxPhrases {
		return false
	}
	q.Words.Terms, q.Words.Phrases = words.Terms, required // a phrase of one word must be there
	return true
}
