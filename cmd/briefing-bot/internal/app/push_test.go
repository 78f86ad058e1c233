package app

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// TestPush sends article lines to the page's server.
func TestPush(t *testing.T) {
	t.Setenv("BRIEFING_BOT_CONSOLE_TOKEN", strings.Repeat("k", 20))
	c := config.Default()
	c.Data = filepath.Join(t.TempDir(), "data")
	c.Slack.Mode, c.Discord.Mode = "off", "off"
	c.Console.TokenEnv = "BRIEFING_BOT_CONSOLE_TOKEN"
	a, err := Open(t.Context(), c, c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	defer func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	}()
	const lines = `{"id": "p1", "source": "The Quay", "published": "2026-11-02", "text": "\"No ferry will sail,\" harbour master Ole Brandt said on Monday."}
{"id": "p2"}
`
	post := func(body string, headers ...string) (int, string, http.Header) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+listener.Addr().String()+"/articles", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-ndjson")
		r.Header.Set("Authorization", "Bearer "+strings.Repeat("k", 20))
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		raw, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, string(raw), response.Header
	}
	for _, row := range []struct {
		name, body string
		headers    []string
		status     int
		want       string
		again      string
	}{
		{"lines", lines, []string{"Idempotency-Key", "one"}, 200, `"added":1,"updated":0,"unchanged":0,"duplicates":0,"rejected":[{"path":"push.jsonl`, ""},
		{"the same with the same key", lines, []string{"Idempotency-Key", "one"}, 200, `"added":1`, "true"},
		{"the same without a key", lines, nil, 200, `"added":0,"updated":0,"unchanged":1`, ""},
		{"other lines with that key", lines + lines, []string{"Idempotency-Key", "one"}, 422, "came with other articles before", ""},
		{"a wrong token", lines, []string{"Authorization", "Bearer wrong"}, 401, "", ""},
		{"a form", lines, []string{"Content-Type", "text/plain"}, 415, "application/x-ndjson", ""},
		{"from another site's page", lines, []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403, "", ""},
		{"too large", strings.Repeat(" ", maxPush+1), nil, 413, "at most 32 MiB", ""},
		{"a long key", lines, []string{"Idempotency-Key", strings.Repeat("x", maxPushKey+1)}, 400, "at most 255 bytes", ""},
	} {
		status, body, header := post(row.body, row.headers...)
		if status != row.status || !strings.Contains(body, row.want) || header.Get("Idempotent-Replayed") != row.again {
			t.Errorf("%s: %d %s %q, want %d %q", row.name, status, body, header.Get("Idempotent-Replayed"), row.status, row.want)
		}
	}
	if _, err := a.Archive.Get(t.Context(), "p1"); err != nil {
		t.Error(err)
	}
	if _, err := a.Archive.Get(t.Context(), "p2"); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("a rejected line: %v", err)
	}
}
