package present

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Index is the part of the index that rows and footers need.
type Index interface {
	Marks(body string, words index.Words) []article.Span
	Stats() index.Stats
	StatsOf(scope index.Scope) index.Stats
}

// Archive reads articles.
type Archive interface {
	Get(ctx context.Context, id string) (article.Record, error)
}

// Presenter makes cards and their rows.
type Presenter struct {
	Index   Index
	Archive Archive
	// BaseURL is the address of the console, "" if links go to the articles' own
	// addresses.
	BaseURL string
	// Stale is the age of the newest article from which an answer says how old the
	// briefing is; 24 h if zero.
	Stale time.Duration
	Log   *slog.Logger // slog.Default if nil
	// Incomplete returns a sentence for each thing that may make answers shorter
	// than they should be now. Nil if nothing looks.
	Incomplete func() []string
	// Sample reports that the articles are the program's invented sample.
	Sample bool
	// IngestCommand is the command that adds articles, as told to who runs the program;
	// the usual one if "".
	IngestCommand string
}

func searched(s index.Stats) bot.Searched {
	out := bot.Searched{Articles: s.Articles, Fresh: s.Fresh}
	if !s.From.IsZero() {
		out.From, out.To = s.From.Format(time.DateOnly), s.To.Format(time.DateOnly)
	}
	return out
}
