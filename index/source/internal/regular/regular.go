// Package regular opens regular files and nothing else: no pipe, device or socket, and
// without waiting for a writer.
package regular

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrNotRegular is wrapped by the error of Open for a path that exists
// and is not a regular file.
var ErrNotRegular = errors.New("only regular files are read")

// ErrPipe is wrapped by the error of Open for a named pipe. It wraps ErrNotRegular.
var ErrPipe = fmt.Errorf("it is a pipe; %w", ErrNotRegular)

// errDangling is the error for a link whose target is missing.
var errDangling = errors.New("it is a link to a file that does not exist")

// errForeignLink is the error for a link that could show what is not its maker's.
var errForeignLink = errors.New("it is a link that another user made to a file that is not theirs; name that file itself to read it")

// Open opens the regular file at path, following links, and returns it
// with its description. A link is followed if its owner is this user or root, or owns the file
// too: whoever may put files into a folder must not have this program read others. A folder, named pipe, socket or device is refused with
// an error that wraps ErrNotRegular, before anything is read from it and without
// waiting for a writer. Opening still waits for a file system that does not
// answer.
func Open(path string) (*os.File, fs.FileInfo, error) {
	info, err := Stat(path)
	if err != nil {
		return nil, nil, err
	}
	// Opening a device can already act on it (a tape rewinds), so look first.
	if err := Check(info); err != nil {
		return nil, nil, err
	}
	link, err := os.Lstat(path)
	if err != nil {
		return nil, nil, err
	}
	isLink := link.Mode()&fs.ModeSymlink != 0
	f, err := openNonblocking(path, isLink)
	if err != nil {
		return nil, nil, err
	}
	// The path may name another file by now.
	if info, err = f.Stat(); err == nil {
		err = Check(info)
	}
	if err == nil && isLink && !mayLead(link, info) {
		err = errForeignLink
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// Stat describes the file at path, following links. The error for a link whose
// target is missing says so.
func Stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return info, err
	}
	if link, failed := os.Lstat(path); failed == nil && link.Mode()&fs.ModeSymlink != 0 {
		return nil, errDangling
	}
	return nil, err
}

// Check returns an error that says what a file is if it is not regular.
func Check(info fs.FileInfo) error {
	mode := info.Mode()
	kind := "a special file"
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return ErrPipe
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&fs.ModeDevice != 0:
		kind = "a device"
	}
	return fmt.Errorf("it is %s; %w", kind, ErrNotRegular)
}
