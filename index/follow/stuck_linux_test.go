package follow_test

import (
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestFullDisk fills the disk, as far as the archive can tell: sources are not asked
// while nothing can be stored, and everything comes in once there is room.
func TestFullDisk(t *testing.T) {
	if os.Getenv("FOLLOW_TEST_FULL_DISK") == "" { // the limit is the whole process's
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullDisk$")
		child.Env = append(os.Environ(), "FOLLOW_TEST_FULL_DISK=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Skip(err)
	}
	limit := func(bytes uint64) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
			t.Fatal(err)
		}
	}
	defer limit(before.Cur)
	inWorld(t, configured(), func(t *testing.T, w *world, _ *atomic.Int32, feed *atomic.Value) {
		w.runFor(time.Hour)
		if len(w.held()) != 3 {
			t.Fatalf("holds %v", w.held())
		}
		limit(1) // no file can grow, nor be written to
		feed.Store(page(40))
		asked := len(w.network.Requests("quay.example"))
		w.runFor(24 * time.Hour)
		if n := len(w.network.Requests("quay.example")) - asked; n > 12 {
			t.Errorf("asked %d times while nothing could be stored", n)
		}
		if _, reason := w.Waits(); reason == nil {
			t.Errorf("nothing waits")
		}
		if got := w.held(); len(got) != 3 {
			t.Errorf("holds %v", got)
		}
		limit(before.Cur)
		w.runFor(time.Hour)
		if _, reason := w.Waits(); reason != nil || len(w.held()) != 40 {
			t.Errorf("afterwards %d articles, waits for %v", len(w.held()), reason)
		}
	})
}
