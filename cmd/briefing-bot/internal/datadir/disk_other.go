//go:build !unix

package datadir

// FreeSpace is unknown here.
func FreeSpace(string) (free uint64, known bool) { return 0, false }

// Writable is not known here.
func Writable(string) error { return nil }
