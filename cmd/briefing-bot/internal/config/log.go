package config

import (
	"io"
	"log/slog"
	"os"
	"strings"
)

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
