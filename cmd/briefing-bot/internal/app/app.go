package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/metrics"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// App is the data folder, owned by this process: the archive, the index
// derived from it, and what answers from both.
type App struct {
	config   config.Config
	log      *slog.Logger
	Archive  *archive.Archive
	Index    *index.Index
	ingester *ingest.Ingester
	follower *follow.Follower
	briefing *handlers.Briefing
	Mux      *bot.Mux
	rebuild  bool // the index is new, and the archive may not be
	health   health.Health
	upkeep   sync.Mutex // one at a time brings the index up to date
	proof    proof
	disk     disk
	failed   chan struct{} // an answer failed: check the files of the index now
	marker   datadir.Marker
	state    *state.Store // nil unless serving
	metrics  *metrics.Metrics
	limits   *ratelimit.Limiter // of questions

	mu        sync.Mutex
	inSlack   *slack.Bot    // nil unless serving there
	inDiscord *discord.Bot  // nil unless serving there
	applied   config.Config // config with the changes since; config itself stays as it was
	now       func() time.Time
	tick      time.Duration // of the runner of digests and watches; its own if 0
}

func (a *App) record(ctx context.Context, id string) (article.Record, bool, error) {
	r, err := a.Archive.Get(ctx, id)
	if errors.Is(err, archive.ErrNotFound) {
		return r, false, nil
	}
	return r, err == nil, err
}

// Close releases the folder once answers under way are done.
func (a *App) Close() error {
	a.Mux.Wait()
	return errors.Join(a.Index.Close(), a.Archive.Close())
}

// proof records whether the index has been compared with the archive.
type proof struct {
	mu      sync.Mutex // held while the folder is proven
	done    atomic.Bool
	refused error
}
