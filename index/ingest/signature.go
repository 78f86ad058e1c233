package ingest

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// signature shows whether a file, or the meta file beside it, changed since it
// was read. The zero value is no file's.
type signature struct {
	file, meta state
}

// state is a file's size and times as the file system reports them.
type state struct {
	inode   uint64
	size    int64
	changed int64 // in nanoseconds: modification time
	mode    fs.FileMode
	recent  bool // changed so shortly before that a further change may not show
}

// recentChange is the coarsest resolution of a file system's times (FAT: two seconds).
const recentChange = 2 * time.Second

// sign returns the signature of the file at path.
func sign(path string, info fs.FileInfo) signature {
	s := signature{file: stateOf(info)}
	if name := strings.TrimSuffix(path, ".gz"); filepath.Ext(name) == ".txt" {
		if info, err := os.Stat(strings.TrimSuffix(name, ".txt") + source.MetaSuffix); err == nil {
			s.meta = stateOf(info)
		}
	}
	return s
}

func stateOf(info fs.FileInfo) state {
	age := time.Since(info.ModTime())
	return state{
		inode: inode(info), size: info.Size(), changed: info.ModTime().UnixNano(), mode: info.Mode(),
		recent: age > -recentChange && age < recentChange,
	}
}

// unchanged reports whether a file that had signature s when it was read, and
// has now, surely holds the same.
func (s signature) unchanged(now signature) bool {
	return s != signature{} && s == now && !s.file.recent && !s.meta.recent
}

// passing reports whether an error is about reading a file and can pass without
// a change of the file: no permission, a lock, a disk or server that fails. What
// is wrong with a file's content does not pass.
func passing(err error) bool {
	if errors.Is(err, errStalled) {
		return true
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, source.ErrNotRegular) {
		return false
	}
	// A link that leads nowhere, or in a circle, is wrong until somebody changes it.
	return errno != syscall.ENOENT && errno != syscall.ELOOP && errno != syscall.ENAMETOOLONG && errno != syscall.ENOTDIR
}
