package index

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/briefing-bot/briefing-bot/index/identity"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/topics"
)

// checkpointDelay is how long nothing must be written before the columns are kept for the
// next start.
const checkpointDelay = 5 * time.Second

// scheduleCheckpoint keeps the columns once nothing was written for a while. The caller
// holds x.writing.
func (x *live) scheduleCheckpoint() {
	if x.checkpoint != nil {
		x.checkpoint.Stop()
	}
	x.checkpoint = time.AfterFunc(checkpointDelay, func() {
		x.keeping.Lock()
		defer x.keeping.Unlock()
		x.logCheckpoint(x.mapColumns(true))
	})
}

// lighten keeps and maps the columns while many articles are added, so that they do not fill the heap. Topics are
// left for when no more come: they are numbered anew with every quarter more statements.
func (x *live) lighten() {
	x.writing.Lock()
	heavy := x.current != nil && x.store.Heavy()
	x.writing.Unlock()
	if !heavy || !x.keeping.TryLock() {
		return
	}
	defer x.keeping.Unlock()
	x.logCheckpoint(x.mapColumns(!x.grams.Empty()))
}

// mapColumns writes a checkpoint if one is due, with topics or without, and maps its columns if many are on the heap and nothing
// was written meanwhile. The caller holds x.keeping.
func (x *live) mapColumns(topics bool) error {
	v, err := x.keepColumns(topics)
	if v == nil {
		return err
	}
	defer v.Release()
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil || x.store.OnHeap() < manyArticles {
		return nil
	}
	mapped, err := x.store.Remap(v.Snapshot)
	if !mapped {
		return err
	}
	// What was mapped from the file before must not be used by the snapshots that follow.
	if topics {
		x.grams = x.keptGrams()
	}
	x.kept = x.keptPeople()
	x.overridden = x.overridden || x.kept == nil
	return errors.Join(err, x.refresh())
}

func (x *live) logCheckpoint(err error) {
	if err != nil && !x.unkept {
		x.log.Warn("keeping the columns of the index failed; the next start takes longer", slog.Any("error", err))
	}
	x.unkept = err != nil
}

// keepColumns writes a checkpoint if one is due, with topics or without, and returns the snapshot that it is of, which the caller
// releases; nil if it wrote none. Others may write meanwhile. The caller holds x.keeping.
func (x *live) keepColumns(topics bool) (*snapshot, error) {
	v, err := x.toKeep(topics)
	if v == nil {
		return nil, err
	}
	err = x.store.Checkpoint(v.Snapshot, func(w *column.Writer) {
		v.keepPeople(w, hashRulings(x.opts.Names, v.rulings))
		if topics {
			v.grams.Save(w, v.Snapshot)
		}
	})
	x.writing.Lock()
	defer x.writing.Unlock()
	if err == nil {
		x.unkeptPeople, x.unkeptTopics = !v.resolved, !topics
		err = x.store.Checkpointed(v.Snapshot)
	}
	if err != nil {
		return nil, errors.Join(err, v.Release())
	}
	return v, nil
}

// keepLast writes a checkpoint if one is due, and maps nothing: the index is about to be closed. The caller holds x.keeping.
func (x *live) keepLast() error {
	v, err := x.keepColumns(true)
	if v != nil {
		err = v.Release()
	}
	return err
}

// hashRulings returns a hash of what decides who is who.
func hashRulings(names [][]string, r identity.Rulings) uint64 {
	return column.Hash(fmt.Sprintf("%q %q %q", names, r.Same, r.Apart))
}

// keepPeople writes who is who, by some rulings, and what they said.
func (v *snapshot) keepPeople(w *column.Writer, rulings uint64) {
	if !v.resolved {
		return
	}
	column.Put(w, "rulings", []uint64{rulings})
	v.identities.Save(w)
	if v.identities.Len() > 0 {
		v.saidBy(0)
	}
	v.totals.Save(w, "people.said")
}

// keptPeople returns who is who as the checkpoint has it, in the form of a snapshot
// before the first one; nil if it lacks that, or other rulings were in force.
func (x *live) keptPeople() *snapshot {
	f, exact := x.store.Kept()
	if f == nil || !f.Has("rulings") || column.GetOne[uint64](f, "rulings") != hashRulings(x.opts.Names, identity.Rulings{Same: x.opts.Same, Apart: x.opts.Apart}) {
		return nil
	}
	v := &snapshot{resolved: true, identities: identity.Load(f)}
	if exact {
		v.totals.Load(f, "people.said")
	}
	if f.Err() != nil {
		x.log.Warn("who is who must be worked out again", slog.Any("error", f.Err()))
		return nil
	}
	return v
}

// keptGrams returns the table of grams as the checkpoint has it, from which the store took
// the columns.
func (x *live) keptGrams() *topics.GramTable {
	f, _ := x.store.Kept()
	return topics.LoadGrams(f)
}

// toKeep returns the snapshot to keep, which the caller releases; nil if none is due.
func (x *live) toKeep(topics bool) (*snapshot, error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return nil, nil
	}
	due, err := x.store.CheckpointDue()
	due = due || x.unkeptPeople && x.current.resolved || x.unkeptTopics && topics
	if err == nil && due {
		err = x.refresh() // with the files as Bleve has merged them
	}
	if err != nil || !due {
		return nil, err
	}
	return x.acquire()
}

// logRebuilt says why the columns are not those of a checkpoint.
func (x *live) logRebuilt() {
	switch why := x.store.Rebuilt; {
	case why == nil:
	case errors.Is(why, segment.ErrNoCheckpoint):
		x.log.Debug("the columns of the index were built from its journal: no checkpoint")
	case errors.Is(why, segment.ErrOtherBuild):
		x.log.Info("the words of the index were looked at again: another build of the program wrote its checkpoint")
	default:
		x.log.Warn("the columns of the index were built from its journal: its checkpoint cannot be used", slog.Any("error", why))
	}
}
