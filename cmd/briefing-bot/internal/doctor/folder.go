package doctor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// closed reports whether only its owner can read what has a mode. Windows has no modes.
func closed(mode fs.FileMode) bool { return runtime.GOOS == "windows" || mode.Perm()&0o077 == 0 }

// secretFiles reports secret files that other users of the machine can read.
func (d *Doctor) secretFiles(context.Context) []Finding {
	c := d.Config
	var out []Finding
	for setting, path := range map[string]string{
		"console.token_file": c.Console.TokenFile, "slack.bot_token_file": c.Slack.BotTokenFile, "slack.app_token_file": c.Slack.AppTokenFile,
		"slack.signing_secret_file": c.Slack.SigningSecretFile, "slack.client_secret_file": c.Slack.ClientSecretFile, "discord.token_file": c.Discord.TokenFile,
	} {
		info, err := os.Stat(path)
		if path == "" || err != nil || closed(info.Mode()) {
			continue // one that cannot be read is the configuration's
		}
		out = append(out, warning("secrets", fmt.Sprintf("%s (%s) can be read by other users of this machine.", path, setting), "Run: chmod 600 "+path))
	}
	return out
}

// folder looks at the data folder from outside. Where the configuration has errors, a folder
// that cannot be looked at may not be the one that is meant.
func (d *Doctor) folder(context.Context) []Finding {
	const about = "data folder"
	dir := d.Config.Data
	info, err := os.Stat(dir)
	switch {
	case err != nil && d.ConfigError != nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return []Finding{warning(about, dir+" does not exist yet.", "Bring articles in: briefing-bot ingest FOLDER. If you have a briefing already, name its folder with --data or data:.")}
	case errors.Is(err, fs.ErrPermission):
		return []Finding{problem(about, err.Error()+".", "Run doctor as the user who runs serve, or make the folders above it readable for this user.")}
	case err != nil:
		return []Finding{problem(about, err.Error()+".", "Name another folder with --data or data:.")}
	case !info.IsDir():
		return []Finding{problem(about, dir+" is not a folder.", "Name another one with --data or data:.")}
	}
	if !datadir.Holds(dir) {
		return []Finding{notOurs(dir)}
	}
	var out []Finding
	if !closed(info.Mode()) {
		out = append(out, warning(about, dir+" can be read by other users of this machine: articles, questions and settings.", "Run: chmod 700 "+dir))
	}
	if probe, err := os.CreateTemp(dir, ".doctor-*"); errors.Is(err, syscall.EROFS) {
		return append(out, problem(about, fmt.Sprintf("Nothing can be written to %s: its disk is mounted read-only.", dir), "If nobody did that, the system has found errors on it: look at its log (dmesg), then mount it for writing."))
	} else if err != nil {
		out = append(out, problem(about, fmt.Sprintf("Nothing can be written to %s: %v.", dir, err), "Give it to the user who runs briefing-bot (chown), and mount its disk for writing."))
	} else if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		out = append(out, problem(about, err.Error(), "Look at the disk: what is written there cannot be removed."))
	}
	out = append(out, owners(dir)...)
	if len(out) == 0 {
		out = append(out, good(about, dir))
	}
	return out
}

// notOurs tells why a folder is not used as a data folder.
func notOurs(dir string) Finding {
	const about = "data folder"
	m, err := datadir.ReadMarker(dir)
	entries, readErr := os.ReadDir(dir)
	switch {
	case readErr == nil && len(entries) == 0:
		return warning(about, dir+" is empty.", "Bring articles in: briefing-bot ingest FOLDER.")
	case errors.Is(err, fs.ErrPermission) || errors.Is(readErr, fs.ErrPermission):
		return problem(about, fmt.Sprintf("%s cannot be read: %v.", dir, cmp.Or(err, readErr)), ownerFix(dir))
	case m.Schema > datadir.MarkerSchema:
		return problem(about, fmt.Sprintf("%v.", err), "Install the version that wrote to it last; docs/install.md, Updating.")
	case datadir.HoldsArchive(dir):
		return problem(about, fmt.Sprintf("The marker of %s is damaged: %s.", dir, datadir.MarkerName), fmt.Sprintf("Remove %s: it is written anew from the files that are there.", filepath.Join(dir, datadir.MarkerName)))
	}
	return problem(about, fmt.Sprintf("%s is not a data folder of briefing-bot, and is left alone (%v).", dir, err), "Name another one with --data or data:.")
}

// owners reports files that the user who runs serve cannot use, since another user made them:
// root, who tried a verb, as a rule.
func owners(dir string) []Finding {
	const about = "data folder"
	owner := datadir.OwnerOf(dir)
	var others []string
	_ = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && datadir.OwnerOf(path) != owner {
			others = append(others, path)
		}
		return nil // what cannot be read is told when it is opened
	})
	if len(others) > 0 {
		return []Finding{warning(about, fmt.Sprintf("%s belongs to another user than the folder (files like it: %d).", others[0], len(others)), ownerFix(dir))}
	}
	if user := os.Geteuid(); owner >= 0 && user >= 0 && owner != user {
		return []Finding{warning(about, fmt.Sprintf("%s belongs to user %d, and this is user %d: files that are made now cannot be used by serve.", dir, owner, user),
			fmt.Sprintf("Run verbs as that user: sudo -u '#%d' briefing-bot …", owner))}
	}
	return nil
}

// ownerFix returns how to give a data folder to one user.
func ownerFix(dir string) string {
	return "Give the folder with everything in it to the user who runs serve, and run all verbs as that user: chown -R USER " + dir
}

// Space that must be free: for an index that is built again beside the old one, and for
// anything at all.
const (
	roomForIndex = 3 // times the size of the archive
	leastRoom    = 256 << 20
	noRoom       = 32 << 20
	oneBatch     = 2 << 20
)

// disk looks at the space that is left for the data folder.
func (d *Doctor) disk(context.Context) []Finding {
	dir := d.Config.Data
	if _, err := os.Stat(dir); err != nil && d.ConfigError != nil {
		return nil // it may not be the one that is meant
	}
	for { // the innermost folder that exists
		if info, err := os.Stat(dir); err == nil && info.IsDir() || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	free, known := d.FreeSpace(dir)
	if !known {
		return nil
	}
	text := fmt.Sprintf("%d MB are free.", free>>20)
	wanted := uint64(leastRoom)
	if info, err := os.Stat(filepath.Join(d.Config.Data, archive.FileName)); err == nil {
		wanted = max(wanted, roomForIndex*uint64(info.Size()))
	}
	const fix = "Make room on this disk, or move the data folder to a larger one (backup and restore do that)."
	switch {
	case free < oneBatch:
		return []Finding{problem("disk", text+" No articles can come in.", fix)}
	case free < noRoom:
		return []Finding{problem("disk", text+" New articles are about to wait for room.", fix)}
	case free < wanted:
		return []Finding{warning("disk", fmt.Sprintf("%s An index that is built again would take up to %d MB.", text, wanted>>20), fix)}
	}
	return []Finding{good("disk", text)}
}
