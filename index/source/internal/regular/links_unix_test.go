//go:build unix

package regular

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTrusts tells whose links are followed: those of this user and of root, and those of others to
// what is theirs.
func TestTrusts(t *testing.T) {
	const root, me, other, third = 0, 1000, 1001, 1002
	for _, c := range []struct {
		link, file, user uint32
		want             bool
	}{
		{me, me, me, true}, {me, other, me, true}, {me, root, me, true},
		{root, me, me, true}, {root, other, me, true},
		{other, other, me, true},
		{other, me, me, false}, {other, root, me, false}, {other, third, me, false},
		{other, root, root, false}, {other, me, root, false}, {other, other, root, true}, {root, other, root, true},
	} {
		if got := trusts(c.link, c.file, c.user); got != c.want {
			t.Errorf("%d follows a link of %d to a file of %d: %v", c.user, c.link, c.file, got)
		}
	}
}

// TestLinksOfOthers reads files in a folder that another user may write to. Only root can make
// what belongs to another user.
func TestLinksOfOthers(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make files of another user")
	}
	const other = 65534
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put := func(name string, owner int) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte("Words of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(at(name), owner, -1); err != nil {
			t.Fatal(err)
		}
	}
	link := func(name, to string, owner int) {
		t.Helper()
		if err := os.Symlink(to, at(name)); err != nil {
			t.Fatal(err)
		}
		if err := os.Lchown(at(name), owner, -1); err != nil {
			t.Fatal(err)
		}
	}
	put("secret", 0)
	put("article", other)
	link("mine-secret", "secret", 0)
	link("mine-article", "article", 0)
	link("mine-chain", "mine-secret", 0)
	link("theirs-secret", "secret", other)
	link("theirs-absolute", at("secret"), other)
	link("theirs-chain", "mine-secret", other)
	link("theirs-system", "/etc/passwd", other)
	link("theirs-article", "article", other)
	for name, want := range map[string]bool{
		"secret": true, "article": true, "mine-secret": true, "mine-article": true, "mine-chain": true, "theirs-article": true,
		"theirs-secret": false, "theirs-absolute": false, "theirs-chain": false, "theirs-system": false,
	} {
		f, _, err := Open(at(name))
		if (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			if !strings.Contains(err.Error(), "another user made") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if text, err := io.ReadAll(f); err != nil || !strings.HasPrefix(string(text), "Words of ") {
			t.Errorf("%s: %q, %v", name, text, err)
		}
		f.Close()
	}
}
