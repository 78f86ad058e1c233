package app

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// TestReconfigure changes what can change while the program runs, names what cannot, and
// changes nothing for a bad configuration.
func TestReconfigure(t *testing.T) {
	var log bytes.Buffer
	level := &slog.LevelVar{}
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	a, err := Open(t.Context(), c, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level})))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	reload := func(c config.Config, err error) string {
		log.Reset()
		a.Reconfigure(func() (config.Config, error) { return c, err }, level)
		return log.String()
	}
	if got := reload(c, errors.New("line 3: no such setting")); !strings.Contains(got, "line 3") || !strings.Contains(got, "level=ERROR") {
		t.Errorf("a bad file: %s", got)
	}
	changed := c
	changed.Answers.UserLimit, changed.Answers.Timeout, changed.Log.Level = 1, time.Minute, "debug"
	changed.Slack.Users = []string{"U1"}
	if got := reload(changed, nil); !strings.Contains(got, `changed="answers.user_limit, log.level, slack.users"`) || !strings.Contains(got, "settings=answers.timeout") {
		t.Errorf("good changes: %s", got)
	}
	a.limits.Ask("anna", "")
	if v := a.limits.Ask("anna", ""); v == (ratelimit.Verdict{}) || level.Level() != slog.LevelDebug {
		t.Errorf("verdict %+v, level %v", v, level.Level())
	}
	if got := reload(changed, nil); !strings.Contains(got, `changed=""`) { // the warning is said once a minute
		t.Errorf("again: %s", got)
	}
	if got := reload(c, nil); !strings.Contains(got, "answers.user_limit") || strings.Contains(got, "settings=") {
		t.Errorf("back: %s", got)
	}
}
