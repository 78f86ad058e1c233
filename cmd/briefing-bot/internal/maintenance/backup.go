package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/durable"
)

// Backup copies what the folder holds and cannot make again into an absent or empty
// folder, while articles come in and answers go out, and proves the copy. What a failed copy
// wrote is removed.
func (f Folder) Backup(ctx context.Context, dir string) (control.BackupReport, error) {
	if err := emptyFolder(dir); err != nil {
		return control.BackupReport{}, err
	}
	if within(f.Data, dir) {
		return control.BackupReport{}, fmt.Errorf("%s is in the data folder: choose a folder outside it, on another disk if you can", dir)
	}
	if err := f.Prove(ctx); err != nil {
		return control.BackupReport{}, err
	}
	if err := f.copyTo(ctx, dir); err != nil {
		for _, name := range copied {
			if gone := os.Remove(filepath.Join(dir, name)); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
		return control.BackupReport{}, noRoom(err, f.Data, dir)
	}
	report, err := proveCopy(ctx, dir)
	return report, inCopy(err, "the copy in "+dir, "Its disk may be failing: make the backup again on another one.")
}

// copied are the files of a backup.
var copied = []string{datadir.MarkerName, state.FileName, archive.FileName, archive.IdentityFile}

// copyTo copies what a backup holds into an empty folder.
func (f Folder) copyTo(ctx context.Context, dir string) error {
	m := datadir.NewMarker()
	m.State = f.Marker.State
	// The state first: it counts the articles that digests have told of, and must not
	// be ahead of the archive.
	copyState := func() error { return copyStore(ctx, f.Data, dir) }
	if f.State != nil {
		copyState = func() error { return f.State.Snapshot(dir) }
	}
	if err := errors.Join(m.Write(dir), copyState()); err != nil {
		return err
	}
	if err := f.Archive.Snapshot(ctx, dir); err != nil {
		return err
	}
	return (durable.Files{}).SyncFolder(dir)
}

// noRoom adds to an error over a full disk what would be enough for a copy.
func noRoom(err error, from, to string) error {
	if err = archive.Full(err); !errors.Is(err, archive.ErrFull) {
		return err
	}
	var size int64
	for _, name := range copied {
		if info, err := os.Stat(filepath.Join(from, name)); err == nil {
			size += info.Size()
		}
	}
	return fmt.Errorf("a copy needs %d MB on the disk of %s. Nothing of it was kept; make room, or choose a folder on another disk: %w", size>>20+1, to, err)
}

// inCopy makes of an error about the archive of a copy, which has its path and advises what
// can be done for a data folder, one about the copy.
func inCopy(err error, what, advice string) error {
	if damage, ok := errors.AsType[*archive.DamageError](err); ok {
		return &archive.DamageError{Path: what, Problem: damage.Problem, Advice: advice}
	}
	return err
}

// emptyFolder makes a folder if it is absent; one that holds anything is refused.
func emptyFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("create the folder: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the folder: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a new folder, such as one for each day", dir)
	}
	return nil
}

// within reports whether a path is a folder or below it.
func within(folder, path string) bool {
	below, err := filepath.Rel(resolved(folder), resolved(path))
	return err == nil && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator))
}

// resolved returns a path without symbolic links, as far as it exists.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// proveCopy reads every record of a copied folder and compares it with its checksum.
func proveCopy(ctx context.Context, dir string) (report control.BackupReport, err error) {
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		return report, fmt.Errorf("prove the copy: %w", err)
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.Prove(ctx); err != nil {
		return report, fmt.Errorf("prove the copy: %w", err)
	}
	if repaired := a.Repairs(); len(repaired) > 0 {
		return report, fmt.Errorf("prove the copy: it is damaged (%s)", strings.Join(repaired, "; "))
	}
	if damage := a.Damage(); damage.Any() {
		report.Problems = append(report.Problems, damage.String())
	}
	stats, err := a.Stats(ctx)
	if err != nil {
		return report, fmt.Errorf("prove the copy: %w", err)
	}
	report.Articles = stats.Articles
	faults, err := state.CheckFile(dir)
	if err != nil {
		return report, fmt.Errorf("prove the copy: %w", err)
	}
	for _, f := range faults {
		report.Problems = append(report.Problems, "State database: "+f.Text+".")
	}
	for _, name := range []string{archive.FileName, state.FileName} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil {
			report.Bytes += info.Size()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return report, fmt.Errorf("prove the copy: %w", err)
		}
	}
	return report, nil
}

