package maintenance

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/state"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
)

// TestCheckState reports damage to the state database and one that is gone, and
// nothing for a whole one.
func TestCheckState(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(path string, raw []byte) error
		want   string // in the problem, "" for none
	}{
		"whole": {func(string, []byte) error { return nil }, ""},
		"altered": {func(path string, raw []byte) error {
			return os.WriteFile(path, bytes.Replace(raw, []byte("Courier"), []byte("Couriar"), -1), 0o600)
		}, "State database: "},
		"cut":  {func(path string, raw []byte) error { return os.WriteFile(path, raw[:len(raw)/3], 0o600) }, "State database: "},
		"gone": {func(path string, _ []byte) error { return os.Remove(path) }, "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			store, err := state.Open(data, state.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := store.Set(t.Context(), "slack", "T1", "", "hidden", "The Norrhaven Courier"); err != nil {
				t.Fatal(err)
			}
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(data, state.FileName)
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.damage(path, raw); err != nil {
				t.Fatal(err)
			}
			folder := Folder{Data: data, Marker: datadir.Marker{State: true}}
			var report control.CheckReport
			if err := folder.checkState(t.Context(), &report); err != nil {
				t.Fatal(err)
			}
			got := strings.Join(report.Problems, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("problems %q, want %q in them", got, c.want)
			}
		})
	}
}
