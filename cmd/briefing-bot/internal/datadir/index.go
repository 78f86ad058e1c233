package datadir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// maxDamagedIndexes is the maximum number of damaged indexes kept.
const maxDamagedIndexes = 2

const damagedPrefix = "index.damaged-"

// CheckIndex refuses a folder in the index's place that is not recognizably an
// index of ours.
func CheckIndex(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("inspect the index: %w", err)
	}
	refused := func(why string) error {
		return fmt.Errorf("%s is %s, not an index of briefing-bot. Move it away, or choose another folder with --data", dir, why)
	}
	if !info.IsDir() {
		return refused(KindOf(info))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the index: %w", err)
	}
	if err := errors.Join(checkKinds(dir), checkKinds(filepath.Join(dir, "store"))); err != nil {
		return err
	}
	foreign := func(e fs.DirEntry) bool {
		return !slices.Contains([]string{"index_meta.json", "store", "sequence", "sequence.new", MarkerName}, e.Name()) &&
			!strings.HasPrefix(e.Name(), "columns-") && !strings.HasPrefix(e.Name(), "rows-")
	}
	if !slices.ContainsFunc(entries, foreign) || hasIndex(dir) {
		return nil // a crash may leave one without its description
	}
	if _, err := ReadMarker(dir); err != nil {
		names := make([]string, len(entries))
		for i, e := range entries {
			names[i] = e.Name()
		}
		return refused("a folder that holds other files (" + listed(names) + ")")
	}
	return nil
}

// checkKinds refuses a folder of an index that has links, pipes or devices: reading them could
// block, or lead elsewhere. It accepts what is no folder.
func checkKinds(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil //nolint:nilerr // opening the index tells what is wrong with it
	}
	for _, e := range entries {
		if e.Type().IsRegular() || e.IsDir() {
			continue
		}
		path := filepath.Join(dir, e.Name())
		info, err := os.Lstat(path)
		if err != nil {
			return fmt.Errorf("inspect the index: %w", err)
		}
		return fmt.Errorf("%s is %s, not a file of briefing-bot. Move it away, or choose another folder with --data", path, KindOf(info))
	}
	return nil
}

// hasIndex reports whether a folder has the two parts of every index.
func hasIndex(dir string) bool {
	description, err := os.Lstat(filepath.Join(dir, "index_meta.json"))
	parts, err2 := os.Lstat(filepath.Join(dir, "store"))
	return err == nil && err2 == nil && description.Mode().IsRegular() && parts.IsDir()
}

// SetIndexAside renames a damaged index, and removes older ones that were set
// aside before. Only folders with our marker are removed.
func SetIndexAside(dir string, now time.Time) (aside string, err error) {
	if _, err := ReadMarker(dir); err != nil {
		if err := NewMarker().Write(dir); err != nil {
			return "", err
		}
	}
	parent := filepath.Dir(dir)
	aside = filepath.Join(parent, damagedPrefix+now.UTC().Format("20060102T150405.000000"))
	if err := os.Rename(dir, aside); err != nil {
		return "", fmt.Errorf("set the damaged index aside: %w", err)
	}
	entries, err := os.ReadDir(parent)
	if err != nil {
		return aside, fmt.Errorf("list older damaged indexes: %w", err)
	}
	var old []string
	for _, e := range entries { // in order of their names, and so of their times
		path := filepath.Join(parent, e.Name())
		if _, err := ReadMarker(path); err == nil && e.IsDir() && strings.HasPrefix(e.Name(), damagedPrefix) {
			old = append(old, path)
		}
	}
	for _, path := range old[:max(0, len(old)-maxDamagedIndexes)] {
		if err := os.RemoveAll(path); err != nil {
			return aside, fmt.Errorf("remove an older damaged index: %w", err)
		}
	}
	return aside, nil
}
