package raced

import "testing"

// Sequential skips a test or a fuzz target under the race detector. It is for long ones
// that do one thing at a time: other tests of the package run the same code from several
// goroutines, and without the detector this one runs whole.
func Sequential(t testing.TB) {
	t.Helper()
	if Slowdown > 1 {
		t.Skip("does one thing at a time: not for the race detector")
	}
}
