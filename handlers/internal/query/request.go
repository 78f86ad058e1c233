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

// Index is the part of the index needed to read requests.
type Index interface {
	FindPeople(ctx context.Context, scope index.Scope, name string) ([]index.Person, error)
	FindByRole(ctx context.Context, scope index.Scope, role string) ([]index.Person, error)
	KeyOf(ctx context.Context, name string) (string, error)
	Near(ctx context.Context, scope index.Scope, word string, people bool, limit int) ([]string, error)
	Sources(ctx context.Context, scope index.Scope) ([]index.Source, error)
	Stats() index.Stats
	StatsOf(scope index.Scope) index.Stats
}

// Reader reads requests against an index.
type Reader struct{ Index Index }
