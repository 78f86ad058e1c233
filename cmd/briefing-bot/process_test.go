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

// TestHangUp sends SIGHUP to serve after its configuration changed, for the better and for the
// worse: it goes on with the same process and the same connections.
func TestHangUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, log := filepath.Join(dir, "c.yaml"), filepath.Join(dir, "log")
	write := func(settings string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("data: "+filepath.Join(dir, "data")+"\nconsole:\n  address: 127.0.0.1:0\n"+settings), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("")
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	serve := exec.CommandContext(context.WithoutCancel(t.Context()), "briefing-bot", "serve", "--config", file)
	serve.Stderr = out
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = serve.Process.Kill()
		_ = serve.Wait()
	})
	await := func(words string) {
		t.Helper()
		for range 600 {
			if text, _ := os.ReadFile(log); strings.Contains(string(text), words) {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		text, _ := os.ReadFile(log)
		t.Fatalf("the log never says %q: %s", words, text)
	}
	await("The console is at")
	if err := exec.CommandContext(t.Context(), "briefing-bot", "ask", "--config", file, "/status").Run(); err != nil {
		t.Fatal(err) // it listens to signals by then
	}
	for _, step := range []struct{ settings, want string }{
		{"log:\n  level: debug\nanswers:\n  user_limit: 3\n  timeout: 5s\n", `changed="answers.user_limit, log.level"`},
		{"nothing: good\n", "configuration not reloaded; everything stays as it was"},
	} {
		write(step.settings)
		if err := serve.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		await(step.want)
	}
	await("settings=answers.timeout")
	write("")
	if err := exec.CommandContext(t.Context(), "briefing-bot", "ask", "--config", file, "/status").Run(); err != nil {
		t.Errorf("serve does not answer any more: %v", err)
	}
}

// TestStoppedOwner asks a serve that is stopped (SIGSTOP).
func TestStoppedOwner(t *testing.T) {
	t.Parallel()
	serve := startServe(t, filepath.Join(t.TempDir(), "data"))
	if err := serve.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(t.Context(), 20*time.Second)
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
			data := filepath.Join(t.TempDir(), "data")
			copySample(t, data)
			batch := exec.CommandContext(context.WithoutCancel(t.Context()), "briefing-bot", "search", "--batch", "--data", data)
			in, err := batch.StdinPipe()
			if err := errors.Join(err, batch.Start()); err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			for { // it opens its socket when it has begun
				conn, err := net.Dial("unix", filepath.Join(data, "control.sock"))
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
			if took := time.Since(start); batch.ProcessState.ExitCode() != signalled+int(syscall.SIGTERM) || twice && took > stopTimeout/2 {
				t.Errorf("ended with %v after %s", batch.ProcessState, took)
			}
		})
	}
}
