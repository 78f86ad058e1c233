package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/schedule"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// fetch gets a page of the console.
func fetch(t *testing.T, address string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

// eventually waits until reached reports true.
func eventually(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !reached(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s did not come", what)
		}
	}
}

// TestDemo: the demo shows the sample, and leaves no folder behind.
func TestDemo(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	pages, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- Demo(ctx, DemoConfig("127.0.0.1:0"), Demonstration{Articles: os.DirFS(sampleArticles), Ready: func(n int, page string) {
			if n != 18 {
				t.Errorf("%d articles, want 18", n)
			}
			pages <- page
		}})
	}()
	select {
	case page := <-pages:
		eventually(t, "the start page", func() bool {
			status, body := fetch(t, page)
			return status == http.StatusOK && strings.Contains(body, "18 articles")
		})
	case err := <-ended:
		t.Fatalf("demo ended with %v", err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("demo ended with %v", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestWatchedFolders: articles of a folder that is watched are answered once they
// are there; status names a folder that is missing.
func TestWatchedFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	putFiles(t, dir, map[string]string{"briefing.yaml": "data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  mode: off\ndiscord:\n  mode: off\nwatch: [in, absent]\n"})
	if err := os.Mkdir(filepath.Join(dir, "in"), 0o700); err != nil {
		t.Fatal(err)
	}
	serveFile(t, file)
	eventually(t, "the missing folder's problem", func() bool {
		return strings.Contains(askVia(t, file, "/status"), filepath.Join(dir, "absent"))
	})
	putFiles(t, filepath.Join(dir, "in"), map[string]string{
		"ferry.jsonl": `{"id":"ferry","published":"2031-05-05","text":"\"The ferry will sail,\" Ada Varga said on Monday."}` + "\n",
		"photo.jsonl": "\xff\xd8\xff\xe0\n",
	})
	eventually(t, "the article", func() bool { return strings.Contains(askVia(t, file, "/who-said ferry"), "The ferry will sail,") })
	if err := os.Mkdir(filepath.Join(dir, "absent"), 0o700); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the end of the problem", func() bool {
		return !strings.Contains(askVia(t, file, "/status"), filepath.Join(dir, "absent"))
	})
}

// TestArticlePage: an article's page marks its statements, tells of a newer
// version, and is not found for what is unknown or hidden.
func TestArticlePage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	putFiles(t, dir, map[string]string{
		"briefing.yaml": "data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  mode: off\ndiscord:\n  mode: off\n",
		"first.jsonl":   `{"id":"pier","source":"Gazette","title":"The pier","published":"2031-05-05T08:30:00Z","text":"\"The pier will open,\" Ada Varga said on Monday."}` + "\n",
		"second.jsonl":  `{"id":"pier","source":"Gazette","title":"The pier","published":"2031-05-05T08:30:00Z","text":"\"The pier will close,\" Ada Varga said on Monday."}` + "\n",
	})
	at := serveFile(t, file)
	ingestVia(t, file, filepath.Join(dir, "first.jsonl"))
	status, body := fetch(t, at.page+"/article/pier")
	for _, want := range []string{"The pier will open,", "Ada Varga", "Gazette", "Mon 5 May 2031 08:30 UTC"} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("page has no %q: %d %s", want, status, body)
		}
	}
	ingestVia(t, file, filepath.Join(dir, "second.jsonl"))
	if _, body := fetch(t, at.page+"/article/pier"); !strings.Contains(body, "this is version 2") || strings.Contains(body, "will open") {
		t.Errorf("page of the second version: %s", body)
	}
	if status, _ := fetch(t, at.page+"/article/nowhere"); status != http.StatusNotFound {
		t.Errorf("an unknown article has status %d", status)
	}
	askVia(t, file, "/admin hide Gazette")
	if status, body := fetch(t, at.page+"/article/pier"); status != http.StatusNotFound || strings.Contains(body, "will close") {
		t.Errorf("a hidden article has status %d: %s", status, body)
	}
}

