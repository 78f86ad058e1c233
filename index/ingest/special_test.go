//go:build unix

package ingest

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever is not a regular file is refused without waiting for it, in folders, by
// its name, and beside an article.
func TestSpecialFilesAreRefused(t *testing.T) {
	dir, err := os.MkdirTemp("", "i") // a socket's path has at most about 100 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	l, err := net.Listen("unix", at("socket.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, made := range []error{
		syscall.Mkfifo(at("pipe.txt"), 0o600), syscall.Mkfifo(at("pipe"), 0o600), syscall.Mkfifo(at("b.meta.yaml"), 0o600),
		os.Symlink("pipe.txt", at("link.md")), os.Symlink("/dev/zero", at("zero.jsonl")), os.Symlink("/dev/zero", at("c.meta.yaml")),
		os.Symlink("socket.txt", at("d.meta.yaml")), os.Symlink("/dev/null", at("null.html")),
	} {
		if made != nil {
			t.Fatal(made)
		}
	}
	for _, name := range []string{"a.txt", "b.txt", "c.txt", "d.txt"} {
		save(t, dir, name, "Words of "+name)
	}
	w := newWorld(t, t.TempDir())
	if report := w.run(t, dir); report.Added != 1 || report.RejectedTotal != 9 {
		t.Errorf("a folder: %s", summary(report))
	}
	for _, name := range []string{"pipe.txt", "pipe", "socket.txt", "link.md", "zero.jsonl", "null.html", "b.txt", "c.txt", "d.txt"} {
		report := w.run(t, at(name))
		if report.Added+report.Unchanged != 0 || report.RejectedTotal != 1 || !strings.Contains(report.Rejected[0].Reason, "only regular files are read") {
			t.Errorf("%s: %s", name, summary(report))
		}
	}
}
