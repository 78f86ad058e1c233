package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

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

// folder looks at the data folder from outside.
func (d *Doctor) folder(context.Context) []Finding {
	const about = "data folder"
	dir := d.Config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []Finding{warning(about, dir+" does not exist yet.", "Bring articles in: briefing-bot ingest FOLDER. If you have a briefing already, name its folder with --data or data:.")}
	case err != nil:
		return []Finding{problem(about, err.Error(), "Make the folder readable for the user who runs briefing-bot.")}
	case !info.IsDir():
		return []Finding{problem(about, dir+" is not a folder.", "Name another one with --data or data:.")}
	}
	if _, err := datadir.ReadMarker(dir); err != nil {
		if entries, readErr := os.ReadDir(dir); readErr == nil && len(entries) == 0 {
			return []Finding{warning(about, dir+" is empty.", "Bring articles in: briefing-bot ingest FOLDER.")}
		}
		return []Finding{problem(about, fmt.Sprintf("%s is not a data folder of briefing-bot, and is left alone (%v).", dir, err), "Name another one with --data or data:.")}
	}
	var out []Finding
	if !closed(info.Mode()) {
		out = append(out, warning(about, dir+" can be read by other users of this machine: articles, questions and settings.", "Run: chmod 700 "+dir))
	}
	if probe, err := os.CreateTemp(dir, ".doctor-*"); err != nil {
		out = append(out, problem(about, fmt.Sprintf("Nothing can be written to %s: %v.", dir, err), "Give it to the user who runs briefing-bot (chown), and mount its disk for writing."))
	} else if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		out = append(out, problem(about, err.Error(), "Look at the disk: what is written there cannot be removed."))
	}
	if len(out) == 0 {
		out = append(out, good(about, dir))
	}
	return out
}

// Space that must be free: for an index that is built again beside the old one, and for
// anything at all.
const (
	roomForIndex = 3 // times the size of the archive
	leastRoom    = 256 << 20
	noRoom       = 32 << 20
)

// disk looks at the space that is left for the data folder.
func (d *Doctor) disk(context.Context) []Finding {
	dir := d.Config.Data
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
	case free < noRoom:
		return []Finding{problem("disk", text+" No articles can come in.", fix)}
	case free < wanted:
		return []Finding{warning("disk", fmt.Sprintf("%s An index that is built again would take up to %d MB.", text, wanted>>20), fix)}
	}
	return []Finding{good("disk", text)}
}
