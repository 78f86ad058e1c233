package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestAskReady asks a server that is ready, one that is not, and none.
func TestAskReady(t *testing.T) {
	t.Parallel()
	status, reason := http.StatusOK, "ready"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		http.Error(w, reason, status)
	}))
	address := server.Listener.Addr().String()
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{address, ":" + port, "0.0.0.0:" + port} {
		if err := askReady(t.Context(), where); err != nil {
			t.Errorf("%s: %v", where, err)
		}
	}
	status, reason = http.StatusServiceUnavailable, "the index is being built"
	if err := askReady(t.Context(), address); err == nil || !strings.Contains(err.Error(), reason) {
		t.Errorf("not ready: %v", err)
	}
	server.Close()
	if err := askReady(t.Context(), address); err == nil || !strings.Contains(err.Error(), "does not answer at "+address) {
		t.Errorf("nothing there: %v", err)
	}
}
