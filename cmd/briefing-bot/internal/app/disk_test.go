package app

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

// TestAFolderThatCannotBeWrittenTo takes the data folder away from a running program, as an
// unmounted disk does: it is told once in the log and by status until the folder is back.
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
