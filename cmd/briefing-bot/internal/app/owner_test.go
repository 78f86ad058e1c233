//go:build unix

package app

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// TestForeignOwner listens as another user in the place of the socket: nothing
// is sent to it. Only root can play two users.
func TestForeignOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root, to listen as another user")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3, to listen as another user")
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(data, "control.sock")
	const listens = `import os, socket, sys
s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); os.chmod(sys.argv[1], 0o777); os.setuid(65534); s.listen(1)
print("ready", flush=True)
c, _ = s.accept(); print(len(c.recv(100)), flush=True)`
	other := exec.CommandContext(t.Context(), python, "-c", listens, path)
	out, err := other.StdoutPipe()
	if err := errors.Join(err, other.Start()); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the other user does not listen")
	}
	c := config.Default()
	c.Data = data
	if _, err := Connect(t.Context(), c); !errors.Is(err, control.ErrForeignOwner) {
		t.Errorf("Connect: %v", err)
	}
	if lines.Scan(); lines.Text() != "0" {
		t.Errorf("the other user was sent %s bytes", lines.Text())
	}
	_ = other.Wait()
}
