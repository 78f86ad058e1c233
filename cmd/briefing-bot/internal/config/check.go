package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/setting"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// check returns everything that is wrong with the values.
func (c *Config) check() []error {
	errs := []error{c.checkZone(), checkFile("names", c.Names), checkFile("synonyms", c.Synonyms), setting.OneOf("log.format", c.Log.Format, "text", "json"), c.checkLevel()}
	if c.Answers.Timeout <= 0 {
		errs = append(errs, setting.Invalid("answers.timeout", "must be longer than 0s"))
	}
	if c.Answers.Stale < 0 {
		errs = append(errs, setting.Invalid("answers.stale", "must be 0s or longer"))
	}
	if c.Answers.UserLimit < 0 {
		errs = append(errs, setting.Invalid("answers.user_limit", "must be 0 (no limit) or more"))
	}
	if c.Answers.ChannelLimit < 0 {
		errs = append(errs, setting.Invalid("answers.channel_limit", "must be 0 (no limit) or more"))
	}
	if c.Archive.KeepVersions < 0 {
		errs = append(errs, setting.Invalid("archive.keep_versions", "must be 0 (keep all) or more"))
	}
	for i, dir := range c.Watch {
		// A folder that does not exist yet, or is not mounted, is waited for.
		info, err := os.Stat(dir)
		if err != nil {
			continue
		}
		if !info.IsDir() {
			errs = append(errs, setting.Invalid(fmt.Sprintf("watch[%d]", i+1), "%s is not a folder", dir))
		}
		if data, err := os.Stat(c.Data); err == nil && os.SameFile(info, data) {
			errs = append(errs, setting.Invalid(fmt.Sprintf("watch[%d]", i+1), "%s is the data folder: name the folder that your articles are in", dir))
		}
	}
	return slices.Concat(errs, c.checkSources(), c.Slack.Check(), c.Discord.Check(), schedule.CheckSettings(c.Digests, c.Zone), c.checkConsole())
}

func (c *Config) checkZone() error {
	if _, err := time.LoadLocation(c.Zone); err != nil {
		return setting.Invalid("zone", "%q is not a time zone: write one such as Europe/Stockholm", c.Zone)
	}
	return nil
}

func (c *Config) checkLevel() error {
	var level slog.Level
	if level.UnmarshalText([]byte(c.Log.Level)) != nil {
		return setting.Invalid("log.level", "%q is not one of debug, info, warn, error", c.Log.Level)
	}
	return nil
}

// CheckConsole returns what is wrong with the console's settings. An address that
// other machines can reach needs a token.
func (c *Config) CheckConsole() error { return errors.Join(c.checkConsole()...) }

func (c *Config) checkConsole() []error {
	errs := []error{setting.OneOf("console.users", c.Console.Users, consoleOwner, ConsoleAnyone)}
	if err := setting.Listening("console.address", c.Console.Address, "127.0.0.1:8383"); err != nil {
		return append(errs, err)
	}
	host, _, _ := net.SplitHostPort(c.Console.Address)
	token, err := c.Console.Token()
	if err != nil {
		return append(errs, err)
	}
	if ip := net.ParseIP(host); (ip == nil || !ip.IsLoopback()) && host != "localhost" && token == "" {
		errs = append(errs, setting.Invalid("console.address", "%s can be reached from other machines, so it needs a token: set %s or console.token_file", c.Console.Address, c.Console.TokenEnv))
	}
	return errs
}

// CheckSecrets returns what is missing or wrong of the secrets of the chat services.
// Only the verbs that use them call it: others work whatever the environment holds.
func (c *Config) CheckSecrets() error {
	key, err := StateKey()
	if err != nil {
		return errors.Join(err, c.Slack.CheckSecrets(nil), c.Discord.CheckSecrets())
	}
	var keyErr error
	if key == nil {
		keyErr = fmt.Errorf("set %s to %d bytes, such as `openssl rand -base64 %d` prints", stateKeyName, state.KeySize, state.KeySize)
	}
	return errors.Join(c.Slack.CheckSecrets(keyErr), c.Discord.CheckSecrets())
}

// Summary returns what a configuration comes to, a line for each part of the program.
func (c *Config) Summary() string {
	lines := []string{"Data folder: " + HomeRelative(c.Data), "Page: http://" + c.Console.Address + "/"}
	if len(c.Watch) > 0 {
		lines = append(lines, "Watched folders: "+strings.Join(c.Watch, ", "))
	}
	return strings.Join(append(lines, "Slack: "+c.Slack.Summary(), "Discord: "+c.Discord.Summary()), "\n")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// checkFile returns an error for a file that a setting names and that does not exist.
func checkFile(name, path string) error {
	if path == "" || exists(path) {
		return nil
	}
	return setting.Invalid(name, "the file %s does not exist; correct the path, or take the setting out", path)
}
