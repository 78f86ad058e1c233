//go:build unix

package archive

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// repairFolder names the folder that the test program, started again with it,
// opens.
const repairFolder = "ARCHIVE_TEST_FOLDER"

// compactFolder has it compact the archive too.
const compactFolder = "ARCHIVE_TEST_COMPACT"

// waitingTests is how many tests run at a time: they wait for the disk, more than they use a
// processor.
const waitingTests = "8"

func TestMain(m *testing.M) {
	if dir := os.Getenv(repairFolder); dir != "" {
		a, err := Open(dir, Options{})
		if err == nil {
			err = a.Prove(context.Background())
			for range 20 {
				if err == nil && os.Getenv(compactFolder) != "" {
					err = a.Compact(context.Background())
				}
			}
			err = errors.Join(err, a.Close())
		}
		if err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	_ = flag.Set("test.parallel", waitingTests) // the command line overrides it
	os.Exit(m.Run())
}

// TestARepairSurvivesKill kills a process while it repairs a damaged archive: the
// next one finds the damaged file or the repaired one, never less.
func TestARepairSurvivesKill(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	dir, whole := rich(t)
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	ids := places(t, data, idsBucket)
	change(t, dir, func(data []byte) []byte { data[ids[2].value] ^= 1; return data })
	killRepeatedly(t, dir, whole, "")
}

// TestCompactSurvivesKill kills a process that compacts an archive over and over.
func TestCompactSurvivesKill(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	dir, whole := churned(t)
	killRepeatedly(t, dir, whole, compactFolder+"=yes")
}

// killRepeatedly starts the test program on copies of a folder and kills it: each
// copy is whole after that.
func killRepeatedly(t *testing.T, dir, whole, env string) {
	t.Helper()
	killed := 0
	for n, i := rounds(8, 25), 0; i < n || killed == 0 && i < 20*n; i++ { // on a busy machine a process may end before it is killed
		broken := clone(t, dir)
		c := exec.CommandContext(t.Context(), os.Args[0])
		c.Env = append(os.Environ(), repairFolder+"="+broken, env)
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
