package calmlog

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

const (
	// every is the least time between two lines that say the same.
	every = time.Minute
	// maxLines is the maximum number of different lines that are remembered.
	maxLines = 1000
)

// Handler passes records on to another handler. Of the warnings and errors that say the
// same, in the same words about the same things, whatever their times and causes, it
// passes on one a minute.
type Handler struct {
	next   slog.Handler
	prefix string // attributes of WithAttrs
	lines  *lines
}

// lines are what was passed on, by what it says.
type lines struct {
	mu   sync.Mutex
	said map[string]*line
}

type line struct {
	last  time.Time // when it was passed on
	since int       // how often it was not since then
}

// New returns a handler that passes records on to next.
func New(next slog.Handler) *Handler {
	return &Handler{next: next, lines: &lines{said: map[string]*line{}}}
}

// Enabled is slog.Handler's.
func (h *Handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// WithAttrs is slog.Handler's.
func (h *Handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	var prefix strings.Builder
	prefix.WriteString(h.prefix)
	for _, a := range attrs {
		prefix.WriteString(says(a))
	}
	return &Handler{h.next.WithAttrs(attrs), prefix.String(), h.lines}
}

// WithGroup is slog.Handler's.
func (h *Handler) WithGroup(name string) slog.Handler {
	return &Handler{h.next.WithGroup(name), h.prefix + "\n" + name, h.lines}
}

// Reply returns a context whose records are all passed on. They report the result of something that
// somebody has just done, such as a reload; without a record they would assume that it worked.
func Reply(ctx context.Context) context.Context { return context.WithValue(ctx, reply{}, true) }

// reply is the key of Reply.
type reply struct{}

// Handle passes a record on, unless it says what was said less than a minute ago.
func (h *Handler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn || ctx.Value(reply{}) != nil {
		return h.next.Handle(ctx, r)
	}
	since, pass := h.lines.pass(h.key(r), r.Time)
	if !pass {
		return nil
	}
	if since > 0 {
		r = r.Clone()
		r.AddAttrs(slog.Int("repeated", since))
	}
	return h.next.Handle(ctx, r)
}

// key returns what a record says.
func (h *Handler) key(r slog.Record) string {
	var attrs strings.Builder
	full := false
	r.Attrs(func(a slog.Attr) bool {
		err, is := a.Value.Any().(error)
		full = full || is && errors.Is(err, boltfile.ErrFull)
		attrs.WriteString(says(a))
		return true
	})
	if full {
		return "the disk is full"
	}
	return r.Level.String() + "\n" + r.Message + h.prefix + attrs.String()
}

// says returns what an attribute adds to what a line says: which thing it is about.
// Causes, times and durations differ from one time to the next, and add nothing.
func says(a slog.Attr) string {
	switch a.Value.Kind() {
	case slog.KindString, slog.KindBool:
		return "\n" + a.Key + "=" + a.Value.String()
	default:
		return ""
	}
}

// pass reports whether a line is to be passed on, and how often it was not since it
// was last.
func (l *lines) pass(key string, now time.Time) (since int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.said[key]
	switch {
	case at == nil && len(l.said) >= maxLines:
		clear(l.said)
		fallthrough
	case at == nil:
		l.said[key] = &line{last: now}
		return 0, true
	case now.Sub(at.last).Abs() < every: // a clock may be set back
		at.since++
		return 0, false
	}
	since = at.since
	*at = line{last: now}
	return since, true
}
