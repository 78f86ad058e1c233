//go:build !unix

package doctor

// freeSpace is unknown here.
func freeSpace(string) (free uint64, known bool) { return 0, false }
