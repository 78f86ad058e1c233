//go:build unix

package extract

import (
	"syscall"
	"time"
)

// cpuTime returns what this process has taken of all processors: what a text costs where
// nothing else runs.
func cpuTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // fails for no process of its own (getrusage(2))
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
