package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// The control socket: HTTP over a Unix socket in the data folder, so that the
// other verbs work while serve owns it. Whoever may open the socket's file owns
// the folder; nothing else is asked of them.

// longestSocketPath is what fits into sockaddr_un on every system (unix(7): 108
// bytes on Linux, 104 on macOS).
const longestSocketPath = 100

// controlPath is the socket of a data folder, in the system's temporary folder
// where the data folder's own path is too long for one.
func controlPath(data string) (string, error) {
	data, err := filepath.Abs(data)
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	path := filepath.Join(data, "control.sock")
	if len(path) <= longestSocketPath {
		return path, nil
	}
	sum := sha256.Sum256([]byte(data))
	return filepath.Join(os.TempDir(), "briefing-bot-"+hex.EncodeToString(sum[:8])+".sock"), nil
}

// listenControl opens the socket. A socket left by a process that was killed is
// in nobody's use, since this process owns the folder.
func listenControl(data string) (net.Listener, error) {
	path, err := controlPath(data)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the old control socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("close the control socket to others: %w", err), l.Close())
	}
	return l, nil
}

// controlHandler serves a desk's functions.
func controlHandler(d desk) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("POST /answer", func(w http.ResponseWriter, r *http.Request) {
		var q question
		if decode(w, r, &q) {
			card, err := d.answer(r.Context(), q)
			reply(w, card, err)
		}
	})
	m.HandleFunc("POST /suggest", func(w http.ResponseWriter, r *http.Request) {
		var c completion
		if decode(w, r, &c) {
			found, err := d.suggest(r.Context(), c)
			reply(w, found, err)
		}
	})
	m.HandleFunc("POST /search", func(w http.ResponseWriter, r *http.Request) {
		var q batchQuery
		if decode(w, r, &q) {
			hits, err := d.search(r.Context(), q.Query, q.Limit)
			reply(w, hits, err)
		}
	})
	m.HandleFunc("POST /ingest", func(w http.ResponseWriter, r *http.Request) { controlIngest(d, w, r) })
	return m
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

// controlReply is every answer on the socket.
type controlReply struct {
	Value    json.RawMessage  `json:"value,omitempty"`
	Progress *ingest.Progress `json:"progress,omitempty"` // before the value, any number of times
	Error    string           `json:"error,omitempty"`
	Usage    bool             `json:"usage,omitempty"` // the error is one of the line
}

func reply(w io.Writer, value any, err error) {
	var out controlReply
	raw, marshalErr := json.Marshal(value)
	out.Value = raw
	if err = errors.Join(err, marshalErr); err != nil {
		out.Error = err.Error()
		var people *bot.Error
		out.Usage = errors.As(err, &people) && people.Usage
	}
	_ = json.NewEncoder(w).Encode(out) // the other side has gone: nobody to tell
}

// controlIngest ingests the paths of the query and, for "-", the request's body,
// and streams progress.
func controlIngest(d desk, w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	if slices.Contains(r.URL.Query()["path"], "-") {
		_ = control.EnableFullDuplex() // progress goes out while the body comes in
	}
	// A connection whose body came in meanwhile is not used again: net/http may
	// still be reading from it, and the answer would be lost.
	w.Header().Set("Connection", "close")
	encoder := json.NewEncoder(w)
	last := time.Time{}
	report, err := d.ingest(r.Context(), delivery{Inputs: r.URL.Query()["path"], Stdin: r.Body}, func(p ingest.Progress) {
		if time.Since(last) < progressEvery {
			return
		}
		last = time.Now()
		_ = encoder.Encode(controlReply{Progress: &p})
		_ = control.Flush()
	})
	reply(w, report, err)
}

func controlServer(ctx context.Context, d desk) *http.Server {
	return &http.Server{Handler: controlHandler(d), ReadHeaderTimeout: 5 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
}

// serveControl answers on the socket until ctx ends.
func serveControl(ctx context.Context, l net.Listener, d desk) error {
	server := controlServer(ctx, d)
	stop := context.AfterFunc(ctx, func() { _ = server.Shutdown(context.WithoutCancel(ctx)) })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the control socket: %w", err)
	}
	return nil
}

// shareGrace is how long a verb that is done waits for those that reached it.
const shareGrace = 10 * time.Second

// share answers on the socket while a verb other than serve owns the folder.
// stop waits for answers under way. Where no socket can be opened the verb
// works alone: others are told that the folder is in use.
func (f *folder) share(ctx context.Context, d desk) (stop func() error) {
	l, err := listenControl(f.config.Data)
	if err != nil {
		f.log.Debug("other verbs cannot reach this one", slog.Any("reason", err))
		return func() error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	server := controlServer(ctx, d)
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return func() error {
		defer cancel()
		limit, expired := context.WithTimeout(context.WithoutCancel(ctx), shareGrace)
		defer expired()
		if err := server.Shutdown(limit); err != nil {
			cancel()
			return errors.Join(server.Close(), ignoreClosed(<-done))
		}
		return ignoreClosed(<-done)
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
