package slack

import (
	"errors"
	"log/slog"
	"slices"
	"time"
)

// How long a method counts as lacking before it is tried again.
const (
	lackingLife = time.Hour        // the server said that it does not have it
	absentLife  = 10 * time.Minute // its path was not found, maybe by a proxy
)

// unsupported reports whether err says that a method does not exist, or not for
// that channel or workspace.
func unsupported(err error) bool {
	var absent *noMethod
	return errors.As(err, &absent) ||
		slices.Contains([]string{unknownMethod, "not_implemented", "feature_not_enabled", "method_not_supported_for_channel_type"}, codeOf(err))
}

// lacks reports whether err says that a method is not supported, and leaves it out
// in that workspace for a while. It logs that once. A channel that a method is not
// for says nothing about other channels.
func (b *Bot) lacks(w *workspace, method string, err error) bool {
	if !unsupported(err) {
		return false
	}
	if codeOf(err) == "method_not_supported_for_channel_type" {
		return true
	}
	life := lackingLife
	if _, ok := errors.AsType[*noMethod](err); ok {
		life = absentLife
	}
	b.lack(w, method, life)
	return true
}

// lack leaves a method out in a workspace for a while.
func (b *Bot) lack(w *workspace, method string, life time.Duration) {
	if said := b.leaveOut(w, method, life); !said {
		b.Log.Warn("this server lacks a method; what needs it is left out", slog.String("method", method), slog.String("workspace", w.ID))
	}
}

// leaveOut does the same without a word, and reports whether that happened before.
func (b *Bot) leaveOut(w *workspace, method string, life time.Duration) (before bool) {
	key := w.ID + "/" + method
	b.mu.Lock()
	defer b.mu.Unlock()
	_, before = b.lacking[key]
	b.lacking[key] = time.Now().Add(life)
	return before
}

// has reports whether a method may be tried in a workspace.
func (b *Bot) has(w *workspace, method string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !time.Now().Before(b.lacking[w.ID+"/"+method])
}
