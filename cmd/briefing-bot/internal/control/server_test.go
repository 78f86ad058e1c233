//go:build unix

package control

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestControlPath opens the socket of folders whose own path cannot hold one.
func TestControlPath(t *testing.T) {
	runtime := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", runtime)
	long := filepath.Join(t.TempDir(), strings.Repeat("a long name ", 10), "data")
	open := filepath.Join(t.TempDir(), "open to others")
	private := filepath.Join(t.TempDir(), "data")
	if err := errors.Join(os.MkdirAll(long, 0o700), os.Mkdir(open, 0o755), os.Mkdir(private, 0o700)); err != nil {
		t.Fatal(err)
	}
	for data, want := range map[string]string{long: filepath.Join(runtime, "briefing-bot"), open: filepath.Join(runtime, "briefing-bot"), private: private} {
		path, err := Path(data)
		if err != nil || filepath.Dir(path) != want {
			t.Errorf("%s: %s, %v", data, path, err)
		}
		l, err := Listen(data)
		if err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		go func() {
			if conn, err := l.Accept(); err == nil {
				conn.Close()
			}
		}()
		conn, err := dial(t.Context(), data, path)
		if err != nil {
			t.Errorf("%s: %v", data, err)
		} else {
			conn.Close()
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", data, info, err)
		}
		l.Close()
	}
}

// TestControlFolderOfOthers refuses a folder for sockets that others can enter,
// and one that is a symbolic link.
func TestControlFolderOfOthers(t *testing.T) {
	data := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(data, 0o755); err != nil {
		t.Fatal(err)
	}
	for what, make := range map[string]func(dir string) error{
		"open": func(dir string) error { return errors.Join(os.Mkdir(dir, 0o755), os.Chmod(dir, 0o777)) },
		"link": func(dir string) error { return os.Symlink(t.TempDir(), dir) },
		"file": func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
	} {
		runtime := t.TempDir()
		t.Setenv("XDG_RUNTIME_DIR", runtime)
		if err := make(filepath.Join(runtime, "briefing-bot")); err != nil {
			t.Fatal(err)
		}
		if l, err := Listen(data); err == nil {
			l.Close()
			t.Errorf("%s: listens", what)
		}
		path, err := Path(data)
		if err != nil {
			t.Fatal(err)
		}
		if conn, err := dial(t.Context(), data, path); err == nil {
			conn.Close()
			t.Errorf("%s: connects", what)
		}
	}
}

// TestStaleSocket replaces a socket that a killed process left.
func TestStaleSocket(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l, err := Listen(data)
		if err != nil {
			t.Fatal(err)
		}
		l.(guardedListener).Listener.(*net.UnixListener).SetUnlinkOnClose(false)
		l.Close()
	}
}
