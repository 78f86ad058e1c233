//go:build unix

package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
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
		path, err := controlPath(data)
		if err != nil || filepath.Dir(path) != want {
			t.Errorf("%s: %s, %v", data, path, err)
		}
		l, err := listenControl(data)
		if err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		go func() {
			if conn, err := l.Accept(); err == nil {
				conn.Close()
			}
		}()
		conn, err := dialControl(t.Context(), data, path)
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
		if l, err := listenControl(data); err == nil {
			l.Close()
			t.Errorf("%s: listens", what)
		}
		path, err := controlPath(data)
		if err != nil {
			t.Fatal(err)
		}
		if conn, err := dialControl(t.Context(), data, path); err == nil {
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
		l, err := listenControl(data)
		if err != nil {
			t.Fatal(err)
		}
		l.(guardedListener).Listener.(*net.UnixListener).SetUnlinkOnClose(false)
		l.Close()
	}
}

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
	c := defaults()
	c.Data = data
	if _, err := openDesk(t.Context(), c); !errors.Is(err, errForeignOwner) {
		t.Errorf("openDesk: %v", err)
	}
	if lines.Scan(); lines.Text() != "0" {
		t.Errorf("the other user was sent %s bytes", lines.Text())
	}
	_ = other.Wait()
}

// startServe starts serve on a folder as a process and waits until it answers.
func startServe(t *testing.T, data string) *exec.Cmd {
	t.Helper()
	serve := exec.CommandContext(context.WithoutCancel(t.Context()), "briefing-bot", "serve", "--data", data)
	serve.Env = append(os.Environ(), "BRIEFING_BOT_CONSOLE_ADDRESS=127.0.0.1:0")
	errs, err := serve.StderrPipe()
	if err := errors.Join(err, serve.Start()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = serve.Process.Signal(syscall.SIGCONT)
		_ = serve.Process.Kill()
		_ = serve.Wait()
	})
	ready := make(chan bool, 1)
	go func() {
		for lines := bufio.NewScanner(errs); lines.Scan(); {
			if strings.Contains(lines.Text(), "The console is at") {
				ready <- true
			}
		}
	}()
	select {
	case <-ready:
	case <-time.After(time.Minute):
		t.Fatal("serve does not start")
	}
	for exec.CommandContext(t.Context(), "briefing-bot", "ask", "--data", data, "/status").Run() != nil {
		if t.Context().Err() != nil {
			t.FailNow()
		}
	}
	return serve
}

// TestStoppedOwner asks a serve that is stopped (SIGSTOP).
func TestStoppedOwner(t *testing.T) {
	t.Parallel()
	serve := startServe(t, filepath.Join(t.TempDir(), "data"))
	if err := serve.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(t.Context(), 2*answerWithin)
	defer cancel()
	out, err := exec.CommandContext(limit, "briefing-bot", "ask", "--data", serve.Args[3], "/status").CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitFailed || !strings.Contains(string(out), "owns the data folder "+serve.Args[3]+" does not answer") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSignals ends a verb that waits for its input.
func TestSignals(t *testing.T) {
	t.Parallel()
	for name, twice := range map[string]bool{"two signals": true, "one signal": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := sampleFolder(t).Data
			batch := exec.CommandContext(context.WithoutCancel(t.Context()), "briefing-bot", "search", "--batch", "--data", data)
			in, err := batch.StdinPipe()
			if err := errors.Join(err, batch.Start()); err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			for { // it opens its socket when it has begun
				conn, err := dialControl(t.Context(), data, filepath.Join(data, "control.sock"))
				if err == nil {
					conn.Close()
					break
				}
				if t.Context().Err() != nil {
					t.FailNow()
				}
			}
			ended := make(chan error, 1)
			go func() { ended <- batch.Wait() }()
			start := time.Now()
			again := time.NewTicker(50 * time.Millisecond)
			defer again.Stop()
			if err := batch.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			for waiting := true; waiting; {
				select {
				case <-ended:
					waiting = false
				case <-again.C:
					if twice {
						_ = batch.Process.Signal(syscall.SIGTERM) // it may have ended
					}
				}
			}
			if took := time.Since(start); batch.ProcessState.ExitCode() != signalled+int(syscall.SIGTERM) || twice && took > stopWithin/2 {
				t.Errorf("ended with %v after %s", batch.ProcessState, took)
			}
		})
	}
}
