//go:build unix

package source

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// makeSpecial makes a named pipe and a socket.
func makeSpecial(t *testing.T, dir string, special map[string]string) {
	t.Helper()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	special[pipe] = "pipe"
	short, err := os.MkdirTemp("", "s") // a socket's path has at most about 100 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	socket := filepath.Join(short, "socket")
	l, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	special[socket] = "socket"
}

// A meta file must be looked at before it is read: a device has no end, and a
// sparse file of 2 GiB takes no room on the disk.
func TestMetaFilesAreLookedAtBeforeReading(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"device":                               func(path string) error { return os.Symlink("/dev/zero", path) },
		"pipe":                                 func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"folder":                               func(path string) error { return os.Mkdir(path, 0o700) },
		"64 KiB":                               func(path string) error { return sparse(path, 2<<30) },
		"a link to a file that does not exist": func(path string) error { return os.Symlink("missing", path) },
	} {
		dir := t.TempDir()
		if err := put(filepath.Join(dir, "a"+MetaSuffix)); err != nil {
			t.Fatal(err)
		}
		text := filepath.Join(dir, "a.txt")
		if err := os.WriteFile(text, []byte("Words."), 0o600); err != nil {
			t.Fatal(err)
		}
		before := allocated()
		got := ""
		for it := range ReadFile(text, "a") {
			got += it.Article.Text
			if it.Err != nil {
				got += it.Err.Error()
			}
		}
		if !strings.Contains(got, name) {
			t.Errorf("%s: got %q", name, got)
		}
		if used := allocated() - before; used > 4<<20 {
			t.Errorf("%s: %d MiB allocated", name, used>>20)
		}
	}
}

func sparse(path string, size int64) error {
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, size)
}
