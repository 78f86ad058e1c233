package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
)

// TestLogAttacks writes hostile texts as messages' values and as errors: each record is one
// line in both forms, no other record is in it, and nothing acts on a terminal.
func TestLogAttacks(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		c := Default()
		c.Log.Format = format
		var out bytes.Buffer
		log := c.LoggerTo(&out, slog.LevelInfo)
		for _, a := range bottest.Attacks() {
			out.Reset()
			log.Info("article not read", slog.String("article", a.Text), slog.Any("error", errors.New(a.Text)))
			line, rest, _ := strings.Cut(out.String(), "\n")
			if rest != "" || strings.ContainsFunc(line, func(r rune) bool {
				return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
			}) {
				t.Errorf("%s: %.60q is written as %.200q", format, a.Text, out.String())
			}
			var record struct{ Level, Msg string }
			if format == "json" && (json.Unmarshal([]byte(line), &record) != nil || record.Level != "INFO" || record.Msg != "article not read") {
				t.Errorf("%.60q: %.200s", a.Text, line)
			}
			if format == "text" && strings.Count(" "+line, " level=") != 1 && !strings.Contains(a.Text, "level=") {
				t.Errorf("%.60q: %.200s", a.Text, line)
			}
		}
	}
}

// TestDifferences names settings as the file does.
func TestDifferences(t *testing.T) {
	a, b := Default(), Default()
	if got := Differences(a, b); len(got) != 0 {
		t.Errorf("of the same: %q", got)
	}
	b.Data, b.Answers.Timeout, b.Slack.Users, b.Watch = "x", 1, []string{"U1"}, []string{"y"}
	b.Sources = []Source{{}}
	if got := strings.Join(Differences(a, b), " "); got != "data watch sources answers.timeout slack.users" {
		t.Errorf("%s", got)
	}
}
