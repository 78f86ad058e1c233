package handlers

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/admin"
	"github.com/briefing-bot/briefing-bot/handlers/help"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/subscriptions"
	"github.com/briefing-bot/briefing-bot/handlers/sources"
	"github.com/briefing-bot/briefing-bot/handlers/watches"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// Briefing is what commands are answered from. Its fields are set before the first
// request.
type Briefing struct {
	Index   *index.Index
	Archive *archive.Archive
	// BaseURL is the address of the console, "" if links go to the
	// articles' own addresses.
	BaseURL string
	// Stale is the age of the newest article from which an answer says how old
	// the briefing is; 24 h if zero.
	Stale time.Duration
	Log   *slog.Logger
	// Subscriptions keeps digests and watches, nil if nothing does; Calendar tells when
	// they are due.
	Subscriptions Subscriptions
	Calendar      Calendar
	// CanPost returns a *bot.PostError if nothing can be posted at a place. Nil if nothing
	// knows.
	CanPost func(ctx context.Context, at bot.Place) error
	// Settings, Books and Losses are nil if nothing keeps them.
	Settings Settings
	Books    Books
	Losses   Losses
	// Forgetter deletes what is kept of a person; nil if nothing is.
	Forgetter admin.Forgetter
	// Remover takes articles out of the briefing; nil if nothing may.
	Remover admin.Remover
	// Sources are the sources that are followed; nil if nothing follows any.
	Sources Sources
	// Reload indexes what the archive holds and the index lacks; nil if nothing
	// may.
	Reload func(context.Context) error
	// Troubles returns what is wrong now and whom it keeps from what, in sentences for
	// people. Nil if nothing looks.
	Troubles func() []string
	// Incomplete returns a sentence for each thing that may make answers shorter
	// than they should be now; every answer shows them. Nil if nothing looks.
	Incomplete func() []string
	// Sample reports that the articles are the program's invented sample; answers say so.
	Sample bool
	// IngestCommand is the command that adds articles, as told to who runs the program;
	// the usual one if "".
	IngestCommand string

	examples  help.Examples
	overviews overviews
	identity  sync.Mutex // held while it is changed who is one person
}

// What a running service keeps, as the groups of commands declare it.
type (
	// Settings stores the settings of channels and workspaces.
	Settings = access.Settings
	// Subscriptions stores digests and watches, and what watches found.
	Subscriptions interface {
		subscriptions.Store
		watches.Reports
	}
	// Calendar works out when digests are due.
	Calendar = subscriptions.Calendar
	// Books stores the audit log and unanswered questions.
	Books = admin.Logs
	// Losses accepts what damage destroyed of the settings.
	Losses = admin.Losses
	// Sources are the sources that the briefing follows.
	Sources = sources.Sources
)
