package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

// Flags are the flags that every verb understands, and the configuration
// that they lead to.
type Flags struct {
	Data, File string
}

// Config is the configuration file. Every field has a default, and an
// environment variable that goes before the file; config.example.yaml is its
// documentation, and a test holds the two together.
type Config struct {
	Data     string   `yaml:"data" env:"BRIEFING_BOT_DATA"`
	Zone     string   `yaml:"zone" env:"BRIEFING_BOT_ZONE"`
	Names    string   `yaml:"names" env:"BRIEFING_BOT_NAMES"`
	Synonyms string   `yaml:"synonyms" env:"BRIEFING_BOT_SYNONYMS"`
	Watch    []string `yaml:"watch" env:"BRIEFING_BOT_WATCH"`
	Archive  Archive  `yaml:"archive"`
	Console  Console  `yaml:"console"`
	Answers  Answers  `yaml:"answers"`
	Log      Log      `yaml:"log"`
	Slack    Slack    `yaml:"slack"`
	Discord  Discord  `yaml:"discord"`

	Digests []Digest `yaml:"digests"`
}

type Archive struct {
	KeepVersions int `yaml:"keep_versions" env:"BRIEFING_BOT_ARCHIVE_KEEP_VERSIONS"`
}

type Console struct {
	Address   string `yaml:"address" env:"BRIEFING_BOT_CONSOLE_ADDRESS"`
	TokenFile string `yaml:"token_file" env:"BRIEFING_BOT_CONSOLE_TOKEN_FILE"`
	TokenEnv  string `yaml:"token_env" env:"BRIEFING_BOT_CONSOLE_TOKEN_ENV"`
	BaseURL   string `yaml:"base_url" env:"BRIEFING_BOT_CONSOLE_BASE_URL"`
	Users     string `yaml:"users" env:"BRIEFING_BOT_CONSOLE_USERS"`
}

type Answers struct {
	Timeout time.Duration `yaml:"timeout" env:"BRIEFING_BOT_ANSWERS_TIMEOUT"`
	Stale   time.Duration `yaml:"stale" env:"BRIEFING_BOT_ANSWERS_STALE"`
}

type Log struct {
	Level  string `yaml:"level" env:"BRIEFING_BOT_LOG_LEVEL"`
	Format string `yaml:"format" env:"BRIEFING_BOT_LOG_FORMAT"`
}

// Default is the configuration of a program that was told nothing.
func Default() Config {
	return Config{
		Data:    "briefing-data",
		Zone:    "UTC",
		Console: Console{Address: "127.0.0.1:8383", TokenEnv: "BRIEFING_BOT_CONSOLE_TOKEN", Users: consoleOwner},
		Answers: Answers{Timeout: 10 * time.Second, Stale: 24 * time.Hour},
		Log:     Log{Level: "info", Format: "text"},
		Slack:   slackDefaults(),
		Discord: discordDefaults(),
		Digests: []Digest{},
	}
}

// Load reads the configuration: defaults, the file, the environment, the
// flags, each before the one that follows, and checks the whole.
func (s *Flags) Load() (Config, error) {
	c := Default()
	path := cmp.Or(s.File, os.Getenv("BRIEFING_BOT_CONFIG"))
	if path != "" {
		if err := readYAML(path, &c); err != nil {
			return c, err
		}
		c.resolve(filepath.Dir(path))
	}
	if err := fromEnvironment(reflect.ValueOf(&c).Elem()); err != nil {
		return c, err
	}
	c.Data = cmp.Or(s.Data, c.Data)
	return c, c.check()
}

// readYAML reads a file strictly: an unknown key or a wrong type is an error
// with its line and column.
func readYAML(path string, into any) error {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no file %s: check the path, or copy config.example.yaml there", path)
	}
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	if err := yaml.UnmarshalWithOptions(raw, into, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %s", path, strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	return nil
}

// resolve makes the file's relative paths relative to the file.
func (c *Config) resolve(dir string) {
	paths := []*string{&c.Data, &c.Names, &c.Synonyms, &c.Console.TokenFile, &c.Slack.BotTokenFile, &c.Slack.AppTokenFile, &c.Slack.SigningSecretFile, &c.Slack.ClientSecretFile,
		&c.Discord.TokenFile}
	for i := range c.Watch {
		paths = append(paths, &c.Watch[i])
	}
	for _, p := range paths {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(dir, *p)
		}
	}
}

