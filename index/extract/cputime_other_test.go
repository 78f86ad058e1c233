//go:build !unix

package extract

import "time"

var started = time.Now()

// cpuTime returns how long this process has run, for want of what it took of the processors.
func cpuTime() time.Duration { return time.Since(started) }
