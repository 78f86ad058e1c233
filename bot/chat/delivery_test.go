package chat_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// TestDeliveriesAreRead: whole, up to the limit, and nothing that was cut off.
func TestDeliveriesAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		d := chat.Deliveries{Log: slog.New(slog.NewTextHandler(&log, nil)), MaxBody: 100_000}
		whole := strings.Repeat("0123456789", 10_000)
		rows := []struct {
			why    string
			body   io.Reader
			length int64 // announced
			status int   // 0 for a body that is taken
		}{
			{"nothing", strings.NewReader(""), 0, 0},
			{"one byte", strings.NewReader("x"), 1, 0},
			{"as much as there may be", strings.NewReader(whole), -1, 0},
			{"one byte more", strings.NewReader(whole + "x"), -1, http.StatusRequestEntityTooLarge},
			{"more announced", strings.NewReader("x"), 100_001, http.StatusRequestEntityTooLarge},
			{"cut off", io.MultiReader(strings.NewReader("half"), broken{}), 8, http.StatusBadRequest},
		}
		for _, r := range rows {
			w, req := httptest.NewRecorder(), httptest.NewRequest("POST", "/", r.body)
			req.ContentLength = r.length
			body, ok := d.Read(w, req)
			if ok != (r.status == 0) || !ok && w.Code != r.status {
				t.Errorf("%s: taken %v, status %d, want %d", r.why, ok, w.Code, r.status)
			}
			if ok && r.length > 0 && int64(len(body)) != r.length {
				t.Errorf("%s: %d bytes", r.why, len(body))
			}
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if n := strings.Count(log.String(), "\n"); n != 2 || !strings.Contains(log.String(), "in_the_last_minute=2") {
			t.Errorf("the log: %s", log.String())
		}
	})
}

// broken is a connection that was cut.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestDeliveriesHaveABudget: bodies that do not end take no more than it, others are
// asked to come again, and afterwards there is room.
func TestDeliveriesHaveABudget(t *testing.T) {
	d := chat.Deliveries{Log: slog.New(slog.DiscardHandler), MaxBody: 1 << 20}
	part := strings.Repeat("x", 1<<20-1)
	var mu sync.Mutex
	refused := 0
	var all sync.WaitGroup
	var ends []*io.PipeWriter
	for range 50 { // 50 MB
		from, to := io.Pipe()
		ends = append(ends, to)
		all.Go(func() {
			w := httptest.NewRecorder()
			if _, ok := d.Read(w, httptest.NewRequest("POST", "/", from)); !ok {
				if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") != "" {
					mu.Lock()
					refused++
					mu.Unlock()
				}
				from.CloseWithError(errors.New("refused"))
			}
		})
		io.WriteString(to, part) // a refusal ends it
	}
	mu.Lock()
	defer mu.Unlock()
	if refused < 10 || refused > 25 {
		t.Errorf("%d of 50 were refused", refused)
	}
	for _, to := range ends {
		to.Close()
	}
	all.Wait()
	if _, ok := d.Read(httptest.NewRecorder(), httptest.NewRequest("POST", "/", strings.NewReader(part))); !ok {
		t.Error("there is no room afterwards")
	}
}
