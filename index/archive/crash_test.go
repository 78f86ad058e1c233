//go:build unix

package archive

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// repairFolder names the folder that the test program, started again with it,
// opens.
const repairFolder = "ARCHIVE_TEST_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(repairFolder); dir != "" {
		a, err := Open(dir, Options{})
		if err == nil {
			err = errors.Join(a.Prove(context.Background()), a.Close())
		}
		if err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestARepairSurvivesKill kills a process while it repairs a damaged archive: the
// next one finds the damaged file or the repaired one, never less.
func TestARepairSurvivesKill(t *testing.T) {
	t.Parallel()
	dir, whole := rich(t)
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	ids := places(t, data, idsBucket)
	change(t, dir, func(data []byte) []byte { data[ids[2].value] ^= 1; return data })
	killed := 0
	for range rounds(8, 25) {
		broken := clone(t, dir)
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), repairFolder+"="+broken)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, func() { _ = c.Process.Signal(syscall.SIGKILL) })
		var exit *exec.ExitError
		if errors.As(c.Wait(), &exit) && !exit.Exited() {
			killed++
		}
		stop.Stop()
		if word := outcome(t, broken, whole); word != "" && word != "repaired" {
			t.Errorf("after a kill: %s", word)
		}
	}
	if killed == 0 {
		t.Error("no process was killed in time")
	}
}
