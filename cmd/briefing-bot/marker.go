package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// A data folder is recognized by a marker file. Without one, a folder that holds
// anything is somebody else's: nothing is written there, and nothing removed.

const (
	markerName   = "briefing-bot.json"
	markerSchema = 1
	largeMarker  = 64 << 10 // bytes; a marker has about a hundred
)

// marker is the content of the marker file.
type marker struct {
	Program string `json:"program"`
	Schema  int    `json:"schema"` // of the folder's layout
	// State is set once the folder has a state database, so that one that is
	// deleted is missed.
	State bool `json:"state,omitempty"`
	// Demo marks a temporary folder that a later demo may remove.
	Demo bool `json:"demo,omitempty"`
}

func newMarker() marker { return marker{Program: "briefing-bot", Schema: markerSchema} }

// claimFolder makes dir a data folder if it is absent or empty, adopts one that
// an older version made, and refuses every other folder without touching it.
func claimFolder(dir string) (marker, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return marker{}, fmt.Errorf("create the data folder: %w", err)
	}
	m, err := readMarker(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return m, errors.Join(err, checkFiles(dir))
	}
	others, err := othersIn(dir)
	if err != nil {
		return m, err
	}
	if len(others) > 0 && !madeByOlder(dir) {
		return m, fmt.Errorf("--data %s names a folder that holds other files (%s). Give an empty folder or a new one", dir, listed(others))
	}
	m = newMarker()
	_, stateErr := os.Lstat(filepath.Join(dir, state.FileName))
	m.State = stateErr == nil
	return m, errors.Join(checkFiles(dir), m.write(dir))
}

// othersIn lists what a folder holds beside an unfinished marker.
func othersIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the data folder: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != markerName {
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

// madeByOlder reports whether a folder without a marker holds our archive.
func madeByOlder(dir string) bool {
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

// readMarker reads the marker of a folder. The error is fs.ErrNotExist if there
// is none; an empty one, which a crash may leave, counts as none.
func readMarker(dir string) (marker, error) {
	path := filepath.Join(dir, markerName)
	info, err := os.Lstat(path)
	if err != nil {
		return marker{}, err
	}
	foreign := fmt.Errorf("%s is not the marker of a data folder. Move it away, or choose another folder with --data", path)
	if !info.Mode().IsRegular() || info.Size() > largeMarker {
		return marker{}, foreign
	}
	if info.Size() == 0 {
		return marker{}, fs.ErrNotExist
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return marker{}, fmt.Errorf("read the data folder's marker: %w", err)
	}
	var m marker
	if json.Unmarshal(raw, &m) != nil || m.Program != newMarker().Program || m.Schema < 1 {
		return marker{}, foreign
	}
	if m.Schema > markerSchema {
		return m, fmt.Errorf("the data folder %s was written by a newer briefing-bot (schema %d; this version knows up to %d). Install the newer version, or choose another folder with --data", dir, m.Schema, markerSchema)
	}
	return m, nil
}

// write keeps the marker. A crash leaves the old one, or a new one that is whole.
func (m marker) write(dir string) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode the data folder's marker: %w", err)
	}
	path := filepath.Join(dir, markerName)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil { // no other process sees a folder with an unknown file in it
		_, err = f.Write(append(raw, '\n'))
		err = errors.Join(err, f.Close())
	} else if errors.Is(err, fs.ErrExist) {
		err = m.replace(path, raw)
	}
	if err != nil {
		return fmt.Errorf("write the data folder's marker: %w", err)
	}
	return nil
}

func (marker) replace(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), markerName+".*.new")
	if err != nil {
		return err
	}
	_, err = f.Write(append(raw, '\n'))
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// checkFiles refuses a folder in which something else is in the place of a file
// of ours.
func checkFiles(dir string) error {
	for _, name := range []string{archive.FileName, state.FileName} {
		path := filepath.Join(dir, name)
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("look at %s: %w", path, err)
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is %s, not a file of briefing-bot. Move it away, or choose another folder with --data", path, kindOf(info))
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			return fmt.Errorf("%s cannot be read and written: %w. Give this user both permissions, or choose another folder with --data", path, err)
		}
		_ = f.Close()
	}
	return nil
}

func kindOf(info fs.FileInfo) string {
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

// needBriefing returns an error if there is no data folder yet: verbs that only
// read do not make one.
func (c config) needBriefing() error {
	entries, err := os.ReadDir(c.Data)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return fmt.Errorf("no briefing at %s yet; bring articles in with: briefing-bot ingest FOLDER --data %s", c.Data, c.Data)
	}
	return nil // what else is wrong openFolder says
}

// keptIndexes is how many damaged indexes are kept.
const keptIndexes = 2

const damagedIndex = "index.damaged-"

// checkIndex refuses a folder in the index's place that is not recognizably an
// index of ours.
func checkIndex(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the index: %w", err)
	}
	refused := func(why string) error {
		return fmt.Errorf("%s is %s, not an index of briefing-bot. Move it away, or choose another folder with --data", dir, why)
	}
	if !info.IsDir() {
		return refused(kindOf(info))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the index: %w", err)
	}
	foreign := func(e fs.DirEntry) bool {
		return !slices.Contains([]string{"index_meta.json", "store", "sequence", "sequence.new", markerName}, e.Name())
	}
	if !slices.ContainsFunc(entries, foreign) || hasIndex(dir) {
		return nil // a crash may leave one without its description
	}
	if _, err := readMarker(dir); err != nil {
		names := make([]string, len(entries))
		for i, e := range entries {
			names[i] = e.Name()
		}
		return refused("a folder that holds other files (" + listed(names) + ")")
	}
	return nil
}

// hasIndex reports whether a folder has the two parts of every index.
func hasIndex(dir string) bool {
	description, err := os.Lstat(filepath.Join(dir, "index_meta.json"))
	parts, err2 := os.Lstat(filepath.Join(dir, "store"))
	return err == nil && err2 == nil && description.Mode().IsRegular() && parts.IsDir()
}

// setIndexAside renames a damaged index, and removes older ones that were set
// aside before. Only folders with our marker are removed.
func setIndexAside(dir string, now time.Time) (aside string, err error) {
	if _, err := readMarker(dir); err != nil {
		if err := newMarker().write(dir); err != nil {
			return "", err
		}
	}
	parent := filepath.Dir(dir)
	aside = filepath.Join(parent, damagedIndex+now.UTC().Format("20060102T150405.000000"))
	if err := os.Rename(dir, aside); err != nil {
		return "", fmt.Errorf("set the damaged index aside: %w", err)
	}
	entries, err := os.ReadDir(parent)
	if err != nil {
		return aside, fmt.Errorf("look for older damaged indexes: %w", err)
	}
	var old []string
	for _, e := range entries { // in order of their names, and so of their times
		path := filepath.Join(parent, e.Name())
		if _, err := readMarker(path); err == nil && e.IsDir() && strings.HasPrefix(e.Name(), damagedIndex) {
			old = append(old, path)
		}
	}
	for _, path := range old[:max(0, len(old)-keptIndexes)] {
		if err := os.RemoveAll(path); err != nil {
			return aside, fmt.Errorf("remove an older damaged index: %w", err)
		}
	}
	return aside, nil
}
