package terminal

import (
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is a test of this package run again on a pseudo-terminal.
type terminal struct {
	*testing.T
	cmd  *exec.Cmd
	file *os.File

	mu    sync.Mutex
	shown string // and not yet waited for
	all   string
}

func openTerminal(t *testing.T, test string, environment ...string) *terminal {
	t.Helper()
	p := &terminal{T: t, cmd: exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$")}
	p.cmd.Env = append(append(os.Environ(), "TERM=xterm"), environment...)
	file, err := pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 40, Cols: 100})
	if err != nil {
		t.Skip("no pseudo-terminal here: ", err)
	}
	p.file = file
	t.Cleanup(func() { file.Close() })
	go p.read()
	return p
}

func (p *terminal) read() {
	buffer := make([]byte, 4096)
	for {
		n, err := p.file.Read(buffer)
		p.mu.Lock()
		p.shown += string(buffer[:n])
		p.all += string(buffer[:n])
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// until waits for text after what was waited for before.
func (p *terminal) until(text string) {
	p.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		p.mu.Lock()
		_, after, ok := strings.Cut(p.shown, text)
		if ok {
			p.shown = after
			p.mu.Unlock()
			return
		}
		shown := p.shown
		p.mu.Unlock()
		if time.Now().After(end) {
			p.Fatalf("the terminal never shows %q, but\n%q", text, shown)
		}
	}
}

func (p *terminal) typed(keys string) {
	p.Helper()
	if _, err := p.file.WriteString(keys); err != nil {
		p.Fatal(err)
	}
}

func (p *terminal) ended() {
	p.Helper()
	if err := p.cmd.Wait(); err != nil {
		p.Fatalf("the chat ended badly: %v\n%s", err, p.shown)
	}
}
