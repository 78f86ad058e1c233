package state

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// SettingsFile is the settings of a store that nobody has open, for programs
// that change nothing.
type SettingsFile struct{ found sealed.Found }

// ReadSettings reads the settings of the store in dir. If there is no store they
// are empty, or lost if expected is set: the folder had a store before.
func ReadSettings(dir string, expected bool) (SettingsFile, error) {
	path := filepath.Join(dir, FileName)
	found, existing, err := sealed.InspectFile(path, schema, string(settingsBucket), sealed.LossesBucket)
	if err != nil {
		return SettingsFile{}, fmt.Errorf("read state database %s: %w", path, err)
	}
	if !existing && expected {
		found.Losses = []sealed.Loss{{Detail: "the file was missing"}}
	}
	for _, r := range found.Records[sealed.LossesBucket] {
		var l sealed.Loss
		if json.Unmarshal(r.Value, &l) == nil { // InspectFile decoded it once
			found.Losses = append(found.Losses, l)
		}
	}
	return SettingsFile{found}, nil
}

// Settings is Store.Settings.
func (f SettingsFile) Settings(_ context.Context, platform, workspace, channel string) (map[string]string, error) {
	settings, key := map[string]string{}, sealed.KeyOf(platform, workspace, channel)
	for _, r := range f.found.Records[string(settingsBucket)] {
		if string(r.Key) == string(key) && json.Unmarshal(r.Value, &settings) != nil {
			return settings, bot.ErrSettingsLost
		}
	}
	for _, l := range f.found.Losses {
		if Loss(l).covers(key) {
			return settings, bot.ErrSettingsLost
		}
	}
	return settings, nil
}

// Set returns bot.ErrSettingsReadOnly.
func (SettingsFile) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", bot.ErrSettingsReadOnly
}

// CheckFile is Store.Check for a store in dir that nobody has open. It changes nothing.
func CheckFile(dir string) ([]Fault, error) {
	path := filepath.Join(dir, FileName)
	found, existing, err := sealed.InspectFile(path, schema)
	if err != nil && existing {
		err = fmt.Errorf("check state database %s: %w", path, err)
	}
	return faultsOf(found.Faults, found.Losses), err
}

// Buckets returns the names of the buckets of a bbolt file, which is neither
// locked nor changed.
func Buckets(path string) ([]string, error) { return sealed.Buckets(path) }
