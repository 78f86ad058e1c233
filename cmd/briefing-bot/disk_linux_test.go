package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// TestAFullDisk fills the disk of a running serve, a small file system of its own: what
// is asked is answered, what is stored is refused with words, status, /readyz, /metrics
// and doctor tell, the log stays calm, and with room again all that waited comes in.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("needs a file system of its own: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	r := newRig(t, disk)
	r.start()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	d, err := r.reach(ctx)
	if err := errors.Join(err, bring(ctx, d, "first", "second-0")); err != nil {
		t.Fatal(err, r.log)
	}
	answer := func(line string) string {
		t.Helper()
		card, err := d.Answer(ctx, control.Question{Line: line})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%+v", card)
	}
	fill(t, filepath.Join(disk, "ballast"))

	if err := bring(ctx, d, manyIDs("refused", 300)...); err == nil || !strings.Contains(err.Error(), "the disk is full: ") || !strings.Contains(err.Error(), "make room and run the same again") {
		t.Errorf("ingest: %v", err)
	}
	r.drop("waits")
	if got := answer("admin hide Outlet second-0"); !strings.Contains(got, "The disk of the data folder is full, so nothing was stored.") && !strings.Contains(got, "→") {
		t.Errorf("hide: %s", got) // a small record may have room in the file
	}
	r.await(ctx, "the state to be told", func() bool {
		return strings.Contains(answer("/who-said ferry"), "The disk is full: new articles wait.")
	})
	if got := answer("/who-said ferry"); !strings.Contains(got, "The ferry first will sail by May") {
		t.Errorf("who-said: %s", got)
	}
	if got := answer("/status"); !strings.Contains(got, "questions are answered, but new articles, settings and digests cannot be stored. Free some space") {
		t.Errorf("status: %s", got)
	}
	if status, body := r.get("/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "The disk is full") {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if _, body := r.get("/metrics"); !strings.Contains(body, "briefing_bot_disk_full 1") {
		t.Error("/metrics does not tell")
	}
	if out, _ := exec.CommandContext(ctx, "briefing-bot", "doctor", "--data", r.data).Output(); !strings.Contains(string(out), "MB are free. No articles can come in.") {
		t.Errorf("doctor: %s", out)
	}
	copied := filepath.Join(disk, "copied")
	if _, err := d.Backup(ctx, copied); err == nil || !strings.Contains(err.Error(), "MB on the disk of "+copied+". Nothing of it was kept; make room") {
		t.Errorf("backup: %v", err)
	}
	if left, err := os.ReadDir(copied); err != nil || len(left) > 0 {
		t.Errorf("a backup that failed left %v, %v", left, err)
	}
	r.await(ctx, "some tries", func() bool { return len(r.log.lines("disk full")) > 0 && r.since(6*time.Second) })
	r.checkCalm()

	if err := os.Remove(filepath.Join(disk, "ballast")); err != nil {
		t.Fatal(err)
	}
	r.await(ctx, "what waited", func() bool { return strings.Contains(answer("/who-said ferry"), "The ferry waits will sail by May") })
	r.await(ctx, "the state to be cleared", func() bool { return !strings.Contains(answer("/status"), "is full") })
	if err := bring(ctx, d, manyIDs("refused", 300)...); err != nil {
		t.Error(err)
	}
	if got := answer("admin hide Outlet second-0"); !strings.Contains(got, "hidden: ") {
		t.Errorf("hide: %s", got)
	}
	if status, body := r.get("/readyz"); status != http.StatusOK {
		t.Errorf("/readyz: %d %s", status, body)
	}
	if report, err := d.Check(ctx); err != nil || len(report.Problems) > 0 || report.Articles != 303 {
		t.Errorf("check: %+v, %v", report, err)
	}
	r.checkCalm()
	r.stop()
}

// fill writes a file until there is no room left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := f.Write(block); errors.Is(err, unix.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func manyIDs(name string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s %d", name, i+1)
	}
	return ids
}

// await waits for another process.
func (r *rig) await(ctx context.Context, what string, done func() bool) {
	r.t.Helper()
	for !done() {
		select {
		case <-ctx.Done():
			r.t.Fatalf("waiting for %s: %v\n%s", what, ctx.Err(), r.log)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// since reports whether a time has passed since serve started.
func (r *rig) since(d time.Duration) bool { return time.Since(r.started) > d }

// get fetches a page of the console.
func (r *rig) get(path string) (status int, body string) {
	r.t.Helper()
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(r.log.String())
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, address+path, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return response.StatusCode, string(raw)
}

// checkCalm checks that no warning or error was logged twice a minute.
func (r *rig) checkCalm() {
	r.t.Helper()
	seen := map[string]int{}
	for _, line := range r.log.lines("level=") {
		if _, rest, ok := strings.Cut(line, "level="); ok && !strings.HasPrefix(rest, "INFO") {
			message, _, _ := strings.Cut(rest, " error=")
			seen[message]++
		}
	}
	for line, n := range seen {
		if n > 1 {
			r.t.Errorf("logged %d times: %s", n, line)
		}
	}
}
