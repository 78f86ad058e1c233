package state

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/bot"
)

// SettingsFile is the settings of a store that nobody has open, for programs
// that change nothing.
type SettingsFile struct{ found inspection }

// ReadSettings reads the settings of the store in dir. If there is no store they
// are empty, or lost if expected is set: the folder had a store before.
func ReadSettings(dir string, expected bool) (SettingsFile, error) {
	path := filepath.Join(dir, FileName)
	existing, err := regularFile(path)
	if err != nil {
		return SettingsFile{}, fmt.Errorf("read state database %s: %w", path, err)
	}
	if !existing && expected {
		return SettingsFile{inspection{losses: []Loss{{Detail: "the file was missing"}}}}, nil
	}
	if !existing {
		return SettingsFile{}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return SettingsFile{}, fmt.Errorf("read state database: %w", err)
	}
	defer f.Close()
	found := inspect(f, append([]string{string(settingsBucket), string(lossesBucket)}, tallyNames()...)...)
	for _, r := range found.records[string(lossesBucket)] {
		var l Loss
		if json.Unmarshal(r.value, &l) == nil { // inspect decoded it once
			found.losses = append(found.losses, l)
		}
	}
	return SettingsFile{found}, nil
}

func tallyNames() []string {
	return []string{string(tallyBuckets[0]), string(tallyBuckets[1])}
}

// Settings is Store.Settings.
func (f SettingsFile) Settings(_ context.Context, platform, workspace, channel string) (map[string]string, error) {
	settings, key := map[string]string{}, keyOf(platform, workspace, channel)
	for _, r := range f.found.records[string(settingsBucket)] {
		if string(r.key) == string(key) && json.Unmarshal(r.value, &settings) != nil {
			return settings, bot.ErrSettingsLost
		}
	}
	for _, l := range f.found.losses {
		if l.covers(key) {
			return settings, bot.ErrSettingsLost
		}
	}
	return settings, nil
}

// Set returns bot.ErrSettingsReadOnly.
func (SettingsFile) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", bot.ErrSettingsReadOnly
}
