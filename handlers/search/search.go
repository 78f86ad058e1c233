package search

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/chart"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

// Index is the part of the index that the commands use.
type Index interface {
	Statements(ctx context.Context, q index.Query) (index.Result, error)
	AnyStatement(ctx context.Context, q index.Query) (bool, error)
	CountWithout(ctx context.Context, q index.Query, lifted ...index.Restrictions) ([]int, error)
	Passages(ctx context.Context, q index.Query) (index.Result, error)
	CountPassages(ctx context.Context, q index.Query) (int, error)
	Chronology(ctx context.Context, q index.Query) (index.Chronology, error)
	CountDates(ctx context.Context, q index.Query) (int, error)
	DatedSentences(ctx context.Context, q index.Query) (index.Chronology, error)
	SpeakersAndTallies(ctx context.Context, q index.Query, limit int) (index.SpeakerPage, []index.Tally, error)
	FindKeyed(ctx context.Context, scope index.Scope, name, key string) ([]index.Person, error)
	Topics(ctx context.Context, q index.Query) ([]index.Topic, error)
	Sources(ctx context.Context, scope index.Scope) ([]index.Source, error)
	Articles(ctx context.Context, q index.Query) (index.ArticlePage, error)
	Mentions(ctx context.Context, q index.Query) (int, error)
	MissingTerms(ctx context.Context, scope index.Scope, words []string) ([]string, error)
	NearEach(ctx context.Context, scope index.Scope, words []string, people bool, limit int) ([][]string, error)
	Stats() index.Stats
	StatsOf(scope index.Scope) index.Stats
	chart.Counter
}

// Log records questions that found nothing.
type Log interface {
	Note(ctx context.Context, platform, workspace string, book bot.Book, e bot.Entry) error
}

// Commands answers the commands that search.
type Commands struct {
	Mux    *bot.Mux // with all commands, for plain questions that mean another one
	Index  Index
	Reader query.Reader
	Show   present.Presenter
	// Gaps is nil if nothing keeps questions that found nothing.
	Gaps Log
	// Example returns a word of the index for a placeholder that r's place may see, ""
	// if there is none.
	Example func(r bot.Request, placeholder string) string
}
