package chat

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
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

// LogPanic logs where a panic happened. The runtime's panics name types and numbers;
// others may hold what users wrote and are logged by their type alone.
func LogPanic(log *slog.Logger, what string, p any, attrs ...any) {
	stack := debug.Stack()
	if job, ok := p.(*Panic); ok {
		p, stack = job.Value, job.Stack
	}
	said := fmt.Sprintf("%T", p)
	if own, ok := p.(runtime.Error); ok {
		said = own.Error()
	}
	log.Error(what, append(attrs, slog.String("panic", said), slog.String("stack", string(stack)))...)
}
