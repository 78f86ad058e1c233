package metrics

import (
	"context"
	"log/slog"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// maxKinds is the maximum number of kinds of errors; others are counted as "other".
const maxKinds = 200

// logged counts the warnings and errors of a log by their words, which are constants of
// the program: what a line is about stands in its attributes.
type logged struct {
	counts *prometheus.CounterVec
	mu     sync.Mutex
	kinds  map[string]bool
}

func (l *logged) count(level slog.Level, words string) {
	name := "warning"
	if level >= slog.LevelError {
		name = "error"
	}
	l.counts.WithLabelValues(name, l.kind(words)).Inc()
}

func (l *logged) kind(words string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kinds == nil {
		l.kinds = map[string]bool{}
	}
	if !l.kinds[words] && len(l.kinds) >= maxKinds {
		return "other"
	}
	l.kinds[words] = true
	return words
}

// CountLogged returns a handler that counts warnings and errors, and passes all records on
// to next.
func (m *Metrics) CountLogged(next slog.Handler) slog.Handler { return counting{next, &m.logged} }

// counting is the handler of CountLogged.
type counting struct {
	slog.Handler
	*logged
}

// Enabled reports whether a record of a level is counted or passed on.
func (h counting) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn || h.Handler.Enabled(ctx, level)
}

// Handle counts a record and passes it on.
func (h counting) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		h.count(r.Level, r.Message)
	}
	if !h.Handler.Enabled(ctx, r.Level) {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs is slog.Handler's.
func (h counting) WithAttrs(attrs []slog.Attr) slog.Handler {
	return counting{h.Handler.WithAttrs(attrs), h.logged}
}

// WithGroup is slog.Handler's.
func (h counting) WithGroup(name string) slog.Handler {
	return counting{h.Handler.WithGroup(name), h.logged}
}
