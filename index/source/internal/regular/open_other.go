//go:build !unix

package regular

import (
	"io/fs"
	"os"
)

// openNonblocking opens a file for reading. Folders of these systems hold no
// named pipes or devices.
func openNonblocking(path string, _ bool) (*os.File, error) { return os.Open(path) }

// mayLead reports whether a link may lead to a file: these systems let administrators alone
// make links, or do not tell whose they are.
func mayLead(_, _ fs.FileInfo) bool { return true }
