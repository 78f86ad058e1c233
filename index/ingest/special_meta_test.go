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

// What is in the place of a meta file and cannot be read as one is named, with what to
// do about it; a pipe beside an article is not to be sent to standard input.
func TestWhatIsNoMetaFileIsNamed(t *testing.T) {
	dir, err := os.MkdirTemp("", "i") // a socket's path has at most about 100 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	at := func(name string) string { return filepath.Join(dir, name) }
	l, err := net.Listen("unix", at("socket.meta.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	save(t, dir, "large.meta.yaml", strings.Repeat("# a comment\n", 10_000))
	save(t, dir, "locked.meta.yaml", "title: Locked")
	for _, made := range []error{
		syscall.Mkfifo(at("pipe.meta.yaml"), 0o600), os.Mkdir(at("folder.meta.yaml"), 0o700), os.Chmod(at("locked.meta.yaml"), 0),
		os.Symlink("nowhere", at("dangling.meta.yaml")), os.Symlink("loop.meta.yaml", at("loop.meta.yaml")),
		os.Symlink("/dev/null", at("device.meta.yaml")), os.Symlink("pipe.meta.yaml", at("link.meta.yaml")),
	} {
		if made != nil {
			t.Fatal(made)
		}
	}
	const remedy = "; make it a file that can be read, or delete it"
	want := map[string]string{
		"pipe":     "the file pipe.meta.yaml beside it: it is a pipe; only regular files are read" + remedy,
		"link":     "the file link.meta.yaml beside it: it is a pipe; only regular files are read" + remedy,
		"folder":   "the file folder.meta.yaml beside it: it is a folder; only regular files are read" + remedy,
		"socket":   "the file socket.meta.yaml beside it: it is a socket; only regular files are read" + remedy,
		"device":   "the file device.meta.yaml beside it: it is a device; only regular files are read" + remedy,
		"dangling": "the file dangling.meta.yaml beside it: it is a link to a file that does not exist" + remedy,
		"loop":     "the file loop.meta.yaml beside it: it cannot be read: too many levels of symbolic links" + remedy,
		"locked":   "the file locked.meta.yaml beside it: it cannot be read: permission denied" + remedy,
		"large":    "large.meta.yaml is larger than 64 KiB, the limit of a meta file",
	}
	if os.Geteuid() == 0 {
		delete(want, "locked") // the superuser reads every file
	}
	for name := range want {
		save(t, dir, name+".txt", "Words of "+name)
	}
	report := newWorld(t, t.TempDir()).run(t, dir)
	if report.Added != 0 || report.RejectedTotal != len(want) {
		t.Errorf("%s", summary(report))
	}
	for _, r := range report.Rejected {
		name := strings.TrimSuffix(filepath.Base(r.Path), ".txt")
		if r.Reason != want[name] {
			t.Errorf("%s:\ngot  %s\nwant %s", name, r.Reason, want[name])
		}
	}
}

// A pipe and a link that leads nowhere are named in a folder too.
func TestSpecialFilesInFoldersAreNamed(t *testing.T) {
	dir := t.TempDir()
	for _, made := range []error{syscall.Mkfifo(filepath.Join(dir, "a.txt"), 0o600), os.Symlink("nowhere", filepath.Join(dir, "b.txt"))} {
		if made != nil {
			t.Fatal(made)
		}
	}
	report := newWorld(t, t.TempDir()).run(t, dir)
	want := []string{"it is a pipe; only regular files are read", "it is a link to a file that does not exist"}
	for i, r := range report.Rejected {
		if r.Reason != want[i] {
			t.Errorf("%s: %s", filepath.Base(r.Path), r.Reason)
		}
	}
	if len(report.Rejected) != len(want) {
		t.Errorf("%s", summary(report))
	}
}
