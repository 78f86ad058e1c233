package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// TestAFolderThatCannotBeWrittenTo takes the data folder away from a running program, as an
// unmounted disk does. The log has one line on it, and status shows it until the folder is back.
func TestAFolderThatCannotBeWrittenTo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders in use cannot be renamed")
	}
	var log bytes.Buffer
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	a, err := Open(t.Context(), c, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.lookAtDisk(t.Context())
	if got := a.health.Ready(); got != nil || log.Len() > 0 {
		t.Errorf("to begin with: %v, %s", got, &log)
	}
	if err := os.Rename(c.Data, c.Data+".away"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		a.lookAtDisk(t.Context())
	}
	if got := strings.Join(a.health.Lines(), "\n"); !strings.Contains(got, "Nothing can be stored in the data folder (write in "+c.Data+": no such file or directory)") {
		t.Errorf("status: %s", got)
	}
	if got := a.health.Ready(); got == nil || got.Error() != "Nothing can be stored: new articles wait." {
		t.Errorf("ready: %v", got)
	}
	if n := strings.Count(log.String(), "cannot be written to"); n != 1 {
		t.Errorf("%d lines: %s", n, &log)
	}
	if err := os.Rename(c.Data+".away", c.Data); err != nil {
		t.Fatal(err)
	}
	a.lookAtDisk(t.Context())
	if got := a.health.Ready(); got != nil || !strings.Contains(log.String(), "can be written to again") {
		t.Errorf("at the end: %v, %s", got, &log)
	}
}

// TestAnIndexDamagedWhileServing alters a file of the index under a running program: status,
// /readyz and answers tell.
func TestAnIndexDamagedWhileServing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("mapped files cannot be written to")
	}
	var log bytes.Buffer
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	story := filepath.Join(t.TempDir(), "ferry.txt")
	if err := os.WriteFile(story, []byte("Mayor Mette Lund said the ferry was late."), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Connect(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Ingest(t.Context(), control.Delivery{Inputs: []string{story}}, func(ingest.Progress) {})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), c, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.lookAtIndex(t.Context())
	if got := a.health.Ready(); got != nil {
		t.Errorf("to begin with: %v", got)
	}
	files, err := filepath.Glob(filepath.Join(c.Data, "index", "columns-*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	f, err := os.OpenFile(files[len(files)-1], os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte("spoilt"), 4096)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	watching := make(chan error, 1)
	go func() { watching <- watchIndex(ctx, a) }()
	a.Mux.Observe(bot.Request{}, bot.Card{}, 0)
	if got := a.health.Ready(); got != nil {
		t.Errorf("after an answer that did not fail: %v", got)
	}
	a.Mux.Observe(bot.Request{}, bot.Card{Status: bot.Failed}, 0)
	for end := time.Now().Add(20 * time.Second); a.health.Ready() == nil && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	if err := <-watching; err != nil {
		t.Fatal(err)
	}
	if got := a.health.Ready(); got == nil || got.Error() != "The index is damaged, so this may be wrong." {
		t.Errorf("ready: %v", got)
	}
	if got := strings.Join(a.health.Lines(), "\n"); !strings.Contains(got, "Restart briefing-bot: the index is rebuilt") || !strings.Contains(log.String(), "the index is damaged") {
		t.Errorf("status: %s; log: %s", got, &log)
	}
}
