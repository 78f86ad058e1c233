//go:build !unix

package ingest

import "io/fs"

// inode returns 0: these systems' descriptions of files hold no number.
func inode(fs.FileInfo) uint64 { return 0 }
