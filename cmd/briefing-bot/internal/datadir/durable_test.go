package datadir

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/durable"
)

// TestTheMarkerIsSyncedBeforeItHasItsName also fails each step of a second write:
// the folder keeps a marker that can be read.
func TestTheMarkerIsSyncedBeforeItHasItsName(t *testing.T) {
	dir := t.TempDir()
	var steps []string
	trace := durable.Files{Trace: func(s durable.Step) error { steps = append(steps, s.What); return nil }}
	if err := NewMarker().write(trace, dir); err != nil {
		t.Fatal(err)
	}
	m := NewMarker()
	m.State = true
	if err := m.write(trace, dir); err != nil {
		t.Fatal(err)
	}
	want := []string{"create", "write", "sync", "sync folder", "create", "write", "sync", "rename", "sync folder"}
	if !slices.Equal(steps, want) {
		t.Errorf("steps are %q, want %q", steps, want)
	}
	for _, failing := range []string{"write", "sync", "rename", "sync folder"} {
		err := NewMarker().write(durable.Files{Trace: func(s durable.Step) error {
			if s.What == failing {
				return syscall.EIO
			}
			return nil
		}}, dir)
		if _, readErr := ReadMarker(dir); !errors.Is(err, syscall.EIO) || readErr != nil {
			t.Errorf("%s: %v, and reading it: %v", failing, err, readErr)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 || left[0].Name() != MarkerName {
		t.Errorf("left are %v", filepath.Join(dir, "*"))
	}
}
