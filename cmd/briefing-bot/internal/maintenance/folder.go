// Package maintenance looks after a data folder: it checks, compacts, backs up and
// restores it.
package maintenance

import (
	"context"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/follow"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Folder is a data folder that this process has open.
type Folder struct {
	Data     string // its path
	Marker   datadir.Marker
	Archive  *archive.Archive
	Index    *index.Index
	Ingester *ingest.Ingester
	Follower *follow.Follower
	State    *state.Store // nil if no state database is open
	// Prove compares the archive with its checksums and the index with the archive, once.
	Prove func(ctx context.Context) error
}
