package chat

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Panic is a job's panic, for whoever joined the queue: in the queue's own
// goroutine it would end the process.
type Panic struct {
	Value any
	Stack []byte // where it happened
}

// String is the value and where it happened.
func (p *Panic) String() string { return fmt.Sprintf("%v\n%s", p.Value, p.Stack) }

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

// LogPanic logs where a panic happened, without what users wrote.
func LogPanic(log *slog.Logger, what string, p any, attrs ...any) {
	stack := debug.Stack()
	if job, ok := p.(*Panic); ok {
		p, stack = job.Value, job.Stack
	}
	log.Error(what, append(attrs, slog.String("panic", bot.PanicText(p)), slog.String("stack", string(stack)))...)
}
