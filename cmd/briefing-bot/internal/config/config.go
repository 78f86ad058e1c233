package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
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

// Config is the configuration file. Every field has a default, and an
// environment variable that goes before the file; config.example.yaml is its
// documentation, and a test holds the two together.
type Config struct {
	Data     string           `yaml:"data" env:"BRIEFING_BOT_DATA"`
	Zone     string           `yaml:"zone" env:"BRIEFING_BOT_ZONE"`
	Names    string           `yaml:"names" env:"BRIEFING_BOT_NAMES"`
	Synonyms string           `yaml:"synonyms" env:"BRIEFING_BOT_SYNONYMS"`
	Watch    []string         `yaml:"watch" env:"BRIEFING_BOT_WATCH"`
	Sources  []Source         `yaml:"sources"`
	Fetch    Fetch            `yaml:"fetch"`
	Archive  Archive          `yaml:"archive"`
	Console  Console          `yaml:"console"`
	Answers  Answers          `yaml:"answers"`
	Log      Log              `yaml:"log"`
	Slack    slack.Settings   `yaml:"slack"`
	Discord  discord.Settings `yaml:"discord"`

	Digests []schedule.Settings `yaml:"digests"`
}

// Archive is the settings of the archive.
type Archive struct {
	KeepVersions int           `yaml:"keep_versions" env:"BRIEFING_BOT_ARCHIVE_KEEP_VERSIONS"`
	Keep         time.Duration `yaml:"keep" env:"BRIEFING_BOT_ARCHIVE_KEEP"`
}

// Console is the settings of the web console.
type Console struct {
	Address   string `yaml:"address" env:"BRIEFING_BOT_CONSOLE_ADDRESS"`
	TokenFile string `yaml:"token_file" env:"BRIEFING_BOT_CONSOLE_TOKEN_FILE"`
	TokenEnv  string `yaml:"token_env" env:"BRIEFING_BOT_CONSOLE_TOKEN_ENV"`
	BaseURL   string `yaml:"base_url" env:"BRIEFING_BOT_CONSOLE_BASE_URL"`
	Users     string `yaml:"users" env:"BRIEFING_BOT_CONSOLE_USERS"`
}

// Answers is the settings of answers: how long one may take, after how long without new
// articles they say so, and how many questions a minute a person and a channel may ask.
type Answers struct {
	Timeout      time.Duration `yaml:"timeout" env:"BRIEFING_BOT_ANSWERS_TIMEOUT"`
	Stale        time.Duration `yaml:"stale" env:"BRIEFING_BOT_ANSWERS_STALE"`
	UserLimit    int           `yaml:"user_limit" env:"BRIEFING_BOT_ANSWERS_USER_LIMIT"`
	ChannelLimit int           `yaml:"channel_limit" env:"BRIEFING_BOT_ANSWERS_CHANNEL_LIMIT"`
}

// Log is the settings of the log.
type Log struct {
	Level  string `yaml:"level" env:"BRIEFING_BOT_LOG_LEVEL"`
	Format string `yaml:"format" env:"BRIEFING_BOT_LOG_FORMAT"`
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
		paths = append(paths, &c.Sources[i].PasswordFile)
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

// Which users of this machine may use a console without a token.
const (
	consoleOwner  = "owner"
	ConsoleAnyone = "anyone"
)

// minToken is the minimum length of a secret, in bytes.
const minToken = 16

// Token returns the console's secret, from its file or its environment
// variable, white space around it apart; "" if neither is set. One that could be
// guessed is an error.
func (c Console) Token() (string, error) {
	token, err := ReadToken("the console's token", c.TokenFile, c.TokenEnv)
	if err != nil && c.TokenFile != "" {
		return "", fmt.Errorf("console.token_file: %w", err)
	}
	return token, err
}

// ReadToken returns a secret from a file or, if that is "", from an environment
// variable, white space around it apart; "" if neither is set. One that could be
// guessed is an error, in which it is called what.
func ReadToken(what, file, variable string) (string, error) {
	where, value := variable, os.Getenv(variable)
	if file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		where, value = file, string(raw)
	} else if value == "" {
		return "", nil
	}
	token := strings.TrimSpace(value)
	if len(token) < minToken {
		return "", fmt.Errorf("%s in %s has %d bytes; at least %d are needed. Make one with: openssl rand -hex 16", what, where, len(token), minToken)
	}
	return token, nil
}

// Logger returns a logger to standard error, of the level and format configured.
func (c *Config) Logger() *slog.Logger {
	return c.LoggerTo(os.Stderr, c.Log.level())
}

// LoggerTo returns a logger of the format configured whose level can be changed. A line of
// the log is one line, and nothing in it acts on a terminal that shows it.
func (c *Config) LoggerTo(w io.Writer, level slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: inert}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// LevelVar returns the level, which can be changed.
func (l Log) LevelVar() *slog.LevelVar {
	level := &slog.LevelVar{}
	level.Set(l.level())
	return level
}

func (l Log) level() slog.Level {
	var level slog.Level
	_ = level.UnmarshalText([]byte(l.Level)) // checked by Load
	return level
}

// inert drops from texts what the forms of the log do not escape and a terminal acts on.
func inert(_ []string, a slog.Attr) slog.Attr {
	var text string
	switch v := a.Value.Any().(type) {
	case string:
		text = v
	case error:
		text = v.Error()
	default:
		return a
	}
	acts := func(r rune) bool {
		return r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}
	if strings.ContainsFunc(text, acts) {
		a.Value = slog.StringValue(strings.Map(func(r rune) rune {
			if acts(r) {
				return -1
			}
			return r
		}, text))
	}
	return a
}

// Location returns the time zone of who asks for none.
func (c *Config) Location() *time.Location {
	zone, _ := time.LoadLocation(c.Zone) // checked by Load
	return zone
}
