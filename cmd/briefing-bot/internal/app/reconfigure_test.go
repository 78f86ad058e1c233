package app

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// expectKept fails if there are not as many sources and digests as wanted.
func expectKept(t *testing.T, a *App, sources, digests int) {
	t.Helper()
	kept, err := a.state.Subscriptions(t.Context(), bot.Place{})
	if n := len(a.follower.List()); n != sources || len(kept) != digests || err != nil {
		t.Errorf("%d sources, %d digests, want %d and %d; %v", n, len(kept), sources, digests, err)
	}
}

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
		a.Reconfigure(t.Context(), func() (config.Config, error) { return c, err }, level)
		return log.String()
	}
	if got := reload(c, errors.New("line 3: no such setting")); !strings.Contains(got, "line 3") || !strings.Contains(got, "level=ERROR") {
		t.Errorf("a bad file: %s", got)
	}
	for _, again := range []string{"line 3: no such setting", "line 4: not valid YAML"} { // each signal is answered
		if got := reload(c, errors.New(again)); !strings.Contains(got, again) {
			t.Errorf("a bad file again: %q", got)
		}
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
	if got := reload(changed, nil); !strings.Contains(got, `changed=""`) || !strings.Contains(got, "settings=answers.timeout") {
		t.Errorf("again: %s", got)
	}
	if a.state, err = state.Open(c.Data, state.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.state.Close()
	followed := changed
	followed.Sources = []config.Source{{URL: "https://quay.example/feed"}, {URL: "https://mole.example/feed", Outlet: "The Mole"}}
	followed.Digests = []schedule.Settings{{ID: "morning", Platform: "slack", Workspace: "T1", Channel: "C1", At: "08:00"}}
	if got := reload(followed, nil); !strings.Contains(got, `changed="sources, digests"`) || strings.Contains(got, "level=ERROR") {
		t.Errorf("sources and digests: %s", got)
	}
	expectKept(t, a, 2, 1)
	followed.Sources, followed.Digests = followed.Sources[1:], nil
	reload(followed, nil)
	expectKept(t, a, 1, 0)
	if s := a.follower.List()[0]; s.Outlet != "The Mole" || !s.Configured {
		t.Errorf("kept %+v", s)
	}
	if got := reload(c, nil); !strings.Contains(got, "answers.user_limit") || strings.Contains(got, "settings=") {
		t.Errorf("back: %s", got)
	}
}
