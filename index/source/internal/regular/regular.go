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

// Open opens the regular file at path, following links, and returns it
// with its description. A folder, named pipe, socket or device is refused with
// an error that wraps ErrNotRegular, before anything is read from it and without
// waiting for a writer. Opening still waits for a file system that does not
// answer.
func Open(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	// Opening a device can already act on it (a tape rewinds), so look first.
	if err := checkRegular(info); err != nil {
		return nil, nil, err
	}
	f, err := openNonblocking(path)
	if err != nil {
		return nil, nil, err
	}
	// The path may name another file by now.
	if info, err = f.Stat(); err == nil {
		err = checkRegular(info)
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

// checkRegular returns an error that says what a file is if it is not regular.
func checkRegular(info fs.FileInfo) error {
	mode := info.Mode()
	kind := "a special file"
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		kind = "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return fmt.Errorf("it is a pipe; %w: send it to standard input and name it -", ErrNotRegular)
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&fs.ModeDevice != 0:
		kind = "a device"
	}
	return fmt.Errorf("it is %s; %w", kind, ErrNotRegular)
}
