package doctor

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
)

// Level is the severity of a finding.
type Level string

// The levels.
const (
	Good    Level = "ok"
	Warning Level = "warning" // it works, and may not for long or for all
	Problem Level = "problem" // something does not work
)

// Finding is the result of one check.
type Finding struct {
	Level Level  `json:"level"`
	About string `json:"about"` // the subject in a few words: configuration, disk
	Text  string `json:"text"`
	Fix   string `json:"fix,omitempty"` // what to do, in whole sentences
}

func good(about, text string) Finding         { return Finding{Good, about, text, ""} }
func warning(about, text, fix string) Finding { return Finding{Warning, about, text, fix} }
func problem(about, text, fix string) Finding { return Finding{Problem, about, text, fix} }

// Doctor holds what the checks examine.
type Doctor struct {
	Config config.Config
	// ConfigError is everything that is wrong with the configuration, nil if nothing is:
	// Config is then what could be read.
	ConfigError error
	// Connect reaches the process that owns the data folder, or opens the folder.
	Connect func(context.Context, config.Config) (control.Backend, error)
	Now     func() time.Time
	Client  *http.Client // for Slack and Discord
	// FreeSpace returns the bytes that are free for this user where a path is, and
	// reports whether the system tells.
	FreeSpace func(path string) (free uint64, known bool)
	Environ   []string // NAME=value, of the process
}

// New returns the doctor of a configuration and of what is wrong with it.
func New(c config.Config, configError error, connect func(context.Context, config.Config) (control.Backend, error)) *Doctor {
	return &Doctor{Config: c, ConfigError: configError, Connect: connect, Now: time.Now, Client: &http.Client{Timeout: callTimeout}, FreeSpace: datadir.FreeSpace, Environ: os.Environ()}
}

// callTimeout is the time Slack or Discord has to answer.
const callTimeout = 10 * time.Second

// clock is the subject of findings about the time.
const clock = "clock"

// configuration lists everything that is wrong with the configuration.
func (d *Doctor) configuration(context.Context) []Finding {
	if err := d.ConfigError; err != nil {
		return []Finding{problem("configuration", err.Error(), "Correct these settings. `briefing-bot config check` lists them again.")}
	}
	out := []Finding{good("configuration", "read, and valid")}
	for _, text := range d.Config.UnknownVariables(d.Environ) {
		out = append(out, warning("environment", text, "Correct its name, or take it out of the environment; config.example.yaml lists the names."))
	}
	return out
}
