package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

const (
	// diskProblem is the key of what is wrong with the disk of the data folder.
	diskProblem = "disk"
	// diskEvery is the time between two checks of the disk.
	diskEvery = 10 * time.Second
	// littleRoom is the number of free bytes below which status warns, and a write is tried.
	littleRoom = 64 << 20
	// indexFiles is the key of what is wrong with the files of the index.
	indexFiles = "index files"
	// indexEvery is the time between two checks of them: 0.2 s for a million passages.
	indexEvery = time.Hour
	// afterFailure is the least time between two checks that failed answers make.
	afterFailure = time.Minute
	// probeBytes is the size of a write that is tried: a small batch of articles.
	probeBytes = 1 << 20
)

// disk is the state of the disk of the data folder.
type disk struct {
	full  atomic.Bool
	shut  atomic.Bool   // the folder cannot be written to, whatever room there is
	wrong chan struct{} // a write failed for want of room: check the disk now
}

// noRoom returns the message for a command that could not store anything because the disk
// is full, and nil for any other error.
func (a *App) noRoom(err error) *bot.Error {
	if !errors.Is(err, boltfile.ErrFull) {
		return nil
	}
	a.suspectDisk()
	return &bot.Error{Message: "The disk of the data folder is full, so nothing was stored. Questions are still answered. Free some space on it, then try again.", Err: err}
}

// suspectDisk has the disk looked at now.
func (a *App) suspectDisk() { nudge(a.disk.wrong) }

// nudge wakes who waits for a channel that holds one signal; one that is there already is enough.
func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// watchDisk tells when the disk of the data folder is full or nearly so, or can no longer be
// written to, and when that is over, until ctx ends. What waited goes on then.
func (a *App) watchDisk(ctx context.Context) error {
	tick := time.NewTicker(diskEvery)
	defer tick.Stop()
	for {
		a.lookAtDisk(ctx)
		select {
		case <-tick.C:
		case <-a.disk.wrong:
		case <-ctx.Done():
			return nil
		}
	}
}

// lookAtDisk looks at the disk once.
func (a *App) lookAtDisk(ctx context.Context) {
	if err := datadir.Writable(a.config.Data); err != nil {
		a.health.Set(diskProblem, health.Problem{Incomplete: true, Note: "Nothing can be stored: new articles wait.",
			Text: fmt.Sprintf("Nothing can be stored in the data folder (%v): questions are answered, but new articles, settings and digests are not kept. If its disk is mounted read-only, the system has found errors on it: look at the system's log, and mount it for writing.", err)})
		if !a.disk.shut.Swap(true) {
			a.log.Error("the data folder cannot be written to", slog.Any("error", err))
		}
		return
	}
	if a.disk.shut.Swap(false) {
		a.log.Info("the data folder can be written to again", slog.String("folder", a.config.Data))
		a.goOn(ctx)
	}
	free, known := datadir.FreeSpace(a.config.Data)
	if known && free >= littleRoom && !a.disk.full.Load() {
		a.health.Clear(diskProblem)
		return
	}
	room := fmt.Sprintf("%d MB", free>>20)
	switch err := boltfile.Full(tryWrite(a.config.Data)); {
	case errors.Is(err, boltfile.ErrFull):
		a.health.Set(diskProblem, health.Problem{Incomplete: true, Note: "The disk is full: new articles wait.",
			Text: fmt.Sprintf("The disk of the data folder %s is full (%s free): questions are answered, but new articles, settings and digests cannot be stored. Free some space on it; storing goes on by itself.", a.config.Data, room)})
		if !a.disk.full.Swap(true) {
			a.log.Error("disk full; nothing can be stored until there is room", slog.String("folder", a.config.Data), slog.Any("reason", err.Error()))
		}
		return
	case err != nil:
		a.log.Warn("the data folder cannot be written to", slog.String("folder", a.config.Data), slog.Any("error", err))
	}
	if a.disk.full.Swap(false) {
		a.log.Info("there is room on the disk again; storing goes on", slog.String("folder", a.config.Data), slog.String("free", room))
		a.goOn(ctx)
	}
	a.health.Clear(diskProblem)
	if known && free < littleRoom {
		a.health.Set(diskProblem, health.Problem{Text: fmt.Sprintf("Only %s are free on the disk of the data folder %s. Free some space before new articles have to wait.", room, a.config.Data)})
	}
}

// goOn indexes the articles that were stored and could not be indexed.
func (a *App) goOn(ctx context.Context) {
	var busy *bot.Error
	if err := a.Reload(ctx); err != nil && ctx.Err() == nil && !errors.As(err, &busy) {
		a.log.Error("updating the index failed; answers may be incomplete", slog.Any("error", err))
	}
}

// tryWrite writes a small file into a folder, and removes it.
func tryWrite(dir string) error {
	f, err := os.CreateTemp(dir, ".room-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, probeBytes))
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}

// watchIndex compares the files of the index with their checksums now and then, and after answers
// that failed, until ctx ends: answers are read from them where they lie, and do not notice every damage.
func watchIndex(ctx context.Context, a *App) error {
	tick := time.NewTicker(indexEvery)
	defer tick.Stop()
	var checked time.Time
	for {
		select {
		case <-tick.C:
			a.lookAtIndex(ctx)
		case <-a.failed:
			if !checked.IsZero() && time.Since(checked) < afterFailure {
				continue
			}
			checked = time.Now()
			a.lookAtIndex(ctx)
		case <-ctx.Done():
			return nil
		}
	}
}

// lookAtIndex compares the files once.
func (a *App) lookAtIndex(ctx context.Context) {
	switch err := a.Index.CheckFiles(ctx); {
	case ctx.Err() != nil:
	case errors.Is(err, index.ErrDamaged):
		a.health.Set(indexFiles, health.Problem{Incomplete: true, Note: "The index is damaged, so this may be wrong.",
			Text: fmt.Sprintf("The index is damaged (%v). Restart briefing-bot: the index is rebuilt from the articles. If that happens again, replace the disk.", err)})
		a.log.Error("the index is damaged; restart, and it is rebuilt", slog.Any("error", err))
	case err != nil:
		a.log.Warn("the files of the index cannot be checked", slog.Any("error", err))
	default:
		a.health.Clear(indexFiles)
	}
}
