// Package query reads a request: which words, person, outlet and period its
// arguments mean, as a query of the index, and what to say about how they were read.
// It searches nothing.
package query

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// Request is a request with the outlets that its place may see.
type Request struct {
	bot.Request
	Scope index.Scope
}

// Handler answers a request from the outlets that its place may see.
type Handler func(ctx context.Context, r Request) (bot.Card, error)
