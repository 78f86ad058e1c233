package config

import (
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/slack"
)

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

// Location returns the time zone of who asks for none.
func (c *Config) Location() *time.Location {
	zone, _ := time.LoadLocation(c.Zone) // checked by Load
	return zone
}

// Which users of this machine may use a console without a token.
const (
	consoleOwner  = "owner"
	ConsoleAnyone = "anyone"
)
