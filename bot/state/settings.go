package state

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// settings holds the settings of channels and workspaces.
type settings struct{ file *sealed.File }

// Set changes one setting of a channel ("" for its workspace's) and returns the old
// value; "" removes it.
func (s *settings) Set(ctx context.Context, platform, workspace, channel, name, value string) (old string, err error) {
	key := sealed.KeyOf(platform, workspace, channel)
	err = s.file.Write(ctx, "change a setting", func(tx *sealed.Tx) error {
		settings := map[string]string{}
		if err := getSettings(tx, key, &settings); err != nil {
			return err
		}
		old = settings[name]
		if settings[name] = value; value == "" {
			delete(settings, name)
		}
		return sealed.Put(tx, settingsBucket, key, settings)
	})
	return old, err
}

// Settings returns the settings of a channel ("" for its workspace's) by name,
// an empty map if there are none. With bot.ErrSettingsLost it returns what is left
// of them.
func (s *settings) Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error) {
	settings, lost := map[string]string{}, false
	key := sealed.KeyOf(platform, workspace, channel)
	err := s.file.Read(ctx, "read settings", func(tx *sealed.Tx) error {
		if err := getSettings(tx, key, &settings); err != nil {
			return err
		}
		losses, err := tx.Losses()
		lost = slices.ContainsFunc(losses, func(l sealed.Loss) bool { return Loss(l).covers(key) })
		return err
	})
	if err == nil && lost {
		err = bot.ErrSettingsLost
	}
	return settings, err
}

// getSettings decodes the settings under key, which is to be an empty map if there are none.
// Damage can hide them: what is not there may be missing, and with it the rule that an
// outlet is hidden.
func getSettings(tx *sealed.Tx, key []byte, into *map[string]string) error {
	found, err := sealed.Get(tx, settingsBucket, key, into)
	if err != nil || found {
		return err
	}
	return tx.Bucket(settingsBucket).Complete()
}

// SettingsMark returns a value that changes whenever a setting does.
func (s *settings) SettingsMark(ctx context.Context) (string, error) {
	sum := sha256.New()
	err := s.file.Read(ctx, "read settings", func(tx *sealed.Tx) error {
		return tx.Bucket(settingsBucket).ForEach(func(k, v []byte) error {
			fmt.Fprintf(sum, "%q %q\n", k, v)
			return nil
		})
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}
