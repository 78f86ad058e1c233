package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// TestDemoConnectsToNothing sets what would connect serve to chat services.
func TestDemoConnectsToNothing(t *testing.T) {
	t.Setenv("DISCORD_TOKEN", "invented.token.for-a-bot")
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-invented")
	t.Setenv("SLACK_APP_TOKEN", "xapp-invented")
	c := DemoConfig("127.0.0.1:0")
	c.Data = t.TempDir()
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	store, err := a.openState()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	inSlack, err := a.slackBot(store)
	inDiscord, err2 := a.discordBot(store)
	if inSlack != nil || inDiscord != nil || err != nil || err2 != nil {
		t.Errorf("slack %v, discord %v, %v", inSlack != nil, inDiscord != nil, errors.Join(err, err2))
	}
}

// TestOldDemosAreRemoved leaves what is not a demo's, and demos that run.
func TestOldDemosAreRemoved(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	folder := func(name string, demo bool) string {
		dir := filepath.Join(temp, demoPrefix+name)
		m := datadir.NewMarker()
		m.Demo = demo
		err := os.MkdirAll(filepath.Join(dir, "data"), 0o700)
		if err := errors.Join(err, m.Write(dir)); err != nil {
			t.Fatal(err)
		}
		a, err := archive.Open(filepath.Join(dir, "data"), archive.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if name == "running" {
			t.Cleanup(func() { a.Close() })
			return dir
		}
		a.Close()
		return dir
	}
	killed, running, other := folder("killed", true), folder("running", true), folder("other", false)
	foreign, link := filepath.Join(temp, demoPrefix+"photos"), filepath.Join(temp, demoPrefix+"link")
	if err := errors.Join(os.Mkdir(foreign, 0o700), os.Symlink(killed, link)); err != nil {
		t.Fatal(err)
	}
	c := config.Default()
	removeOldDemos(c.Logger())
	for path, want := range map[string]bool{killed: false, running: true, other: true, foreign: true, link: true} {
		if _, err := os.Lstat(path); (err == nil) != want {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
}
