//go:build !unix

package regular

import "os"

// openNonblocking opens a file for reading. Folders of these systems hold no
// named pipes or devices.
func openNonblocking(path string) (*os.File, error) { return os.Open(path) }
