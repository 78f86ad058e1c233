package chat

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
)

// Rescue is deferred where a panic costs less than the process would. It logs the
// panic, with what it costs, and sets err where somebody waits for one; err may be nil.
func Rescue(log *slog.Logger, cost string, err *error) {
	p := recover()
	if p == nil {
		return
	}
	LogPanic(log, cost, p)
	if err != nil {
		*err = errors.New("a panic, which the log has")
	}
}

// LogPanic logs where a panic happened and what it ended, without what users wrote.
func LogPanic(log *slog.Logger, what string, p any, attrs ...slog.Attr) {
	stack := debug.Stack()
	if job, ok := p.(*outbox.Panic); ok {
		p, stack = job.Value, job.Stack
	}
	attrs = append([]slog.Attr{slog.String("what", what)}, attrs...)
	log.LogAttrs(context.Background(), slog.LevelError, "a panic", append(attrs, slog.String("panic", bot.PanicText(p)), slog.String("stack", string(stack)))...)
}