// fromEnvironment sets every field whose variable is set.
func fromEnvironment(v reflect.Value) error {
	for i := range v.NumField() {
		field, name := v.Field(i), v.Type().Field(i).Tag.Get("env")
		if field.Kind() == reflect.Struct {
			if err := fromEnvironment(field); err != nil {
				return err
			}
			continue
		}
		value, set := os.LookupEnv(name)
		if !set || value == "" {
			continue
		}
		switch field.Interface().(type) {
		case time.Duration:
			d, err := time.ParseDuration(value)
			if err != nil {
				return fmt.Errorf("%s=%q is no duration: write 10s, 5m or 24h", name, value)
			}
			field.SetInt(int64(d))
		case int:
			n, err := strconv.Atoi(value)
			if err != nil {
				return fmt.Errorf("%s=%q is not a whole number", name, value)
			}
			field.SetInt(int64(n))
		case []string:
			field.Set(reflect.ValueOf(filepath.SplitList(value)))
		default:
			field.SetString(value)
		}
	}
	return nil
}

// check says what is wrong with the configuration, and how to mend it.
func (c *Config) check() error {
	if _, err := time.LoadLocation(c.Zone); err != nil {
		return fmt.Errorf("zone: %q is no time zone: write one such as Europe/Stockholm", c.Zone)
	}
	if _, err := c.logLevel(); err != nil {
		return err
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		return fmt.Errorf("log.format: %q is neither text nor json", c.Log.Format)
	}
	if c.Answers.Timeout <= 0 {
		return errors.New("answers.timeout must be longer than 0s")
	}
	if c.Archive.KeepVersions < 0 {
		return errors.New("archive.keep_versions must be 0 (keep all) or more")
	}
	for _, dir := range c.Watch {
		// A folder that is not there yet, or not mounted, is waited for.
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			return fmt.Errorf("watch: %s is not a folder", dir)
		}
	}
	if err := c.Slack.check(); err != nil {
		return err
	}
	if err := c.Discord.check(); err != nil {
		return err
	}
	if err := c.checkDigests(); err != nil {
		return err
	}
	return c.CheckConsole()
}

// CheckConsole refuses to listen beyond this machine without a token.
func (c *Config) CheckConsole() error {
	host, _, err := net.SplitHostPort(c.Console.Address)
	if err != nil {
		return fmt.Errorf("console.address: %q is no address: write 127.0.0.1:8383", c.Console.Address)
	}
	if u := c.Console.Users; u != consoleOwner && u != ConsoleAnyone {
		return fmt.Errorf("console.users: %q is neither %s nor %s", u, consoleOwner, ConsoleAnyone)
	}
	token, err := c.Console.Token()
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); (ip == nil || !ip.IsLoopback()) && host != "localhost" && token == "" {
		return fmt.Errorf("console.address: %s can be reached from other machines, so it needs a token: set %s or console.token_file", c.Console.Address, c.Console.TokenEnv)
	}
	return nil
}

// Which users of this machine may use a console without a token.
const (
	consoleOwner  = "owner"
	ConsoleAnyone = "anyone"
)

// minToken is the shortest console token, in bytes.
const minToken = 16

// Token returns the console's secret, from its file or its environment
// variable, white space around it apart; "" if neither is set. One that could be
// guessed is an error.
func (c Console) Token() (string, error) {
	if c.TokenFile == "" {
		value, set := os.LookupEnv(c.TokenEnv)
		if !set || value == "" {
			return "", nil
		}
		return checkToken(c.TokenEnv, value)
	}
	raw, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return "", fmt.Errorf("console.token_file: %w", err)
	}
	return checkToken(c.TokenFile, string(raw))
}

func checkToken(where, value string) (string, error) {
	token := strings.TrimSpace(value)
	if len(token) < minToken {
		return "", fmt.Errorf("the console's token in %s has %d bytes; at least %d are needed. Make one with: openssl rand -hex 16", where, len(token), minToken)
	}
	return token, nil
}

func (c *Config) logLevel() (slog.Level, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		return level, fmt.Errorf("log.level: %q is none of debug, info, warn, error", c.Log.Level)
	}
	return level, nil
}

// Logger writes to standard error.
func (c *Config) Logger() *slog.Logger {
	level, _ := c.logLevel() // checked by load
	options := &slog.HandlerOptions{Level: level}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

func (c *Config) Location() *time.Location {
	zone, _ := time.LoadLocation(c.Zone) // checked by load
	return zone
}

// CheckSecrets returns what is missing or wrong of the secrets of the chat services.
// Only the verbs that use them call it: others work whatever the environment holds.
func (c *Config) CheckSecrets() error {
	return errors.Join(c.Slack.checkSecrets(), c.Discord.checkSecrets())
}