// Restore makes data a data folder with what a backup holds. The backup is copied and
// proven before anything else changes. A data folder that holds something is refused
// or, if replace is set, renamed; previous is its new name. No briefing-bot may use it.
func Restore(ctx context.Context, backup, data string, replace bool) (report control.BackupReport, previous string, err error) {
	if _, err := datadir.ReadMarker(backup); err != nil {
		return report, "", fmt.Errorf("%s is no backup: %w", backup, err)
	}
	if err := os.MkdirAll(filepath.Dir(data), 0o700); err != nil {
		return report, "", fmt.Errorf("create the folder above the data folder: %w", err)
	}
	work, err := os.MkdirTemp(filepath.Dir(data), filepath.Base(data)+".restoring-")
	if err != nil {
		return report, "", fmt.Errorf("restore: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	if err := copyBackup(ctx, backup, work); err != nil {
		return report, "", noRoom(err, backup, filepath.Dir(data))
	}
	if report, err = proveCopy(ctx, work); err != nil {
		const advice = "Nothing was changed. Restore another one, or save what is whole of it first: briefing-bot check --salvage --data "
		return report, "", inCopy(err, "the backup "+backup, advice+backup)
	}
	if previous, err = moveAside(data, replace); err != nil {
		return report, "", err
	}
	if err := (durable.Files{}).SyncFolder(work); err != nil {
		return report, previous, fmt.Errorf("restore: %w", err)
	}
	if err := (durable.Files{}).Rename(work, data); err != nil {
		return report, previous, fmt.Errorf("restore: %w", err)
	}
	return report, previous, nil
}

// copyBackup copies the files of a backup; an index is made from them.
func copyBackup(ctx context.Context, from, to string) error {
	if err := copyStore(ctx, from, to); err != nil {
		return err
	}
	for _, name := range []string{archive.FileName, archive.IdentityFile, datadir.MarkerName} {
		if err := copyFile(ctx, filepath.Join(from, name), filepath.Join(to, name)); err != nil {
			return fmt.Errorf("copy the backup: %w", err)
		}
	}
	return nil
}

// copyStore copies the state database, which no process has open, if there is one.
func copyStore(ctx context.Context, from, to string) error {
	err := copyFile(ctx, filepath.Join(from, state.FileName), filepath.Join(to, state.FileName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy the state database: %w", err)
	}
	return nil
}

// copyFile copies a regular file to a path that does not exist yet and syncs it to disk. It
// follows no link: who made a backup may not be who restores it. It ends with ctx.
func copyFile(ctx context.Context, from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is %s, not a file of briefing-bot: put the file itself there", from, datadir.KindOf(info))
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, endsWith{ctx, in})
	return errors.Join(err, out.Sync(), out.Close())
}

// endsWith is a reader that ends with a context.
type endsWith struct {
	ctx context.Context
	io.Reader
}

// Read fails with the cause once the context is done.
func (r endsWith) Read(p []byte) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// moveAside renames a data folder, which nobody may use, out of the way. It removes an
// empty one, and does nothing if there is none.
func moveAside(data string, replace bool) (string, error) {
	entries, err := os.ReadDir(data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("read the data folder: %w", err)
	case len(entries) == 0:
		return "", os.Remove(data)
	case !replace:
		return "", fmt.Errorf("the data folder %s is not empty. With --replace it is renamed and kept", data)
	}
	if _, err := datadir.ReadMarker(data); err != nil {
		return "", fmt.Errorf("%s is no data folder, and is left alone: %w", data, err)
	}
	open, err := archive.Open(data, archive.Options{})
	if errors.Is(err, archive.ErrInUse) {
		return "", fmt.Errorf("%w: stop the process that uses it, then try again", err)
	}
	if err == nil { // a damaged folder may be replaced
		if err := open.Close(); err != nil {
			return "", err
		}
	}
	name := data + ".before-" + time.Now().UTC().Format("20060102T150405Z")
	if err := (durable.Files{}).Rename(data, name); err != nil {
		return "", fmt.Errorf("rename the data folder: %w", err)
	}
	return name, nil
}
