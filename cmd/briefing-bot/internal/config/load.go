package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// Flags are the flags of every verb: the data folder and the configuration file,
// both "" by default.
type Flags struct {
	Data, File string
	// DataNote is set by Load: what to tell about a data folder that was found rather
	// than named; "" if there is nothing to tell.
	DataNote string
}

// Default returns the configuration without a file, environment or flags. Its data
// folder is "": Load chooses one.
func Default() Config {
	return Config{
		Zone:    "UTC",
		Console: Console{Address: "127.0.0.1:8383", TokenEnv: "BRIEFING_BOT_CONSOLE_TOKEN", Users: consoleOwner},
		Answers: Answers{Timeout: 10 * time.Second, Stale: 24 * time.Hour, UserLimit: 30, ChannelLimit: 120},
		Log:     Log{Level: "info", Format: "text"},
		Slack:   slack.DefaultSettings(),
		Discord: discord.DefaultSettings(),
		Sources: []Source{},
		Digests: []schedule.Settings{},
	}
}

// Load reads the configuration: defaults, the file, the environment and the flags,
// each overriding the one before. Its error lists everything that is wrong, with the
// line in the file where there is one.
func (f *Flags) Load() (Config, error) {
	c := Default()
	path := cmp.Or(f.File, os.Getenv("BRIEFING_BOT_CONFIG"))
	var positions map[string]position
	var errs []error
	if path != "" {
		if positions, errs = readYAML(path, &c); !exists(path) {
			errs = []error{errors.New("the file does not exist; correct the path, or copy config.example.yaml there")}
		}
		c.resolve(filepath.Dir(path))
	}
	fromEnv := fromEnvironment(reflect.ValueOf(&c).Elem())
	c.Data = cmp.Or(f.Data, c.Data)
	f.DataNote = c.chooseData(path)
	for _, err := range c.check() {
		errs = append(errs, located(err, positions))
	}
	return c, errors.Join(fileError(path, errs), fileError("", fromEnv))
}

// resolve makes the file's relative paths relative to the file.
func (c *Config) resolve(dir string) {
	paths := []*string{&c.Data, &c.Names, &c.Synonyms, &c.Console.TokenFile, &c.Slack.BotTokenFile, &c.Slack.AppTokenFile, &c.Slack.SigningSecretFile, &c.Slack.ClientSecretFile,
		&c.Discord.TokenFile}
	for i := range c.Sources {
		paths = append(paths, &c.Sources[i].PasswordFile, &c.Sources[i].TokenFile)
	}
	for i := range c.Watch {
		paths = append(paths, &c.Watch[i])
	}
	for _, p := range paths {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(dir, *p)
		}
	}
}

// fromEnvironment sets every field whose variable is set, and returns the variables
// whose value is not valid.
func fromEnvironment(v reflect.Value) (errs []error) {
	for i := range v.NumField() {
		field, name := v.Field(i), v.Type().Field(i).Tag.Get("env")
		if field.Kind() == reflect.Struct {
			errs = append(errs, fromEnvironment(field)...)
			continue
		}
		value, set := os.LookupEnv(name)
		if !set || value == "" {
			continue
		}
		switch field.Interface().(type) {
		case time.Duration:
			d, err := follow.ParseSpan(value)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s=%q is not a duration: write 10s, 5m, 24h or 365d", name, value))
			}
			field.SetInt(int64(d))
		case int:
			n, err := strconv.Atoi(value)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s=%q is not a whole number", name, value))
			}
			field.SetInt(int64(n))
		case []string:
			field.Set(reflect.ValueOf(filepath.SplitList(value)))
		default:
			field.SetString(value)
		}
	}
	return errs
}

// CheckAll returns everything that is wrong with the configuration of the flags,
// also in the files that it names and in the secrets.
func (f *Flags) CheckAll() (Config, error) {
	c, err := f.Load()
	var namesErr, synonymsErr error
	if exists(c.Names) { // or Load said so
		_, namesErr = ReadNames(c.Names)
	}
	if exists(c.Synonyms) {
		_, synonymsErr = ReadSynonyms(c.Synonyms)
	}
	return c, errors.Join(err, namesErr, synonymsErr, c.CheckSecrets(), c.checkPasswords())
}
