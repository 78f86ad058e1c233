package index

import (
	"errors"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// checkpointDelay is how long nothing must be written before the columns are kept for the
// next start.
const checkpointDelay = 5 * time.Second

// scheduleCheckpoint keeps the columns once nothing was written for a while. The caller
// holds x.writing.
func (x *Index) scheduleCheckpoint() {
	if x.checkpoint != nil {
		x.checkpoint.Stop()
	}
	x.checkpoint = time.AfterFunc(checkpointDelay, func() {
		x.keeping.Lock()
		defer x.keeping.Unlock()
		x.logCheckpoint(x.keepColumns())
	})
}

func (x *Index) logCheckpoint(err error) {
	if err != nil && !x.unkept {
		x.log.Warn("keeping the columns of the index failed; the next start takes longer", slog.Any("error", err))
	}
	x.unkept = err != nil
}

// keepColumns writes a checkpoint if one is due. Others may write meanwhile. The caller
// holds x.keeping.
func (x *Index) keepColumns() error {
	v, err := x.toKeep()
	if v == nil {
		return err
	}
	defer v.Release()
	if err := x.store.Checkpoint(v.Snapshot); err != nil {
		return err
	}
	x.writing.Lock()
	defer x.writing.Unlock()
	x.store.Checkpointed(v.Snapshot)
	return nil
}

// toKeep returns the snapshot to keep, which the caller releases; nil if none is due.
func (x *Index) toKeep() (*snapshot, error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return nil, nil
	}
	due, err := x.store.CheckpointDue()
	if err == nil && due {
		err = x.refresh() // with the files as Bleve has merged them
	}
	if err != nil || !due {
		return nil, err
	}
	return x.acquire()
}

// logRebuilt says why the columns had to be built again.
func (x *Index) logRebuilt() {
	switch why := x.store.Rebuilt; {
	case why == nil:
	case errors.Is(why, segment.ErrNoCheckpoint):
		x.log.Debug("the columns of the index were built from its rows: no checkpoint")
	default:
		x.log.Warn("the columns of the index were built from its rows: its checkpoint cannot be used", slog.Any("error", why))
	}
}
