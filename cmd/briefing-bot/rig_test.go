//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// rig is serve as a process of its own, with a watched folder, and a site whose feeds it
// can follow.
type rig struct {
	t       *testing.T
	data    string
	watched string
	site    *httptest.Server
	options []string // further ones of serve

	process *exec.Cmd
	log     *logBuffer
	ended   chan error
	started time.Time
}

// newRig makes the folders. The data folder is below dir.
func newRig(t *testing.T, dir string) *rig {
	t.Helper()
	r := &rig{t: t, data: filepath.Join(dir, "data"), watched: filepath.Join(t.TempDir(), "watched"), site: httptest.NewServer(http.HandlerFunc(serveFeed))}
	t.Cleanup(r.site.Close)
	if err := errors.Join(os.MkdirAll(r.watched, 0o700), os.MkdirAll(r.data, 0o700)); err != nil {
		t.Fatal(err)
	}
	return r
}

// serveFeed answers /feed/N with a feed of one item.
func serveFeed(w http.ResponseWriter, request *http.Request) {
	name := strings.TrimPrefix(request.URL.Path, "/feed/")
	if strings.Contains(name, "/") || name == request.URL.Path {
		http.NotFound(w, request)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed %[1]s</title><link>/</link>
<item><title>News of %[1]s</title><guid isPermaLink="false">item-%[1]s</guid><link>/pages/%[1]s</link><pubDate>Mon, 02 Nov 2026 08:30:00 GMT</pubDate>
<content:encoded><![CDATA[<p>&ldquo;The crane of quay %[1]s is safe,&rdquo; harbour master Ole Brandt said on Monday.</p><p>%[2]s</p>]]></content:encoded></item></channel></rss>`,
		name, strings.Repeat("The crews of the harbour were sent home at noon, and the kiosk closed an hour later. ", 3))
}

// start starts serve. It does not wait for it.
func (r *rig) start() {
	r.t.Helper()
	r.process = exec.CommandContext(context.WithoutCancel(r.t.Context()), "briefing-bot", append([]string{"serve", "--data", r.data}, r.options...)...)
	r.process.Env = append(os.Environ(), "BRIEFING_BOT_CONSOLE_ADDRESS=127.0.0.1:0", "BRIEFING_BOT_WATCH="+r.watched)
	r.log = &logBuffer{}
	r.started = time.Now()
	r.process.Stderr = r.log
	if err := r.process.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.ended = make(chan error, 1)
	process, ended := r.process, r.ended
	go func() { ended <- process.Wait() }()
	r.t.Cleanup(func() { _ = process.Process.Kill() })
}

// reach returns the running serve.
func (r *rig) reach(ctx context.Context) (control.Backend, error) {
	for {
		d, err := control.Reach(ctx, r.data)
		if err == nil {
			return d, nil
		}
		select {
		case err := <-r.ended:
			r.ended <- err
			return control.Backend{}, fmt.Errorf("serve ended: %w\n%s", err, r.log)
		case <-ctx.Done():
			return control.Backend{}, ctx.Err()
		case <-time.After(5 * time.Millisecond): // another process: nothing tells when it listens
		}
	}
}

// kill ends serve at once, as a loss of power does.
func (r *rig) kill() {
	_ = r.process.Process.Signal(syscall.SIGKILL)
	<-r.ended
}

// stop ends serve as a service manager does.
func (r *rig) stop() {
	r.t.Helper()
	_ = r.process.Process.Signal(syscall.SIGTERM)
	if err := <-r.ended; err != nil && r.process.ProcessState.ExitCode() != signalled+int(syscall.SIGTERM) {
		r.t.Errorf("serve: %v\n%s", err, r.log)
	}
}

// drop writes an article into the watched folder, whole.
func (r *rig) drop(id string) {
	r.t.Helper()
	name := filepath.Join(r.watched, id)
	err := errors.Join(os.WriteFile(name+".part", []byte(lineOf(id)), 0o600), os.Rename(name+".part", name+".jsonl"))
	if err != nil {
		r.t.Fatal(err)
	}
}

// lineOf returns an article as a line.
func lineOf(id string) string {
	return fmt.Sprintf("{\"id\":%q,\"source\":%q,\"published\":\"2026-03-02\",\"text\":%q}\n", id, outletOf(id), textOf(id))
}

// outletOf returns the outlet of an article: its own if its name ends in -0.
func outletOf(id string) string {
	if strings.HasSuffix(id, "-0") {
		return "Outlet " + id
	}
	return "Quay"
}

// textOf returns the text of an article.
func textOf(id string) string {
	return fmt.Sprintf("\"The ferry %s will sail by May,\" said Ole Brandt. %s", id, strings.Repeat("Word "+id+" of the harbour. ", 40))
}

// bring ingests articles from standard input, and reports whether that was acknowledged.
func bring(ctx context.Context, d control.Backend, ids ...string) error {
	var lines strings.Builder
	for _, id := range ids {
		lines.WriteString(lineOf(id))
	}
	report, err := d.Ingest(ctx, control.Delivery{Inputs: []string{"-"}, Stdin: strings.NewReader(lines.String())}, func(ingest.Progress) {})
	if err == nil && report.Added+report.Updated+report.Unchanged != len(ids) {
		err = fmt.Errorf("of %d articles: %+v", len(ids), report)
	}
	return err
}

// logBuffer keeps what a process logs.
type logBuffer struct {
	mu  sync.Mutex
	all bytes.Buffer
}

// Write keeps p.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.Write(p)
}

// String returns all that was logged.
func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.String()
}

// lines returns the lines that contain a word.
func (b *logBuffer) lines(word string) (out []string) {
	for s := bufio.NewScanner(strings.NewReader(b.String())); s.Scan(); {
		if strings.Contains(s.Text(), word) {
			out = append(out, s.Text())
		}
	}
	return out
}
