package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/metrics"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// measure counts the answers of the mux from now on. After one that failed the files of the index are
// checked: damage to them is often the reason, and other answers may be wrong by it without failing.
func (a *App) measure() {
	a.Mux.Observe = func(r bot.Request, card bot.Card, took time.Duration) {
		name := ""
		if c, known := a.Mux.Find(card.Command); known { // what people mistype makes no series
			name = c.Name
		}
		a.metrics.Answered(name, r.Platform, card.Status.String(), took)
		if card.Status == bot.Failed {
			nudge(a.failed)
		}
	}
}

// meter reads the state of the folder.
type meter struct{ *App }

// measured returns the state of the folder, for a scrape.
func (a meter) measured() metrics.State {
	found := a.Index.Stats()
	s := metrics.State{Articles: found.Articles, Statements: found.Statements, Passages: found.Passages, Newest: found.Fresh,
		IndexBytes: found.Bytes, Partial: found.Partial, Problems: len(a.health.Lines())}
	s.DiskFree, _ = datadir.FreeSpace(a.config.Data)
	s.DiskFull = a.disk.full.Load()
	stored, err := a.Archive.Stats(context.Background())
	if err != nil {
		a.log.Warn("counting articles that wait for the index failed", slog.Any("error", err))
	}
	s.Unindexed = stored.Pending
	s.Queues = a.queues(stored.Pending)
	for _, source := range a.follower.List() {
		if source.Asking {
			s.Queues["sources"]++
		}
		switch {
		case source.Stopped != "":
			s.Sources.Stopped++
		case source.Off():
			s.Sources.Paused++
		case source.Failures > 0:
			s.Sources.Failing++
		default:
			s.Sources.Followed++
		}
	}
	return s
}

// queues returns what waits or is under way, by queue.
func (a meter) queues(unindexed int) map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := map[string]int{"index": unindexed, "sources": 0}
	if a.inSlack != nil {
		out["slack_messages"], out["slack_questions"] = a.inSlack.Busy()
	}
	if a.inDiscord != nil {
		out["discord_messages"], out["discord_questions"] = a.inDiscord.Busy()
	}
	return out
}

func (a *App) countIngested(r ingest.Report) {
	a.metrics.Ingested(r.Added, r.Updated, r.Unchanged, r.RejectedTotal)
}
