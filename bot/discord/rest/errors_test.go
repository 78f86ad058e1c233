package rest

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestHowLongDiscordAsksToWait: the longer of what the body and the header say, at
// least nothing and at most a day.
func TestHowLongDiscordAsksToWait(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, row := range []struct {
		body   string
		header map[string]string
		wait   time.Duration
		global bool
	}{
		{`{"retry_after":0.5}`, nil, 500 * time.Millisecond, false},
		{`{"retry_after":0.5}`, map[string]string{"Retry-After": "2"}, 2 * time.Second, false},
		{`{"retry_after":3}`, map[string]string{"Retry-After": "2"}, 3 * time.Second, false},
		{`<html>`, map[string]string{"Retry-After": "2", "X-RateLimit-Global": "true"}, 2 * time.Second, true},
		{`{"retry_after":2,"global":true}`, nil, 2 * time.Second, true},
		{`{"retry_after":2,"global":true}`, map[string]string{"X-RateLimit-Scope": "user"}, 2 * time.Second, true},
		{`{"retry_after":1e300,"global":true}`, nil, day, true},
		{`{"retry_after":1e999}`, nil, time.Second, false},
		{`{"retry_after":-5}`, nil, time.Second, false},
		{``, map[string]string{"Retry-After": "NaN"}, time.Second, false},
		{``, map[string]string{"Retry-After": "+Inf"}, day, false},
		{``, map[string]string{"Retry-After": "100000000000"}, day, false},
		{``, map[string]string{"Retry-After": "-1"}, time.Second, false},
		{``, map[string]string{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, time.Second, false},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for name, value := range row.header {
				w.Header().Set(name, value)
			}
			w.WriteHeader(http.StatusTooManyRequests)
			io.WriteString(w, row.body)
		}))
		r := New(server.URL, "t", server.Client(), slog.New(slog.DiscardHandler))
		err := r.once(t.Context(), "GET", "/x", "GET /x", "", nil, nil)
		server.Close()
		var refused *Error
		if !errors.As(err, &refused) || refused.Wait != row.wait {
			t.Errorf("%s %v: %+v, want to wait %v", row.body, row.header, err, row.wait)
		}
		if d := r.limits.delay("GET /y", time.Now()); d > 0 != row.global || d > row.wait {
			t.Errorf("%s %v: another route waits %v", row.body, row.header, d)
		}
	}
}
