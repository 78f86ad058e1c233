package datadir

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/durable"
)

// A data folder is recognized by a marker file. Without one, a folder that holds
// anything is somebody else's: nothing is written there, and nothing removed.

const (
	// MarkerName is the name of the marker file.
	MarkerName = "briefing-bot.json"
	// MarkerSchema is the newest layout of a data folder that this version knows.
	MarkerSchema = 1
	// maxMarkerSize is in bytes; a marker has about a hundred.
	maxMarkerSize = 64 << 10
)

// Marker is the content of the marker file.
type Marker struct {
	Program string `json:"program"`
	Schema  int    `json:"schema"` // of the folder's layout
	// State is set once the folder has a state database, so that one that is
	// deleted is missed.
	State bool `json:"state,omitempty"`
	// Demo marks a temporary folder that a later demo may remove.
	Demo bool `json:"demo,omitempty"`
}

// NewMarker returns the marker of a folder of this version.
func NewMarker() Marker { return Marker{Program: "briefing-bot", Schema: MarkerSchema} }

// Claim makes dir a data folder if it is absent or empty, adopts one that
// an older version made, and refuses every other folder without touching it.
func Claim(dir string) (Marker, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Marker{}, fmt.Errorf("create the data folder: %w", err)
	}
	m, err := ReadMarker(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return m, errors.Join(err, checkFiles(dir))
	}
	others, err := othersIn(dir)
	if err != nil {
		return m, err
	}
	if len(others) > 0 && !HoldsArchive(dir) {
		return m, fmt.Errorf("the data folder %s holds other files (%s). Choose an empty or new folder with --data", dir, listed(others))
	}
	m = NewMarker()
	_, stateErr := os.Lstat(filepath.Join(dir, state.FileName))
	m.State = stateErr == nil
	return m, errors.Join(checkFiles(dir), m.Write(dir))
}

// Holds reports whether dir is a data folder, of this version or another.
func Holds(dir string) bool {
	_, err := ReadMarker(dir)
	return err == nil || errors.Is(err, fs.ErrNotExist) && HoldsArchive(dir)
}

// othersIn lists the entries of a folder other than an unfinished marker.
func othersIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the data folder: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != MarkerName {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func listed(names []string) string {
	if len(names) > 3 {
		return fmt.Sprintf("%q, %q and %d more", names[0], names[1], len(names)-2)
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return strings.Join(quoted, ", ")
}

// HoldsArchive reports whether a folder holds our archive, whatever its marker is.
func HoldsArchive(dir string) bool {
	path := filepath.Join(dir, archive.FileName)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	for range 3 { // its owner may be writing
		if names, err := state.Buckets(path); err == nil {
			ours := func(name string) bool { return slices.Contains(names, name) }
			return ours("heads") && ours("texts") && ours("findings")
		}
	}
	return false
}

// ReadMarker reads the marker of a folder. The error is fs.ErrNotExist if there
// is none; an empty one, which a crash may leave, counts as none.
func ReadMarker(dir string) (Marker, error) {
	path := filepath.Join(dir, MarkerName)
	info, err := os.Lstat(path)
	if err != nil {
		return Marker{}, err
	}
	foreign := fmt.Errorf("%s is not the marker of a data folder. Move it away, or choose another folder with --data", path)
	if !info.Mode().IsRegular() || info.Size() > maxMarkerSize {
		return Marker{}, foreign
	}
	if info.Size() == 0 {
		return Marker{}, fs.ErrNotExist
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return Marker{}, fmt.Errorf("read the data folder's marker: %w", err)
	}
	var m Marker
	if json.Unmarshal(raw, &m) != nil || m.Program != NewMarker().Program || m.Schema < 1 {
		return Marker{}, foreign
	}
	if m.Schema > MarkerSchema {
		return m, fmt.Errorf("the data folder %s was written by a newer briefing-bot (schema %d; this version knows up to %d). Install the newer version, or choose another folder with --data", dir, m.Schema, MarkerSchema)
	}
	return m, nil
}

// Write keeps the marker. A crash leaves the old one, or a new one that is whole.
func (m Marker) Write(dir string) error { return m.write(durable.Files{}, dir) }

func (m Marker) write(files durable.Files, dir string) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the data folder's marker: %w", err)
	}
	path := filepath.Join(dir, MarkerName)
	raw = append(raw, '\n')
	if err = files.Create(path, raw); errors.Is(err, fs.ErrExist) { // no other process sees a folder with an unknown file in it
		err = files.Replace(path, raw)
	}
	if err != nil {
		return fmt.Errorf("write the data folder's marker: %w", err)
	}
	return nil
}

// checkFiles refuses a folder in which something else is in the place of a file
// of ours.
func checkFiles(dir string) error {
	for _, name := range []string{archive.FileName, archive.IdentityFile, state.FileName} {
		path := filepath.Join(dir, name)
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("inspect %s: %w", path, err)
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is %s, not a file of briefing-bot. Move it away, or choose another folder with --data", path, KindOf(info))
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if errors.Is(err, syscall.EROFS) {
			return fmt.Errorf("%s cannot be written: %w. Mount its disk for writing, or copy the folder to another one", path, err)
		}
		if err != nil {
			return fmt.Errorf("%s cannot be read and written: %w. Give this user read and write permission, or choose another folder with --data", path, err)
		}
		_ = f.Close()
	}
	return nil
}

// KindOf returns what kind of file something is, with its article: a symbolic link.
func KindOf(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device or pipe"
}
