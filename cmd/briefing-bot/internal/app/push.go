package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Limits of a push.
const (
	maxPush    = 32 << 20 // bytes of lines
	maxPushKey = 255      // bytes of an Idempotency-Key
)

// pushTypes are the media types of article lines.
var pushTypes = []string{"application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json"}

// push answers POST /articles: it stores article lines and returns the report of
// `ingest --json`.
func (a *App) push(w http.ResponseWriter, r *http.Request) {
	lines, status, refused := readPush(w, r)
	if refused != "" {
		http.Error(w, refused, status)
		return
	}
	report, again, err := a.storePush(r.Context(), lines, r.Header.Get("Idempotency-Key"))
	switch {
	case errors.Is(err, ingest.ErrKeyReused):
		http.Error(w, "This Idempotency-Key came with other articles before: use another one.", http.StatusUnprocessableEntity)
		return
	case errors.Is(err, archive.ErrFull):
		a.suspectDisk()
		http.Error(w, "The disk is full; nothing was stored. Try again when there is room.", http.StatusInsufficientStorage)
		return
	case err != nil:
		a.log.ErrorContext(r.Context(), "storing pushed articles failed", slog.Any("error", err))
		http.Error(w, "The articles could not be stored; none of them is in. The log says why.", http.StatusInternalServerError)
		return
	}
	if !again {
		a.logReport(report, nil)
	}
	w.Header().Set("Content-Type", "application/json")
	if again {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	_ = json.NewEncoder(w).Encode(report) // who asked may be gone
}

// storePush stores the lines of a push in a folder that is proven.
func (a *App) storePush(ctx context.Context, lines []byte, key string) (report ingest.Report, again bool, err error) {
	if err := a.prove(ctx); err != nil {
		return report, false, err
	}
	return a.ingester.Push(ctx, lines, key)
}

// readPush reads the lines of a push. If it refuses them it returns why, for people,
// and an HTTP status.
func readPush(w http.ResponseWriter, r *http.Request) (lines []byte, status int, refused string) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case !slices.Contains(pushTypes, mediaType):
		return nil, http.StatusUnsupportedMediaType, "Send article lines as application/x-ndjson: one JSON object a line, with text, title, url, source and published."
	case len(r.Header.Get("Idempotency-Key")) > maxPushKey:
		return nil, http.StatusBadRequest, fmt.Sprintf("An Idempotency-Key has at most %d bytes.", maxPushKey)
	}
	lines, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPush))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, http.StatusRequestEntityTooLarge, fmt.Sprintf("A push has at most %d MiB: send it in parts.", tooLarge.Limit>>20)
	}
	if err != nil {
		return nil, http.StatusBadRequest, "The body ended early; nothing was stored."
	}
	return lines, 0, ""
}
