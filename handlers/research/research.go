package research

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

// Index is the part of the index that the commands use.
type Index interface {
	Statements(ctx context.Context, q index.Query) (index.Result, error)
	Voices(ctx context.Context, q index.Query) (index.Voices, error)
	Unquoted(ctx context.Context, q index.Query) (index.Unquoted, error)
}

// Commands answers the commands that compare.
type Commands struct {
	Index  Index
	Reader query.Reader
	Show   present.Presenter
	// Example returns a word of the index for a placeholder that r's place may see, ""
	// if there is none.
	Example func(r bot.Request, placeholder string) string
}