// TestFeedback: a vote at the console is taken, for lines that were never a command
// too.
func TestFeedback(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	putFiles(t, dir, map[string]string{"briefing.yaml": "data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  mode: off\ndiscord:\n  mode: off\n"})
	at := serveFile(t, file)
	for _, line := range []string{"/who-said dam", "what about the dam?"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at.page+"/feedback", strings.NewReader(url.Values{"q": {line}, "helpful": {"yes"}}.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", at.page)
		resp, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode >= http.StatusBadRequest {
			t.Errorf("feedback on %q has status %d", line, resp.StatusCode)
		}
	}
}

// TestCheck: check finds nothing in a whole folder and the damage in another; salvaging
// says what was lost.
func TestCheck(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	report, err := Check(t.Context(), c, false)
	if err != nil || len(report.Problems) > 0 || report.Articles != 18 || report.Indexed != 18 || report.Receipts == 0 {
		t.Errorf("a whole folder: %+v, %v", report, err)
	}
	path := filepath.Join(c.Data, archive.FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(raw) / 2; i < len(raw)/2+4096; i++ {
		raw[i] ^= 0xff
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := Check(t.Context(), c, false)
	if err != nil || len(damaged.Problems)+len(damaged.Repaired) == 0 {
		t.Errorf("a damaged folder: %+v, %v", damaged, err)
	}
	salvaged, err := Check(t.Context(), c, true)
	if err != nil || salvaged.Articles == 0 || salvaged.Indexed != salvaged.Articles {
		t.Errorf("a salvaged folder: %+v, %v", salvaged, err)
	}
	c.Data = filepath.Join(c.Data, "absent")
	if _, err := Check(t.Context(), c, false); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("an absent folder: %v", err)
	}
}

func TestNeedBriefing(t *testing.T) {
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "absent")
	if err := NeedBriefing(c); err == nil || !strings.Contains(err.Error(), "briefing-bot ingest --data "+c.Data+" FOLDER") {
		t.Errorf("an absent folder: %v", err)
	}
	if _, err := os.Lstat(c.Data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	if err := NeedBriefing(sampleFolder(t)); err != nil {
		t.Errorf("a folder with articles: %v", err)
	}
}

// TestConfiguredDigests: the digests of the configuration are kept, follow it, and
// go with it; those that people made stay.
func TestConfiguredDigests(t *testing.T) {
	c := sampleFolder(t)
	digest := schedule.Settings{ID: "morning", Platform: "slack", Workspace: "T1", Channel: "C1", At: "07:30", Days: "daily"}
	kept := func(configured ...schedule.Settings) map[string]string {
		t.Helper()
		c.Digests = configured
		a, err := Open(t.Context(), c, c.Logger())
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		store, err := a.openState()
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		mine := bot.Subscription{ID: "d1", Kind: bot.Digest, Place: bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}, At: "09:00", Days: "daily", Zone: "UTC"}
		if err := store.Subscribe(t.Context(), mine, nil); err != nil && !errors.Is(err, bot.ErrTaken) { // by the start before
			t.Fatal(err)
		}
		if err := (digests{a, store}).sync(t.Context(), a.config); err != nil {
			t.Fatal(err)
		}
		all, err := store.Subscriptions(t.Context(), bot.Place{})
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]string{}
		for _, s := range all {
			at[s.ID] = s.At
		}
		return at
	}
	if got := kept(digest); len(got) != 2 || got["config-morning"] != "07:30" {
		t.Errorf("after the first start: %v", got)
	}
	digest.At = "10:15"
	if got := kept(digest); len(got) != 2 || got["config-morning"] != "10:15" {
		t.Errorf("after a change: %v", got)
	}
	if got := kept(); len(got) != 1 || got["d1"] != "09:00" {
		t.Errorf("after it left the configuration: %v", got)
	}
}

// TestServeEndsWhileItStarts: what a signal interrupts at the start is no failure.
func TestServeEndsWhileItStarts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	putFiles(t, dir, map[string]string{"briefing.yaml": "data: data\nconsole:\n  address: 127.0.0.1:0\nslack:\n  mode: off\ndiscord:\n  mode: off\n"})
	c := loadFile(t, filepath.Join(dir, "briefing.yaml"))
	for range 20 { // whichever part comes first
		a, err := Open(t.Context(), c, c.Logger())
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", c.Console.Address)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := errors.Join(a.Serve(ctx, listener), a.Close()); err != nil {
			t.Fatalf("serve ended with %v", err)
		}
	}
}
